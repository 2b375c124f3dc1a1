import AutoencoderModel
import DataStructures
import NeuralLayers
import TensorKit
import Tokenization

/// How well the vectors of sentences find what belongs together, measured without labels.
///
/// Two searches among held-out sentences: a copy with missing and misspelled words looks for its
/// sentence, and the first half of a sentence for the second. The score is the mean reciprocal rank
/// (Voorhees 1999), of all queries of both. It can be compared between models with other objectives, and
/// with the model that a training began with.
package struct RetrievalProbe {
  /// At most this many sentences are searched.
  static let largestCount = 1_000
  /// With fewer sentences, chance decides.
  static let leastCount = 20

  /// The probability that a word of a copy is missing, and that one of four letters or more is
  /// misspelled.
  private static let (missing, misspelled): (Float, Float) = (0.3, 0.2)
  /// Words of a sentence that is searched by half.
  private static let leastWords = 4
  /// Sentences in a batch; does not affect the vectors.
  private static let batchSize = 256

  /// Queries, then what they look for, in the same order.
  private struct Search {
    var queries = TokenSequences()
    var answers = TokenSequences()
    /// The number of the first answer with the same tokens as each.
    var firstEqual: [Int] = []
  }

  private var copies = Search()
  private var halves = Search()

  /// The searches for some sentences; nil if there are too few.
  ///
  /// An encoder with another tokenizer, `reader`, gets the same searches. What counts as equal are the
  /// tokens of `tokenizer` all the same, so that their scores can be compared.
  package init?(
    _ sentences: TokenSequences, _ tokenizer: Tokenizer, for reader: Tokenizer? = nil,
    maximumLength: Int, seed: UInt64
  ) {
    guard sentences.count >= Self.leastCount else { return nil }
    func append(
      _ words: ArraySlice<Substring>, to list: inout TokenSequences, as tokenizer: Tokenizer
    ) {
      list.append {
        _ = tokenizer.encode(
          utf8: words.joined(separator: " ").utf8.span, maximumLength: maximumLength, into: &$0)
      }
    }
    let reader = reader ?? tokenizer
    var (wholes, ends) = (TokenSequences(), TokenSequences())
    for number in 0..<min(sentences.count, Self.largestCount) {
      let text = tokenizer.sentence(Array(sentences[number]))
      let words = text.split(separator: " ")
      guard words.count > 1 else { continue }
      var random = RandomStream(seed: seed, purpose: .retrievalQueries, item: UInt64(number))
      append(Self.damaged(words, &random)[...], to: &copies.queries, as: reader)
      append(words[...], to: &copies.answers, as: reader)
      append(words[...], to: &wholes, as: tokenizer)
      guard words.count >= Self.leastWords else { continue }
      let middle = words.count / 2
      append(words[..<middle], to: &halves.queries, as: reader)
      append(words[middle...], to: &halves.answers, as: reader)
      append(words[middle...], to: &ends, as: tokenizer)
    }
    if copies.queries.count < Self.leastCount { return nil }
    copies.firstEqual = Self.firstEqual(wholes)
    halves.firstEqual = Self.firstEqual(ends)
  }

  private static func firstEqual(_ list: TokenSequences) -> [Int] {
    var first: [[UInt32]: Int] = [:]
    return list.lists.enumerated().map { number, tokens in
      first[tokens] = first[tokens] ?? number
      return first[tokens] ?? number
    }
  }

  /// Some of the words, at least one, with typing errors.
  private static func damaged(
    _ words: [Substring], _ random: inout RandomStream
  ) -> [Substring] {
    var result: [Substring] = []
    for word in words where random.uniform() >= missing { result.append(word) }
    if result.isEmpty { result = [words[words.count / 2]] }
    for index in result.indices where result[index].count > 3 && random.uniform() < misspelled {
      var letters = Array(result[index])
      // Two letters are swapped; equal ones become one.
      let place = 1 + Int(random.uniform() * Float(letters.count - 2))
      if letters[place] == letters[place - 1] {
        letters.remove(at: place)
      } else {
        letters.swapAt(place, place - 1)
      }
      result[index] = Substring(String(letters))
    }
    return result
  }

  /// The mean reciprocal rank, 0 … 1, with an encoder whose weights are packed for its forward pass.
  package func score(_ encoder: LatentEncoder, pool: WorkerPool) -> Double {
    var (sum, count) = (0.0, 0)
    for search in [copies, halves] where search.queries.count > 0 {
      sum += reciprocalRanks(search, encoder, pool)
      count += search.queries.count
    }
    return sum / Double(max(1, count))
  }

  private func reciprocalRanks(
    _ search: Search, _ encoder: LatentEncoder, _ pool: WorkerPool
  ) -> Double {
    let count = search.queries.count
    let vectors = Matrix(rows: 2 * count, columns: encoder.architecture.dimension)
    encode(search.queries, encoder, into: vectors, firstRow: 0, pool)
    encode(search.answers, encoder, into: vectors, firstRow: count, pool)
    let cosines = Matrix(rows: 2 * count, columns: 2 * count)
    PairwiseCosines(size: vectors.columns).write(of: vectors, to: cosines, pool: pool)
    return (0..<count).reduce(0) { sum, query in
      let own = search.firstEqual[query]
      // Others with the same cosine count half, so that equal vectors find nothing.
      let better = cosines.withRow(query) { row in
        (0..<count).reduce(0.0) { sum, other in
          guard search.firstEqual[other] != own else { return sum }
          let (found, wanted) = (row[count + other], row[count + query])
          return sum + (found > wanted ? 1 : found == wanted ? 0.5 : 0)
        }
      }
      return sum + 1 / (1 + better)
    }
  }

  private func encode(
    _ list: TokenSequences, _ encoder: LatentEncoder, into vectors: Matrix, firstRow: Int,
    _ pool: WorkerPool
  ) {
    var (part, packed) = (TokenSequences(), PackedSentences())
    for start in stride(from: 0, to: list.count, by: Self.batchSize) {
      part.removeAll()
      for number in start..<min(list.count, start + Self.batchSize) {
        part.append(number, of: list)
      }
      packed.update(part)
      let latents = encoder.forward(packed, pool: pool)
      for row in 0..<part.count { vectors.copyRow(firstRow + start + row, from: latents, row) }
    }
  }
}
