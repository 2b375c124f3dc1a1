import SentenceEmbedding
import TensorKit

/// An embedder for tests: some numbers from the bytes of the sentence.
struct ByteEmbedder: SentenceEmbedder {
  let dimension: Int
  var checksum: UInt64 { 0x1234_5678_9abc_def0 }

  func embed(_ sentences: [String]) throws -> Matrix {
    let result = Matrix(rows: sentences.count, columns: dimension)
    for (row, sentence) in sentences.enumerated() {
      for (place, byte) in sentence.utf8.enumerated() {
        result[row, (place + Int(byte)) % dimension] += Float(byte) / 64
      }
    }
    return result
  }
}

/// Correlated vectors with a common offset: some directions are much stronger than others.
func cloud(rows: Int, columns: Int, seed: UInt64 = 1) -> Matrix {
  let result = Matrix(rows: rows, columns: columns)
  for row in 0..<rows {
    var random = RandomStream(seed: seed, purpose: .testData, item: UInt64(row))
    let common = random.normal()
    for column in 0..<columns {
      let strength = 3 / Float(1 + column)
      result[row, column] = 2 + strength * random.normal() + (column % 2 == 0 ? common : -common)
    }
  }
  return result
}
