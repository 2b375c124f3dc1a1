import AutoencoderModel
import DataStructures
import FileFormats
import TensorKit
import Tokenization

extension PretrainedModel {
  /// Writes the vectors that the model gives to the lines of a corpus, as a teacher that it cannot move
  /// away from: NumPy, in half precision, one row per line, zeros for an empty one.
  ///
  /// - Parameters:
  ///   - corpus: made with ``ownTokenizer``.
  ///   - path: the file to write.
  ///   - pool: the threads that encode.
  ///   - progress: called with the number of sentences that are done; false stops the work.
  /// - Returns: false if it was stopped, and nothing was written.
  /// - Throws: `FileError` if a file is damaged or cannot be written.
  package func writeVectors(
    of corpus: TokenFile, to path: String, pool: WorkerPool, progress: (Int) -> Bool
  ) throws -> Bool {
    let encoder = try makeEncoder(pool: pool)
    let size = encoder.architecture.dimension
    let writer = try NPYWriter(path: path, columns: size, rows: corpus.lineCount, number: .f16)
    let (sentences, vectors) = (
      SentenceEncoder(encoder, pool: pool), Matrix(rows: TokenFile.chunkSize, columns: size)
    )
    let zeros = [Float](repeating: 0, count: size)
    var next = 0
    func skip(to line: Int) throws(FileError) {
      for _ in next..<line { try writer.append(zeros.span) }
      next = line
    }
    for index in 0..<corpus.chunkCount {
      guard progress(index * TokenFile.chunkSize) else { return false }
      let chunk = try corpus.numberedChunk(index)
      sentences.encode(chunk.sentences, into: vectors, firstRow: 0)
      for (row, line) in chunk.lines.enumerated() {
        try skip(to: line)
        try writer.append(vectors.row(row).span)
        next += 1
      }
    }
    try skip(to: corpus.lineCount)
    try writer.finish()
    return true
  }
}
