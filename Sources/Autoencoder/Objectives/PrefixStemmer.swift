import Tokenization

/// Which words count as one where words are compared: those whose first letters agree.
///
/// To cut words after a few letters is the plainest of stemmers, and in retrieval no worse than rules and
/// dictionaries (Can et al. 2008, "Information retrieval on Turkish texts"). A letter is a Unicode scalar, so
/// that the stems of a model do not depend on the Unicode version of the system. Letters: V tokens.
package struct PrefixStemmer: Sendable {
  /// The stem of each token, numbered in the order of their first tokens: [V].
  private let stems: [UInt32]
  /// The number of stems.
  package let count: Int

  /// The stems of a vocabulary of words; a mark is like no other token.
  package init(_ tokenizer: Tokenizer, letters: Int) {
    var (stems, numbers, count): ([UInt32], [[Unicode.Scalar]: UInt32], UInt32) = ([], [:], 0)
    for token in 0..<UInt32(tokenizer.vocabularySize) {
      let start = Array(tokenizer.tokens(of: [token])[0].unicodeScalars.prefix(letters))
      let isMark = tokenizer.isSpecial(token)
      if !isMark, let known = numbers[start] {
        stems.append(known)
        continue
      }
      if !isMark { numbers[start] = count }
      stems.append(count)
      count += 1
    }
    (self.stems, self.count) = (stems, Int(count))
  }

  /// The stem of a token.
  package subscript(_ token: UInt32) -> UInt32 { stems[Int(token)] }
}
