import AutoencoderModel
import LanguageModel

/// A sentence that may become a paraphrase, without the marks before its first word and after its last.
struct ParaphraseDraft {
  let words: [WrittenWord]
  let keys: [String]
  let origin: Paraphrase.Origin
  /// The words of what it was made from.
  let source: [String]
  /// The marks that what it was made from has before its first word and after its last.
  let outerMarks: [String]
  /// The cosine with the sentence that is paraphrased; 0 until its vector is known.
  var similarity = 0.0

  init(
    _ words: [WrittenWord], origin: Paraphrase.Origin, source: [String], outerMarks: [String]
  ) {
    self.words = words
    keys = words.map(\.key)
    self.origin = origin
    self.source = source
    self.outerMarks = outerMarks
  }

  /// A whole sentence as a draft, made from itself or from other words.
  init(_ text: String, origin: Paraphrase.Origin, source: [String]? = nil) {
    let parts = SentenceParts(text)
    self.init(
      parts.inside, origin: origin, source: source ?? parts.inside.map(\.key),
      outerMarks: (parts.start + parts.end).map(\.key))
  }

  /// Whether it asks, by a question mark at its end or before.
  var asks: Bool { MeaningMarks.asks(keys + outerMarks) }
}

extension [String] {
  /// Keys of a sentence between marks for its beginning and its end, which are no words.
  var framed: [String] { ["\u{2}"] + self + ["\u{3}"] }
}

/// The sentence that is paraphrased.
struct ParaphrasedSentence {
  let text: String
  /// Its words, without the marks before the first and after the last.
  let words: [WrittenWord]
  let keys: [String]
  /// Those marks; its paraphrases get them too.
  private let parts: SentenceParts
  private let (startKeys, endKeys): ([String], [String])
  private let marks: MeaningMarks
  private let unmatchedMarks: [String]
  private let counts: [String: Int]
  private let wordCount: Int

  init(_ text: String) {
    self.text = text
    parts = SentenceParts(text)
    words = parts.inside
    keys = words.map(\.key)
    (startKeys, endKeys) = (parts.start.map(\.key), parts.end.map(\.key))
    let all = startKeys + keys + endKeys
    marks = MeaningMarks(all)
    unmatchedMarks = SentenceParts.unmatchedMarks(all)
    let own = words.filter(\.isWord).map(\.key)
    counts = Dictionary(own.map { ($0, 1) }, uniquingKeysWith: +)
    wordCount = own.count
  }

  /// The sentence itself, to be changed.
  var draft: ParaphraseDraft {
    changed(words, source: keys)
  }

  /// A draft that is the sentence with other words.
  func changed(_ words: [WrittenWord], source: [String]) -> ParaphraseDraft {
    ParaphraseDraft(words, origin: .exchange, source: source, outerMarks: startKeys + endKeys)
  }

  /// Words between the marks that the sentence has before its first word and after its last, by their keys.
  func whole(_ keys: [String]) -> [String] { startKeys + keys + endKeys }

  /// The share of the words that a draft has too, 0 to 1.
  func sharedWords(_ draft: ParaphraseDraft) -> Double {
    guard wordCount > 0 else { return 0 }
    var left = counts
    var shared = 0
    for (word, key) in zip(draft.words, draft.keys) where word.isWord {
      if let count = left[key], count > 0 {
        left[key] = count - 1
        shared += 1
      }
    }
    return Double(shared) / Double(wordCount)
  }

  /// Whether a draft keeps the numbers, persons and other marks that the meaning hangs on.
  func keepsMarks(_ draft: ParaphraseDraft) -> Bool {
    marks.areKept(by: MeaningMarks(draft.keys + draft.outerMarks))
  }

  /// Whether quotation marks and brackets of a draft have partners, as far as those of the sentence have.
  func matchesMarks(_ draft: ParaphraseDraft) -> Bool {
    SentenceParts.unmatchedMarks(whole(draft.keys)) == unmatchedMarks
  }

  /// A draft as text: it begins and ends as the sentence does.
  func text(of draft: ParaphraseDraft) -> String {
    var words = draft.words
    if !words.isEmpty { words[0].isSpaced = parts.first.isSpaced }
    if parts.first.isCapitalized, let first = words.firstIndex(where: \.isWord) {
      words[first].text = words[first].text.prefix(1).uppercased() + words[first].text.dropFirst()
    }
    return WrittenWord.text(of: parts.start + words + parts.end)
  }
}
