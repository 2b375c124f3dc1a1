import DataStructures
import Foundation
import NeuralLayers
import Tokenization

/// Inverse document frequencies of the stems and character n-grams of a corpus.
///
/// The weight of a feature is the log of the inverse fraction of sentences with it (Spärck Jones
/// 1972). What the corpus does not have weighs as much as what occurs once.
package struct LexicalWeights: Sendable {
  package let features: LexicalFeatures
  /// The weights, by bucket.
  package let stems: [Float]
  package let grams: [Float]

  /// The weights of the features of a corpus.
  package init(of corpus: TokenFile, _ features: LexicalFeatures) throws {
    var counts = Counts(features)
    for index in 0..<corpus.chunkCount { counts.add(try corpus.chunk(index)) }
    self.init(counts)
  }

  /// The weights of the features of some sentences.
  package init(of sentences: TokenSequences, _ features: LexicalFeatures) {
    var counts = Counts(features)
    counts.add(sentences)
    self.init(counts)
  }

  /// No weights, for objectives that do not use them.
  package static let none = LexicalWeights(features: .none, stems: [], grams: [])

  private init(_ counts: Counts) {
    self.init(
      features: counts.features, stems: counts.stems.weights(sentences: counts.sentences),
      grams: counts.grams.weights(sentences: counts.sentences))
  }

  private init(features: LexicalFeatures, stems: [Float], grams: [Float]) {
    (self.features, self.stems, self.grams) = (features, stems, grams)
  }

  /// In how many sentences each feature occurs.
  private struct Counts {
    let features: LexicalFeatures
    var (stems, grams) = (DocumentCounts(), DocumentCounts())
    var sentences = 0
    private var found = WordFeatures()

    init(_ features: LexicalFeatures) { self.features = features }

    mutating func add(_ list: TokenSequences) {
      for sentence in 0..<list.count {
        found.removeAll()
        features.append(list[sentence], to: &found)
        stems.count(found.stems, in: sentences)
        grams.count(found.grams, in: sentences)
        sentences += 1
      }
    }
  }

  /// How many sentences have each feature.
  private struct DocumentCounts {
    private var counts = [UInt32](repeating: 0, count: LexicalFeatures.bucketCount)
    private var last = [Int](repeating: -1, count: LexicalFeatures.bucketCount)

    mutating func count(_ buckets: [UInt32], in sentence: Int) {
      for bucket in buckets where last[Int(bucket)] != sentence {
        last[Int(bucket)] = sentence
        counts[Int(bucket)] += 1
      }
    }

    func weights(sentences: Int) -> [Float] {
      counts.map { log(Float(sentences + 2) / Float(max(1, $0) + 1)) }
    }
  }
}
