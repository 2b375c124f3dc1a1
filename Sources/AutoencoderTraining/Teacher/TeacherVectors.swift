import AutoencoderModel
import FileFormats
import NeuralLayers
import TensorKit

/// Vectors of the lines of a corpus, made by another model, from which a model learns.
///
/// The file stays on disk: a batch reads the rows that it needs.
public struct TeacherVectors: Sendable {
  /// A checksum of the numbers.
  let checksum: UInt64
  private let file: NPYFile

  /// The numbers that are checked at a time.
  private static let block = 1 << 18

  /// Opens a NumPy file with one row per line and reads it once, to check its numbers.
  ///
  /// - Throws: `FileError` if the file is missing, damaged, or has numbers that are not finite.
  public init(contentsOf path: String) throws(FileError) {
    file = try NPYFile(path: path)
    guard file.shape.count == 2, file.rows > 0, file.columns > 0 else {
      throw .malformed(
        path: path, line: nil, reason: "its shape is \(file.shape); rows of numbers are needed")
    }
    var sum = Checksum()
    var size: [UInt8] = []
    size.append(littleEndian: UInt64(file.columns))
    sum.update(size)
    let step = max(1, Self.block / file.columns)
    for start in stride(from: 0, to: file.rows, by: step) {
      let rows = start..<min(file.rows, start + step)
      let values = file.floats(rows: rows)
      sum.update(values.span)
      for row in rows {
        let first = (row - start) * file.columns
        let squares = Kernels.sumOfSquares(
          values.span.extracting(first..<first + file.columns))
        // Also excludes vectors whose length cannot be computed.
        guard squares.isFinite else {
          throw .malformed(
            path: path, line: nil, reason: "row \(row + 1) has numbers that are not finite")
        }
      }
    }
    checksum = sum.value
  }

  /// The path as it was given.
  public var path: String { file.path }
  /// The number of vectors.
  public var count: Int { file.rows }
  /// The number of components of each.
  public var dimension: Int { file.columns }

  /// Throws unless there is one vector for each line of a corpus.
  package func check(lines: Int) throws(FileError) {
    guard count == lines else {
      throw .malformed(
        path: path, line: nil,
        reason: "it must have one row per line of the corpus, empty lines included; rows: "
          + "\(count), lines: \(lines)")
    }
  }

  /// Copies the vector of a line, counted from 0, to a row of a matrix of `dimension` columns.
  func copy(line: Int, to matrix: Matrix, row: Int) {
    let values = file.floats(rows: line..<line + 1)
    matrix.withMutableRow(row) { target in
      for column in values.indices { target[column] = values[column] }
    }
  }
}
