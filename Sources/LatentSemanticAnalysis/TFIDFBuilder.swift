import DataStructures

/// Counts in how many sentences each word occurs.
public struct TFIDFBuilder: Sendable {
  private var counts: [UTF8Key: Int] = [:]
  /// The number of sentences counted so far.
  public private(set) var sentences = 0
  /// The letters of a word that count, from its start; nil for all.
  public let stemLetters: Int?

  /// The possible values of `stemLetters`.
  static let stemLengths = 1...100

  /// An empty builder; `stemLetters` is 1 to 100.
  public init(stemLetters: Int? = nil) {
    precondition(
      stemLetters.map(Self.stemLengths.contains) ?? true, "stems of \(stemLetters ?? 0) letters")
    self.stemLetters = stemLetters
  }

  /// Counts the words of one more sentence.
  public mutating func add(_ sentence: String) {
    sentences += 1
    for word in Set(WordSplitter.words(of: sentence, letters: stemLetters).map(UTF8Key.init)) {
      counts[word, default: 0] += 1
    }
  }

  /// The model of the words that occur in at least `minimumCount` sentences.
  public func model(minimumCount: Int = 1) -> TFIDFModel {
    let kept = counts.filter { $0.value >= minimumCount }.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key
    }
    return TFIDFModel(
      terms: kept.map(\.key.text),
      weights: kept.map { TFIDFModel.weight(sentences: sentences, with: $0.value) },
      sentences: sentences, stemLetters: stemLetters)
  }
}
