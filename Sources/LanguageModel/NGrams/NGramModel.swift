import DataStructures
import Foundation

/// A language model of word sequences: how likely a word is after those before it.
///
/// Interpolated Kneser–Ney smoothing (Kneser and Ney 1995; Chen and Goodman 1999) with one discount per
/// order, estimated as n₁ / (n₁ + 2 n₂) (Ney, Essen and Kneser 1994). It tells sentences that
/// read like its text from those that do not.
///
/// ```swift
/// var model = NGramModel(order: 3)
/// for sentence in ["the soup was hot .", "the tea was hot ."] { model.add(sentence) }
/// print(model.meanLogProbability(of: "the soup was hot ."))
/// ```
/// Words are those of ``WrittenWord``, in lower case. Memory grows with the text, by about 100 bytes a
/// word of 500,000 sentences, since most sequences are new.
///
/// Words that were never seen share the probability of one more sequence of a word, so that the
/// probabilities of all words add to 1.
public struct NGramModel: Sendable {
  /// The longest sequences that are counted, in words.
  public let order: Int
  /// The same discount for all orders, for comparisons with other programs; nil to estimate it.
  package var discount: Double?

  /// How often a word occurs, by its id.
  private var frequencies: [Int] = [0, 0]
  private var ids: [UTF8Key: UInt32] = [:]
  /// Sequences of 1, 2, … words. A count is that of different words before the sequence, or of the
  /// longest sequences how often they occur.
  private var sequences: [NGramTable]
  /// What comes before the last word of those sequences: the sum of their counts, and their number.
  private var contexts: [NGramTable]
  /// The counts of counts n₁ and n₂: how many sequences of each length were counted once and twice.
  private var countsOfCounts: [(once: Int, twice: Int)]

  private static let begin: UInt32 = 0
  private static let end: UInt32 = 1
  /// No word that the model knows.
  static let unknown = UInt32.max

  /// A model that has seen nothing.
  ///
  /// - Parameter order: from 2 to 6; 3 for little text, 4 or 5 for much.
  public init(order: Int) {
    precondition((2...6).contains(order), "sequences of \(order) words")
    self.order = order
    sequences = Array(repeating: NGramTable(), count: order)
    contexts = sequences
    countsOfCounts = Array(repeating: (0, 0), count: order)
  }

  /// Different words that were seen.
  public var vocabularyCount: Int { ids.count }

  /// Words that were seen, and the ends of sentences.
  public private(set) var wordCount = 0

  /// Counts the words of a sentence; one without words is left out.
  public mutating func add(_ sentence: String) {
    var line = Array(repeating: Self.begin, count: order - 1)
    WrittenWord.forEachKey(in: sentence) { line.append(id(adding: $0)) }
    guard line.count >= order else { return }
    line.append(Self.end)
    for place in order - 1..<line.count {
      frequencies[Int(line[place])] += 1
      wordCount += 1
      count(line[place - order + 1...place])
    }
  }

  private mutating func id(adding word: String) -> UInt32 {
    let key = UTF8Key(word)
    if let id = ids[key] { return id }
    let id = UInt32(frequencies.count)
    ids[key] = id
    frequencies.append(0)
    return id
  }

  /// Counts a sequence, and as long as it is a new one also that without its first word.
  private mutating func count(_ words: ArraySlice<UInt32>) {
    var words = words
    while let last = words.last {
      let length = words.count
      let context = words.dropLast().reduce(NGramKey()) { $0.followed(by: $1) }
      let before = sequences[length - 1].add(context.followed(by: last).value, count: 1)
      contexts[length - 1].add(context.value, count: 1, types: before == 0 ? 1 : 0)
      switch before {
      case 0: countsOfCounts[length - 1].once += 1
      case 1:
        countsOfCounts[length - 1].once -= 1
        countsOfCounts[length - 1].twice += 1
      case 2: countsOfCounts[length - 1].twice -= 1
      default: break
      }
      guard before == 0 else { return }
      words = words.dropFirst()
    }
  }
}

extension NGramModel {
  /// The ids of words, which are keys of ``WrittenWord``.
  package func ids(of words: some Sequence<String>) -> [UInt32] {
    words.map { ids[UTF8Key($0)] ?? Self.unknown }
  }

