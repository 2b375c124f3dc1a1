import AutoencoderModel
import LanguageModel

/// A sentence that may become a paraphrase, without the marks at its end.
struct ParaphraseDraft {
  let words: [WrittenWord]
  let keys: [String]
  let origin: Paraphrase.Origin
  /// What it was made from.
  let source: [String]
  /// The cosine with the sentence that is paraphrased; 0 until its vector is known.
  var similarity = 0.0

  init(_ words: [WrittenWord], origin: Paraphrase.Origin, source: [String]) {
    self.words = words
    keys = words.map(\.key)
    self.origin = origin
    self.source = source
  }

  /// A whole sentence as a draft.
  init(_ text: String, origin: Paraphrase.Origin) {
    let words = WrittenWord.all(in: text).inside
    self.init(words, origin: origin, source: words.map(\.key))
  }
}

extension [WrittenWord] {
  /// The words without the marks at the end, written as inside a sentence: the first is in lower case, with
  /// a space before it.
  var inside: [WrittenWord] {
    var words = Array(prefix((lastIndex(where: \.isWord) ?? -1) + 1))
    guard let first = words.first else { return words }
    words[0].isSpaced = true
    let rest = first.text.dropFirst()
    let isName =
      first.key == "i" || first.key.hasPrefix("i'") || rest.contains(where: \.isUppercase)
    if !isName { words[0].text = first.key }
    return words
  }
}

extension [String] {
  /// Keys of a sentence between marks for its beginning and its end, which are no words.
  var framed: [String] { ["\u{2}"] + self + ["\u{3}"] }
}

/// The sentence that is paraphrased.
struct ParaphrasedSentence {
  let text: String
  /// Its words without the marks at its end.
  let words: [WrittenWord]
  let keys: [String]
  /// The marks at its end, which its paraphrases get too.
  private let end: ArraySlice<WrittenWord>
  /// Their keys.
  let endKeys: [String]
  private let marks: MeaningMarks
  private let counts: [String: Int]
  private let wordCount: Int
  private let isCapitalized: Bool

  init(_ text: String) {
    self.text = text
    let all = WrittenWord.all(in: text)
    words = all.inside
    keys = words.map(\.key)
    end = all[words.count...]
    endKeys = end.map(\.key)
    marks = MeaningMarks(all.map(\.key))
    isCapitalized = all.first { $0.isWord }?.text.first?.isUppercase ?? false
    let own = words.filter(\.isWord).map(\.key)
    counts = Dictionary(own.map { ($0, 1) }, uniquingKeysWith: +)
    wordCount = own.count
  }

  /// The share of the words that a draft has too, 0 to 1.
  func sharedWords(_ draft: [WrittenWord], _ keys: [String]) -> Double {
    guard wordCount > 0 else { return 0 }
    var left = counts
    var shared = 0
    for (word, key) in zip(draft, keys) where word.isWord {
      if let count = left[key], count > 0 {
        left[key] = count - 1
        shared += 1
      }
    }
    return Double(shared) / Double(wordCount)
  }

  /// Whether a draft keeps the numbers, persons and other marks that the meaning hangs on.
  func keepsMarks(_ draft: ParaphraseDraft) -> Bool {
    marks.areKept(by: MeaningMarks(draft.keys + endKeys))
  }

  /// A draft as text: it begins and ends as the sentence does.
  func text(of draft: ParaphraseDraft) -> String {
    var words = draft.words + end
    if isCapitalized, let first = words.firstIndex(where: \.isWord),
      let letter = words[first].text.first
    {
      words[first].text = letter.uppercased() + words[first].text.dropFirst()
    }
    return WrittenWord.text(of: words)
  }
}
