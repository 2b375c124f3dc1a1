/// Text as a key of dictionaries and sets that is compared by its bytes.
///
/// `String` compares by canonical equivalence, by the tables of the system: "é" and "e\u{301}" are
/// the same key, and so are "K" and the Kelvin sign. In a vocabulary they are different words.
package struct UTF8Key: Sendable {
  /// The text; its bytes are contiguous.
  package let text: String

  /// A key with the bytes of `text`.
  package init(_ text: String) {
    var text = text
    text.makeContiguousUTF8()
    self.text = text
  }
}

extension UTF8Key: Comparable {
  /// Whether the bytes of the first key come before those of the second.
  package static func < (first: Self, second: Self) -> Bool {
    first.text.utf8.lexicographicallyPrecedes(second.text.utf8)
  }
}

extension Sequence<String> {
  /// The elements in order, without those whose bytes occurred before.
  package func distinctByBytes() -> [String] {
    var seen: Set<UTF8Key> = []
    return filter { seen.insert(UTF8Key($0)).inserted }
  }
}
