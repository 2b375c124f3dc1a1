/// The n-grams of letters of a word, as fastText hashes them.
enum FastTextGrams {
  /// The hash of every n-gram of the word between angle brackets; single brackets are none.
  static func hashes(of word: [UInt8], lengths: ClosedRange<Int>) -> [UInt32] {
    let text = [UInt8(ascii: "<")] + word + [UInt8(ascii: ">")]
    var hashes: [UInt32] = []
    for start in text.indices where !text[start].isContinuation {
      var hash: UInt32 = 2_166_136_261
      var end = start
      for length in 1...max(1, lengths.upperBound) {
        guard end < text.count, length <= lengths.upperBound else { break }
        repeat {
          // FNV-1a, but over signed bytes, as fastText does since its first version.
          hash = (hash ^ UInt32(bitPattern: Int32(Int8(bitPattern: text[end])))) &* 16_777_619
          end += 1
        } while end < text.count && text[end].isContinuation
        let isBracket = length == 1 && (start == 0 || end == text.count)
        if lengths.contains(length), !isBracket { hashes.append(hash) }
      }
    }
    return hashes
  }
}

extension UInt8 {
  /// Whether the byte goes on with a letter of UTF-8.
  fileprivate var isContinuation: Bool { self & 0xC0 == 0x80 }
}
