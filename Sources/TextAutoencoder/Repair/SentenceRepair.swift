import AutoencoderModel
import AutoencoderTraining
import DataStructures
import TensorKit
import Tokenization

/// A sentence that was read, perhaps damaged, and written anew from its vector.
///
/// A denoising autoencoder (Vincent et al. 2008) learns to write whole sentences from damaged ones.
public struct SentenceRepair: Equatable, Sendable {
  /// The sentence that the encoder read.
  public let damaged: String
  /// The sentence that the decoder wrote.
  public let output: String
  /// How many tokens the sentence had before it was damaged.
  public let tokens: Int
  /// How many tokens were wrong before the repair: the least number of insertions, deletions and
  /// substitutions.
  public let wrongBefore: Int
  /// How many tokens are wrong after it.
  public let wrongAfter: Int
}

extension SentenceAutoencoder {
  /// Reads sentences and writes them anew.
  ///
  /// - Parameters:
  ///   - sentences: cut to `maximumLength` tokens.
  ///   - damage: what is done to each first, to see what a model can repair; none if they are damaged.
  ///   - rounds: rounds of correction of `decode(_:rounds:)`, at the most.
  ///   - seed: the damage is a function of it and of the number of the sentence.
  ///   - first: the number of the first sentence; a long list can be repaired in parts.
  /// - Returns: a repair of each sentence. Words that a damage takes from another sentence are those of the
  ///   sentence after it, and for the last one those of the first.
  /// - Throws: `FileError` if the decoder, which is read when first used, is damaged.
  public func repairs(
    of sentences: [String], damage: [Corruption] = [], rounds: Int = 0, seed: UInt64 = 1,
    first: Int = 0
  ) throws -> [SentenceRepair] {
    let clean = sentences.map { Array(tokens(of: $0).dropLast()) }
    let damaged = damage.isEmpty ? clean : self.damaged(clean, damage, seed: seed, first: first)
    let vectors = embed(tokens: damaged.map { $0 + [tokenizer.eosID] })
    return zip(clean.indices, try decode(vectors, rounds: rounds)).map { row, decoded in
      SentenceRepair(
        damaged: damage.isEmpty ? sentences[row] : tokenizer.decode(damaged[row]),
        output: text(of: decoded), tokens: clean[row].count,
        wrongBefore: EditDistance.between(damaged[row], clean[row]),
        wrongAfter: EditDistance.between(decoded.tokens, clean[row]))
    }
  }

  private func damaged(
    _ sentences: [[UInt32]], _ damage: [Corruption], seed: UInt64, first: Int
  ) -> [[UInt32]] {
    let kinds = damage.map { $0.make() }
    var vocabulary = CorruptionVocabulary(of: tokenizer)
    return sentences.enumerated().map { number, sentence in
      var random = RandomStream(seed: seed, purpose: .damage, item: UInt64(first + number))
      vocabulary.neighbor =
        sentences.count > 1 ? sentences[(number + 1) % sentences.count][...] : []
      var words = sentence
      for kind in kinds where !words.isEmpty {
        kind.apply(to: &words, from: 0, of: vocabulary, &random)
      }
      return words
    }
  }
}