  /// How often a word occurs in the text.
  package func frequency(of word: UInt32) -> Int {
    word == Self.unknown ? 0 : frequencies[Int(word)]
  }

  /// The most frequent words; of equally frequent ones those that were seen first.
  package func mostFrequent(_ count: Int) -> Set<UInt32> {
    let words = frequencies.indices.dropFirst(2).sorted {
      (frequencies[$1], $0) < (frequencies[$0], $1)
    }
    return Set(words.prefix(count).map { UInt32($0) })
  }

  /// The natural logarithm of the share of a word in the text; half an occurrence for unknown ones.
  package func logFrequency(of word: UInt32) -> Double {
    log((Double(frequency(of: word)) + 0.5) / Double(max(1, wordCount)))
  }

  /// The natural logarithm of the probability of each word after those before it, and of the end of the
  /// sentence after all.
  package func logProbabilities(of words: [UInt32]) -> [Double] {
    let line = Array(repeating: Self.begin, count: order - 1) + words + [Self.end]
    return (order - 1..<line.count).map { log(probability(line[$0 - order + 1...$0])) }
  }

  /// The mean of them, in nats a word, the end included: the higher, the more a sentence reads like the
  /// text.
  public func meanLogProbability(of sentence: String) -> Double {
    let found = logProbabilities(of: ids(of: WrittenWord.all(in: sentence).lazy.map(\.key)))
    return found.reduce(0, +) / Double(found.count)
  }

  /// The continuation count of a sequence: how many different words the text has before it.
  ///
  /// - Parameter words: from 1 to `order` ids, of which only the first may be the mark of the beginning.
  /// - Returns: 0 for a sequence that the text does not have. Nothing comes before the beginning of a
  ///   sentence: a sequence that begins with its mark, like one of the longest, counts as often as it occurs.
  package func continuationCount(of words: some Collection<UInt32>) -> Int {
    let length = words.count
    precondition((1...order).contains(length), "\(length) words, at most \(order)")
    guard !words.contains(Self.unknown) else { return 0 }
    // Sentences are counted after as many marks of the beginning as the longest sequences need.
    let padding = words.first == Self.begin ? order - length : 0
    let start = (0..<padding).reduce(NGramKey()) { key, _ in key.followed(by: Self.begin) }
    let key = words.reduce(start) { $0.followed(by: $1) }
    return Int(sequences[length + padding - 1][key.value].count)
  }

  /// The pointwise mutual information of the last of some words and those before it: the logarithm of how much
  /// likelier it is after them than anywhere.
  package func pointwiseMutualInformation(of words: ArraySlice<UInt32>) -> Double {
    log(probability(words.suffix(order))) - (words.last.map(logFrequency) ?? 0)
  }

  /// The words of a sentence between the marks of its beginning and its end.
  package func framed(_ words: [UInt32]) -> [UInt32] { [Self.begin] + words + [Self.end] }

  /// The probability of the last word after the others, at most `order` words.
  private func probability(_ words: ArraySlice<UInt32>) -> Double {
    guard let last = words.last else { return 1 }
    let all = Double(contexts[0][NGramKey().value].count) + 1
    let isKnown = frequency(of: last) > 0
    let single = isKnown ? sequences[0][NGramKey().followed(by: last).value].count : 1
    var probability = Double(single) / all
    for length in 2...order {
      let context = words.suffix(length).dropLast()
      guard !context.contains(Self.unknown) else { break }
      let key = context.reduce(NGramKey()) { $0.followed(by: $1) }
      let seen = contexts[length - 1][key.value]
      guard seen.count > 0 else { break }
      let discount = self.discount(length)
      let count =
        isKnown ? Double(sequences[length - 1][key.followed(by: last).value].count) : 0
      probability =
        (max(0, count - discount) + discount * Double(seen.types) * probability)
        / Double(seen.count)
    }
    return probability
  }

  /// What is taken from the count of every sequence of so many words: n₁ / (n₁ + 2 n₂), from 0.05 to 0.95.
  package func discount(_ length: Int) -> Double {
    if let discount { return discount }
    let (once, twice) = countsOfCounts[length - 1]
    // All counts equal, as in one sentence, would leave nothing or take all.
    return min(0.95, max(0.05, Double(once) / Double(max(1, once + 2 * twice))))
  }
}
