import Tokenization

/// The words of a text and where they stand.
///
/// A word is a run of letters, digits and marks, or a number with its point and its groups: "3.5",
/// and "12,000", which is the same as "12000". An apostrophe inside a word belongs to it. A Chinese
/// character or a kana is a word of its own, because nothing shows where words end. Everything else
/// separates words, so "AB-12" is two. Words are in lower case and in Unicode normalization form C.
package enum TextWords {
  /// A longer word counts by its first bytes, so that no text makes a term of megabytes.
  package static let longestWord = 128

  /// Calls `body` with every word in order and with its place among the UTF-8 bytes of the text.
  package static func forEach(
    in text: String, _ body: (_ word: inout [UInt8], _ place: Range<Int>) throws -> Void
  ) rethrows {
    var text = text
    text.makeContiguousUTF8()
    let bytes = Array(text.utf8)
    var scanner = WordScanner(bytes)
    var word: [UInt8] = []
    while let place = scanner.next() {
      word.removeAll(keepingCapacity: true)
      normalize(bytes[place], into: &word)
      if word.count > longestWord { word.removeLast(word.count - longestWord) }
      try body(&word, place)
    }
  }

  private static func normalize(_ bytes: ArraySlice<UInt8>, into word: inout [UInt8]) {
    if bytes.allSatisfy({ $0 < 0x80 }) {
      for byte in bytes where byte != UInt8(ascii: ",") {
        word.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
      }
      return
    }
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
      .replacing("\u{2019}", with: "'")
    word.append(contentsOf: NormalizationForm.nfc.applied(to: text).utf8)
  }
}
