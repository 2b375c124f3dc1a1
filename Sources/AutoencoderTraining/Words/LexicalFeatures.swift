import DataStructures
import Tokenization

/// The words that token ids spell, each as a stem and its character n-grams.
///
/// A stem is the first letters of a word (Can et al. 2008, "Information retrieval on Turkish
/// texts"). The n-grams are those of `#word#` (Bojanowski et al. 2017), so that words of one root
/// have many in common, and so has a misspelled word. Both are hashed to buckets: no list of them
/// grows with the text.
///
/// A letter is a Unicode scalar. Tokens that are parts of words are joined first, so the features are
/// those of the text, as with words as tokens. Special tokens have no features.
///
/// Letters: V tokens.
package struct LexicalFeatures: Sendable {
  /// The number of buckets of stems, and of n-grams.
  package static let bucketCount = 1 << 20

  private let stemLength: Int?
  private let gramLength: Int
  /// The bytes of all tokens, and where each begins: [V + 1].
  private var bytes: [UInt8] = []
  private var starts = [0]
  /// Whether a token goes on with the word of the token before it: [V].
  private var continuesWord: [Bool] = []
  /// Whether a word may go on after a token: [V].
  private var endsInWord: [Bool] = []
  /// The features of the tokens as words, and where those of each begin: [V + 1].
  private var cached = WordFeatures()
  private var cachedStems = [0]
  private var cachedGrams = [0]

  /// Features of the words that a tokenizer's ids spell; with `stemLength` nil, whole words are
  /// stems.
  package init(_ tokenizer: Tokenizer, stemLength: Int?, gramLength: Int = 3) {
    self.init(
      spellings: (0..<UInt32(tokenizer.vocabularySize)).map { tokenizer.bytes(of: $0) },
      isWordLetter: tokenizer.model == .word ? { _ in false } : tokenizer.isWordLetter,
      stemLength: stemLength, gramLength: gramLength)
  }

  /// Features of tokens with these spellings in UTF-8; an empty one is that of a mark.
  ///
  /// - Parameters:
  ///   - spellings: the bytes of each token, with the space before it if it begins a word: [V].
  ///   - isWordLetter: whether two tokens are one word if they meet at letters without a space.
  ///   - stemLength: letters of a stem; nil for whole words.
  ///   - gramLength: letters of an n-gram.
  package init(
    spellings: [[UInt8]], isWordLetter: (Unicode.Scalar) -> Bool, stemLength: Int?,
    gramLength: Int = 3
  ) {
    (self.stemLength, self.gramLength) = (stemLength, gramLength)
    for spelling in spellings {
      let text = Self.letters(of: spelling)
      // Parts of letters belong together.
      let isPart = String(validating: spelling, as: UTF8.self) == nil
      continuesWord.append(text.first.map { isPart && !$0.isASCII || isWordLetter($0) } ?? false)
      endsInWord.append(text.last.map { isPart && !$0.isASCII || isWordLetter($0) } ?? false)
      let word = spelling.drop { $0 == UInt8(ascii: " ") }
      bytes += word
      starts.append(bytes.count)
      if !word.isEmpty { append(Self.letters(of: word)[...], to: &cached) }
      cachedStems.append(cached.stems.count)
      cachedGrams.append(cached.grams.count)
    }
  }

  /// The features of no tokens.
  static let none = LexicalFeatures(
    spellings: [], isWordLetter: { _ in false }, stemLength: nil)

  /// Calls `body` with the tokens of every word of a sentence.
  package func forEachWord(
    of tokens: ArraySlice<UInt32>, _ body: (_ word: ArraySlice<UInt32>) -> Void
  ) {
    var first = tokens.startIndex
    while first < tokens.endIndex {
      var next = first + 1
      while next < tokens.endIndex, endsInWord[Int(tokens[next - 1])],
        continuesWord[Int(tokens[next])]
      {
        next += 1
      }
      body(tokens[first..<next])
      first = next
    }
  }

  /// Appends the features of the words of a sentence.
  package func append(_ tokens: ArraySlice<UInt32>, to features: inout WordFeatures) {
    forEachWord(of: tokens) { word in
      if word.count == 1 {
        let token = Int(word[word.startIndex])
        features.stems += cached.stems[cachedStems[token]..<cachedStems[token + 1]]
        features.grams += cached.grams[cachedGrams[token]..<cachedGrams[token + 1]]
      } else {
        let spelling = word.flatMap { bytes[starts[Int($0)]..<starts[Int($0) + 1]] }
        append(Self.letters(of: spelling)[...], to: &features)
      }
    }
  }

  /// The letters of some bytes. A part of a letter, as of byte-pair tokens, counts as one letter per
  /// byte.
  private static func letters(of bytes: some Collection<UInt8>) -> [Unicode.Scalar] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return bytes.map { Unicode.Scalar($0) }
    }
    return Array(text.unicodeScalars)
  }

  /// Appends the features of one word.
  private func append(_ word: ArraySlice<Unicode.Scalar>, to features: inout WordFeatures) {
    features.stems.append(Self.bucket(word.prefix(stemLength ?? word.count)))
    let marked = ["#"] + word + ["#"]
    for start in 0...max(0, marked.count - gramLength) {
      features.grams.append(Self.bucket(marked[start..<min(marked.count, start + gramLength)]))
    }
  }

  private static func bucket(_ letters: ArraySlice<Unicode.Scalar>) -> UInt32 {
    let bytes = letters.lazy.flatMap { letter in
      (0..<3).lazy.map { UInt8(truncatingIfNeeded: letter.value >> (8 * $0)) }
    }
    let hash = FNV1a.hash(bytes)
    // The upper bits too: the last letters change the lower ones in few ways.
    return UInt32(truncatingIfNeeded: (hash ^ hash >> 32) % UInt64(bucketCount))
  }
}

/// The features of some words, as buckets.
package struct WordFeatures: Sendable {
  package var stems: [UInt32] = []
  package var grams: [UInt32] = []

  package init() {}

  /// Removes all features and keeps the memory.
  package mutating func removeAll() {
    stems.removeAll(keepingCapacity: true)
    grams.removeAll(keepingCapacity: true)
  }
}
