/// WordPiece: a word is cut into the longest tokens that it begins with, one after the other.
///
/// All but the first piece carry a prefix in the vocabulary, such as `##`. A word with a part that no
/// token fits, or with too many characters, is unknown as a whole. Schuster and Nakajima, Japanese and
/// Korean Voice Search, 2012; Devlin et al., BERT, 2018.
struct WordPieceModel: Equatable, Sendable {
  let unknown: UInt32
  /// What the tokens inside a word begin with.
  let prefix: [UInt8]
  /// The most characters that a word may have.
  let maximumLength: Int

  /// Appends the tokens of a word to `output`, which has room for one per byte.
  func encode(_ word: [UInt8], _ tokens: TokenTable, _ output: inout TokenBuffer) {
    let before = output.count
    var start = 0
    var isKnown = word.count { !$0.continuesScalar } <= maximumLength
    while isKnown, start < word.count {
      var end = word.count
      var found: UInt32?
      while found == nil, end > start {
        found = tokens.id(of: start > 0 ? prefix + word[start..<end] : Array(word[start..<end]))
        if found == nil {
          repeat { end -= 1 } while end > start && word[end].continuesScalar
        }
      }
      if let found {
        output.append(found)
        start = end
      } else {
        isKnown = false
      }
    }
    guard !isKnown else { return }
    output.truncate(to: before)
    output.append(unknown)
  }
}

extension UInt8 {
  /// Whether the byte goes on with a scalar of UTF-8.
  var continuesScalar: Bool { self & 0xC0 == 0x80 }
}
