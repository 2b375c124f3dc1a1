/// Tokens that are found in a text as they are spelled, before anything else is done to it.
///
/// That is what Hugging Face tokenizers do: a literal `</s>` in a text becomes the token that ends
/// a sentence. Remove such words from text of unknown origin if that is not wanted.
struct SpecialTokens: Equatable, Sendable {
  /// Every vocabulary begins with these, in this order.
  static let required = ["<pad>", "<unk>", "<s>", "</s>", "<blank>"]

  /// One of them.
  struct Entry: Equatable, Sendable {
    let content: [UInt8]
    let id: UInt32
  }

  /// In the order of the file.
  let entries: [Entry]
  private let isFirstByte: [Bool]

  init(_ entries: [Entry]) {
    self.entries = entries
    var isFirstByte = [Bool](repeating: false, count: 256)
    for entry in entries {
      if let first = entry.content.first { isFirstByte[Int(first)] = true }
    }
    self.isFirstByte = isFirstByte
  }

  static let standard = SpecialTokens(
    required.enumerated().map { Entry(content: Array($1.utf8), id: UInt32($0)) })

  /// The byte that all of them begin with, if there is only one.
  var onlyFirstByte: UInt8? {
    let first = isFirstByte.indices.filter { isFirstByte[$0] }
    return first.count == 1 ? UInt8(first[0]) : nil
  }

  func contains(id: UInt32) -> Bool {
    entries.contains { $0.id == id }
  }

  /// The first occurrence from `start` on, the longest of those that begin there.
  func firstMatch(in text: [UInt8], from start: Int) -> (range: Range<Int>, id: UInt32)? {
    for index in start..<text.count where isFirstByte[Int(text[index])] {
      let rest = text[index...]
      let longest = entries.filter { rest.starts(with: $0.content) }
        .max { $0.content.count < $1.content.count }
      if let longest { return (index..<index + longest.content.count, longest.id) }
    }
    return nil
  }
}
