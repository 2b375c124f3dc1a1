import DataStructures
import Foundation
import NeuralLayers
import TensorKit
import Tokenization

/// Token vectors whose sums over sentences have about the cosines of TF-IDF vectors.
///
/// The vector of a word is a random projection of its stem and its character n-grams, with their
/// inverse document frequencies. Words of several tokens have to share: their tokens are moved until
/// they add up to the vector of the word, as far as that is possible (Kaczmarz 1937). A token that
/// is mostly a word of its own hardly moves.
///
/// Letters: V tokens, E size of a vector.
struct LexicalVectors {
  private let weights: LexicalWeights
  private let words: WordTypes
  private let stems: RandomProjection
  private let grams: RandomProjection

  /// Passes over the words of several tokens.
  private static let passes = 5
  /// Sentences whose lengths are compared.
  private static let sampleSize = 5_000

  /// Vectors for the words of a corpus; n-grams have `gramShare` of their squared length.
  init(
    _ weights: LexicalWeights, of corpus: TokenFile, vocabularySize: Int, gramShare: Float,
    seed: UInt64
  ) throws {
    self.weights = weights
    words = try WordTypes(of: corpus, weights.features, vocabularySize: vocabularySize)
    // Stems and n-grams have their shares in the mean sentence.
    var (features, sums) = (WordFeatures(), (stems: Float(0), grams: Float(0)))
    let chunk = try corpus.chunk(0)
    for sentence in 0..<min(chunk.count, Self.sampleSize) {
      features.removeAll()
      weights.features.append(chunk[sentence], to: &features)
      sums.stems += Self.squaredLength(of: features.stems, weights.stems)
      sums.grams += Self.squaredLength(of: features.grams, weights.grams)
    }
    func projection(
      _ weights: [Float], share: Float, _ sum: Float, kind: UInt64
    ) -> RandomProjection {
      RandomProjection(
        weights: weights, scale: sum > 0 ? (share / sum).squareRoot() : 0, seed: seed, kind: kind)
    }
    stems = projection(weights.stems, share: 1 - gramShare, sums.stems, kind: 1)
    grams = projection(weights.grams, share: gramShare, sums.grams, kind: 2)
  }

  /// The squared length of the TF-IDF vector of some features.
  private static func squaredLength(of buckets: [UInt32], _ weights: [Float]) -> Float {
    var counts: [UInt32: Float] = [:]
    for bucket in buckets { counts[bucket, default: 0] += 1 }
    return counts.keys.sorted().reduce(0) { sum, bucket in
      let value = (counts[bucket] ?? 0) * weights[Int(bucket)]
      return sum + value * value
    }
  }

  /// Writes the vectors of all tokens, of mean square `deviation`²: [V × E].
  func write(to table: Matrix, deviation: Float, pool: WorkerPool) {
    let single = (0..<table.rows).map { features(of: [UInt32($0)]) }
    let composed = words.composed.map { features(of: $0.tokens) }
    let blocks = (table.columns + RandomProjection.blockSize - 1) / RandomProjection.blockSize
    pool.run(blocks) { block in
      let columns = RandomProjection.columns(ofBlock: block, size: table.columns)
      for token in 0..<table.rows {
        table.withMutableRow(token) { row in
          for column in columns { row[column] = 0 }
          self.add(single[token], block: block, to: &row)
        }
      }
      for _ in 0..<Self.passes {
        for (word, features) in zip(self.words.composed, composed) {
          self.fit(word.tokens, count: word.count, features, block, columns, table)
        }
      }
    }
    var squares = 0.0
    for token in 0..<table.rows {
      squares += Double(table.withRow(token) { Kernels.sumOfSquares($0) })
    }
    let scale =
      squares > 0
      ? deviation / Float((squares / Double(table.rows * table.columns)).squareRoot()) : 0
    for token in 0..<table.rows { Kernels.scaleRow(token, of: table, by: scale) }
  }

  private func features(of word: [UInt32]) -> WordFeatures {
    var features = WordFeatures()
    weights.features.append(word[...], to: &features)
    return features
  }

  private func add(
    _ features: WordFeatures, block: Int, to vector: inout MutableSpan<Float>
  ) {
    stems.add(features.stems, block: block, to: &vector)
    grams.add(features.grams, block: block, to: &vector)
  }

  /// Moves some columns of the tokens of a word half the way to where they add up to its vector.
  private func fit(
    _ tokens: [UInt32], count: Int, _ features: WordFeatures, _ block: Int, _ columns: Range<Int>,
    _ table: Matrix
  ) {
    var missing = [Float](repeating: 0, count: table.columns)
    var span = missing.mutableSpan
    add(features, block: block, to: &span)
    let shares = tokens.map { Float(count) / Float(count + words.wholeCounts[Int($0)]) }
    let total = shares.reduce(0, +)
    for token in tokens {
      table.withRow(Int(token)) { row in
        for column in columns { missing[column] -= row[column] }
      }
    }
    for (token, share) in zip(tokens, shares) {
      let step = 0.5 * share / total
      table.withMutableRow(Int(token)) { row in
        for column in columns { row[column] += step * missing[column] }
      }
    }
  }
}
