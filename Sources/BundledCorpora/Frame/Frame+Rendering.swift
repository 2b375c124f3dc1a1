extension Frame {
  /// Writes one wording, with one synonym per slot.
  ///
  /// `synonyms` has a number for each slot, taken modulo the synonyms of the concept.
  func render(
    _ template: Template, _ meaning: Meaning, synonyms: [Int], lexicon: Lexicon
  ) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(96)
    for piece in template.pieces {
      if let condition = piece.onlyIfFilled, meaning.concepts[condition] == nil { continue }
      switch piece.content {
      case .literal(let bytes): text += bytes
      case .slot(let index, let form):
        guard let concept = meaning.concepts[index], let forms = slots[index].forms[form] else {
          preconditionFailure("frame \(name) has no filler or form for slot \(slots[index].name)")
        }
        text += forms[concept][synonyms[index] % forms[concept].count]
      }
    }
    return finished(text, lexicon)
  }

  /// Turns "a" into "an" if the next word needs it, and capitalizes the first letter.
  private func finished(_ text: [UInt8], _ lexicon: Lexicon) -> String {
    let space = UInt8(ascii: " ")
    var result: [UInt8] = []
    result.reserveCapacity(text.count + 4)
    for (position, byte) in text.enumerated() {
      result.append(byte)
      let isArticle =
        byte | 0x20 == UInt8(ascii: "a") && position + 1 < text.count && text[position + 1] == space
        && (position == 0 || text[position - 1] == space)
      guard isArticle else { continue }
      let next = text[(position + 2)...].prefix {
        $0 != space && $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "?")
      }
      if lexicon.article(before: String(decoding: next, as: UTF8.self)) == "an" {
        result.append(UInt8(ascii: "n"))
      }
    }
    if let first = result.first, first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z") {
      result[0] = first & 0xdf
    }
    return String(decoding: result, as: UTF8.self)
  }
}
