import Tokenization

/// Fixed-prefix stemming: words whose first letters agree count as one word.
///
/// The simplest stemmer, and in retrieval not worse than rules and dictionaries (Can et al. 2008,
/// "Information retrieval on Turkish texts"). A letter is a Unicode scalar, so that the stems of a
/// model do not depend on the Unicode version of the system.
///
/// Letters: V tokens.
package struct PrefixStemmer: Sendable {
  /// The stem of each token, numbered in the order of their first tokens: [V].
  private let stems: [UInt32]
  /// The number of stems.
  package let count: Int

  /// The stems of a vocabulary of words; a special token has its own stem.
  package init(_ tokenizer: Tokenizer, prefixLength: Int) {
    var (stems, numbers, count): ([UInt32], [[Unicode.Scalar]: UInt32], UInt32) = ([], [:], 0)
    for token in 0..<UInt32(tokenizer.vocabularySize) {
      let start = Array(tokenizer.tokens(of: [token])[0].unicodeScalars.prefix(prefixLength))
      let isSpecial = tokenizer.isSpecial(token)
      if !isSpecial, let known = numbers[start] {
        stems.append(known)
        continue
      }
      if !isSpecial { numbers[start] = count }
      stems.append(count)
      count += 1
    }
    (self.stems, self.count) = (stems, Int(count))
  }

  /// The stem of a token.
  package subscript(_ token: UInt32) -> UInt32 { stems[Int(token)] }
}
