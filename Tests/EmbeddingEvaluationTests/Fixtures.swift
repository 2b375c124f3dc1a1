import SentenceEmbedding
import TensorKit

/// An embedder for tests: counts of letters, so that sentences with the same letters are alike.
struct LetterEmbedder: SentenceEmbedder {
  var dimension: Int { 26 }
  var checksum: UInt64 { 26 }

  func embed(_ sentences: [String]) throws -> Matrix {
    let result = Matrix(rows: sentences.count, columns: 26)
    for (row, sentence) in sentences.enumerated() {
      for byte in sentence.lowercased().utf8 where (97...122).contains(byte) {
        result[row, Int(byte) - 97] += 1
      }
    }
    return result
  }
}

/// An embedder that knows the order of words but not which letters they have.
struct LengthEmbedder: SentenceEmbedder {
  var dimension: Int { 8 }
  var checksum: UInt64 { 8 }

  func embed(_ sentences: [String]) throws -> Matrix {
    let result = Matrix(rows: sentences.count, columns: 8)
    for (row, sentence) in sentences.enumerated() {
      for (place, word) in sentence.split(separator: " ").prefix(8).enumerated() {
        result[row, place] = Float(word.count)
      }
    }
    return result
  }
}

/// A vocabulary given in full.
struct WordTable: WordVectors {
  let entries: [(word: String, vector: [Float])]

  var dimension: Int { entries.first?.vector.count ?? 0 }
  var words: [String] { entries.map(\.word) }
  func vector(of word: String) -> [Float]? {
    entries.first { $0.word.utf8.elementsEqual(word.utf8) }?.vector
  }
}
