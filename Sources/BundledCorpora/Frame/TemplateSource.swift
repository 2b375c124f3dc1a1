/// A template as written, before the slots of the frame are known, such as a line of a pattern.
struct TemplateSource {
  let mood: Template.Mood
  let text: String
  let line: TextLine
  /// A pattern drops brackets around a slot that the frame lacks; elsewhere they are an error.
  let isFromPattern: Bool

  private static let notation = "text with {slot.form} and [optional parts], ending in . or ?"

  /// Resolves slot names to positions and checks that every slot is mentioned.
  func resolved(slots: [Slot]) throws(CorpusError) -> Template {
    var pieces: [Template.Piece] = []
    for section in try sections() {
      let names = try slotNames(in: section.text)
      let isForeign = names.contains { name in !slots.contains { $0.name == name } }
      if section.isOptional && isFromPattern && isForeign { continue }
      var condition: Int?
      if section.isOptional {
        condition =
          names.lazy.compactMap { name in
            slots.firstIndex { $0.name == name && $0.isOptional }
          }.first
      }
      pieces += try parse(section.text, slots: slots, condition: condition)
    }
    try checkEverySlotIsUsed(pieces, slots: slots)
    try checkArticles(pieces, slots: slots)
    return Template(mood: mood, pieces: pieces)
  }

  /// The text split at its square brackets.
  private func sections() throws(CorpusError) -> [(text: Substring, isOptional: Bool)] {
    guard text.hasSuffix(".") || text.hasSuffix("?") || text.hasSuffix("!") else {
      throw line.malformed(expected: Self.notation)
    }
    var sections: [(text: Substring, isOptional: Bool)] = []
    var rest = Substring(text)
    while let open = rest.firstIndex(where: { "[]".contains($0) }) {
      guard rest[open] == "[", let close = rest[open...].firstIndex(of: "]"),
        !rest[rest.index(after: open)..<close].contains("[")
      else { throw line.malformed(expected: Self.notation) }
      sections.append((rest[..<open], false))
      sections.append((rest[rest.index(after: open)..<close], true))
      rest = rest[rest.index(after: close)...]
    }
    sections.append((rest, false))
    return sections
  }

  private func slotNames(in section: Substring) throws(CorpusError) -> [String] {
    try references(in: section).compactMap { $0.name }
  }

  /// The section split at its braces: literals, and references as (name, form).
  private func references(in section: Substring) throws(CorpusError) -> [(
    literal: Substring, name: String?, form: WordForm
  )] {
    var found: [(literal: Substring, name: String?, form: WordForm)] = []
    var rest = section
    while let open = rest.firstIndex(where: { "{}".contains($0) }) {
      guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else {
        throw line.malformed(expected: Self.notation)
      }
      let inside = rest[rest.index(after: open)..<close]
      let parts = inside.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard let name = parts.first, !name.isEmpty, parts.count <= 2 else {
        throw line.malformed(expected: Self.notation)
      }
      guard let form = parts.count == 1 ? .plain : WordForm(rawValue: parts[1]) else {
        throw .unknownName(path: line.path, line: line.number, kind: "form", name: parts[1])
      }
      found.append((rest[..<open], name, form))
      rest = rest[rest.index(after: close)...]
    }
    found.append((rest, nil, .plain))
    return found
  }

  private func parse(_ section: Substring, slots: [Slot], condition: Int?) throws(CorpusError)
    -> [Template.Piece]
  {
    var pieces: [Template.Piece] = []
    for (literal, name, form) in try references(in: section) {
      if !literal.isEmpty {
        pieces.append(.init(content: .literal(Array(literal.utf8)), onlyIfFilled: condition))
      }
      guard let name else { continue }
      guard let index = slots.firstIndex(where: { $0.name == name }) else {
        throw .unknownName(path: line.path, line: line.number, kind: "slot", name: name)
      }
      guard !slots[index].isOptional || condition == index else {
        throw line.malformed(expected: "the optional slot '\(name)' in its own square brackets")
      }
      pieces.append(.init(content: .slot(index, form), onlyIfFilled: condition))
    }
    return pieces
  }

  private func checkEverySlotIsUsed(_ pieces: [Template.Piece], slots: [Slot]) throws(CorpusError) {
    var used: Set<Int> = []
    for piece in pieces {
      if case .slot(let index, let form) = piece.content, ![.is, .was, .has].contains(form) {
        used.insert(index)
      }
    }
    for (index, slot) in slots.enumerated() where !used.contains(index) {
      throw .unusedSlot(path: line.path, line: line.number, slot: slot.name)
    }
  }

  /// Rejects "a bread" and "the my sister": an article in the text needs fillers that can take it.
  private func checkArticles(_ pieces: [Template.Piece], slots: [Slot]) throws(CorpusError) {
    var article = ""
    for piece in pieces {
      switch piece.content {
      case .literal(let bytes):
        let text = String(decoding: bytes, as: UTF8.self)
        if text != " " {
          article = [" a ", " the "].first { (" " + text).hasSuffix($0) } ?? ""
        }
      case .slot(let index, .plain):
        let kinds = Set(slots[index].concepts.flatMap(\.synonyms).map(\.kind))
        let misfits: Set<Filler.Kind> =
          article == " a " ? [.mass, .plural, .complete] : [.complete]
        guard article.isEmpty || kinds.isDisjoint(with: misfits) else {
          throw line.malformed(expected: "fillers of '\(slots[index].name)' that take '\(article)'")
        }
      case .slot:
        article = ""
      }
    }
  }
}
