import DataStructures
import SentenceEmbedding
import Synchronization
import TensorKit
import VectorSearch

/// Embeds the sentences that an older index lacks, and takes the vectors of the others from it.
///
/// Those of the index have length 1, which changes no cosine. Blank lines get vectors of zeros, which are
/// near nothing.
final class KnownVectors: SentenceEmbedder {
  private let embedder: any SentenceEmbedder
  private let index: MappedIndex?
  /// The row of each sentence of the index.
  private let rows: [UTF8Key: Int]
  private let added = Atomic(0)

  /// An embedder that knows the sentences of an index by the same model.
  ///
  /// - Throws: `FileError` if the index is damaged.
  init(_ embedder: any SentenceEmbedder, index: MappedIndex?) throws {
    self.embedder = embedder
    self.index = index
    var rows: [UTF8Key: Int] = [:]
    for row in 0..<(index?.count ?? 0) {
      if let sentence = try index?.sentence(row) { rows[UTF8Key(sentence)] = row }
    }
    self.rows = rows
  }

  /// How many sentences the index did not have.
  var addedCount: Int { added.load(ordering: .relaxed) }

  var dimension: Int { embedder.dimension }
  var checksum: UInt64 { embedder.checksum }

  func embed(_ sentences: [String]) throws -> Matrix {
    let result = Matrix(rows: sentences.count, columns: dimension)
    result.fill(0)
    var places: [Int] = []
    for (place, sentence) in sentences.enumerated() where !sentence.isBlank {
      guard let vector = rows[UTF8Key(sentence)].flatMap({ index?.vector($0) }) else {
        places.append(place)
        continue
      }
      result.withMutableRow(place) { row in
        for column in row.indices { row[column] = vector[column] }
      }
    }
    let vectors = try embedder.embed(places.map { sentences[$0] })
    for (number, place) in places.enumerated() { result.copyRow(place, from: vectors, number) }
    added.add(places.count, ordering: .relaxed)
    return result
  }
}
