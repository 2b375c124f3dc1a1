import Foundation

/// Reads frame files: topics, filler classes, patterns of wordings, and frames.
///
/// `corpora/README.md` describes the format. Files are read in the given order; a name must be
/// defined before it is used.
struct FrameFile {
  private let lexicon: Lexicon
  private(set) var topics: [String] = []
  private(set) var frames: [Frame] = []
  private var classes: [String: FillerClass] = [:]
  private var patterns: [String: [TemplateSource]] = [:]
  private var block: Block = .none

  private enum Block {
    case none
    case fillers(String)
    case pattern(String)
    case frame(FrameDraft)
  }

  private struct FrameDraft {
    let name: String
    let line: TextLine
    var slots: [Slot] = []
    var sources: [TemplateSource] = []
    var swap: (Int, Int)?
  }

  init(lexicon: Lexicon) {
    self.lexicon = lexicon
  }

  mutating func read(_ path: String) throws(CorpusError) {
    for line in try DataFileLines.read(path, comments: true) {
      if line.isIndented {
        try readIndented(line)
      } else {
        try finishBlock()
        try beginBlock(line)
      }
    }
    try finishBlock()
  }

  // MARK: - Lines at the margin

  private mutating func beginBlock(_ line: TextLine) throws(CorpusError) {
    let (keyword, name) = line.keywordAndRest
    guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) else {
      throw line.malformed(expected: "'topic', 'class', 'pattern' or 'frame' and one name")
    }
    switch keyword {
    case "topic":
      try refuse(topics.contains(name), "topic", name, line)
      topics.append(name)
    case "class":
      try refuse(classes[name] != nil, "class", name, line)
      classes[name] = FillerClass(name: name, concepts: [])
      block = .fillers(name)
    case "pattern":
      try refuse(patterns[name] != nil, "pattern", name, line)
      patterns[name] = []
      block = .pattern(name)
    case "frame":
      try refuse(frames.contains { $0.name == name }, "frame", name, line)
      guard !topics.isEmpty else {
        throw line.malformed(expected: "'topic' before the first frame")
      }
      block = .frame(FrameDraft(name: name, line: line))
    default:
      throw line.malformed(expected: "'topic', 'class', 'pattern' or 'frame'")
    }
  }

  private mutating func readIndented(_ line: TextLine) throws(CorpusError) {
    switch block {
    case .none:
      throw line.malformed(expected: "'topic', 'class', 'pattern' or 'frame' at the margin")
    case .fillers(let name):
      let added = try concepts(in: line.text, line)
      try checkUnique((classes[name]?.concepts ?? []) + added, line)
      classes[name]?.concepts += added
    case .pattern(let name):
      let (keyword, rest) = line.keywordAndRest
      guard let mood = Template.Mood(rawValue: keyword) else {
        throw line.malformed(expected: "'say' or 'ask'")
      }
      patterns[name]?.append(
        TemplateSource(mood: mood, text: rest, line: line, isFromPattern: true))
    case .frame(var draft):
      try readFrameLine(line, into: &draft)
      block = .frame(draft)
    }
  }

  // MARK: - Frames

  private func readFrameLine(_ line: TextLine, into draft: inout FrameDraft) throws(CorpusError) {
    let (keyword, rest) = line.keywordAndRest
    switch keyword {
    case "slot":
      draft.slots.append(try slot(rest, line, after: draft.slots))
    case "use":
      guard let pattern = patterns[rest] else {
        throw .unknownName(path: line.path, line: line.number, kind: "pattern", name: rest)
      }
      draft.sources += pattern.map {
        TemplateSource(mood: $0.mood, text: $0.text, line: line, isFromPattern: true)
      }
    case "say", "ask":
      draft.sources.append(
        TemplateSource(
          mood: keyword == "say" ? .say : .ask, text: rest, line: line, isFromPattern: false))
    case "swap":
      let names = rest.split(separator: " ").map(String.init)
      let indexes = names.compactMap { name in draft.slots.firstIndex { $0.name == name } }
      guard indexes.count == 2, names.count == 2,
        draft.slots[indexes[0]].concepts == draft.slots[indexes[1]].concepts
      else { throw line.malformed(expected: "'swap' and two earlier slots of one class") }
      draft.swap = (indexes[0], indexes[1])
    default:
      throw line.malformed(expected: "'slot', 'use', 'say', 'ask' or 'swap'")
    }
  }

  /// `NAME CLASS`, `NAME CLASS?` for an optional slot, or `NAME = FILLERS`.
  private func slot(_ text: String, _ line: TextLine, after slots: [Slot]) throws(CorpusError)
    -> Slot
  {
    let words = text.split(separator: " ", maxSplits: 2).map(String.init)
    guard words.count >= 2 else { throw line.malformed(expected: "'slot NAME CLASS'") }
    try refuse(slots.contains { $0.name == words[0] }, "slot", words[0], line)
    if words[1] == "=", words.count == 3 {
      let fillers = try concepts(in: words[2], line)
      try checkUnique(fillers, line)
      return Slot(name: words[0], isOptional: false, className: nil, concepts: fillers)
    }
    guard words.count == 2 else { throw line.malformed(expected: "'slot NAME CLASS'") }
    let isOptional = words[1].hasSuffix("?")
    let className = isOptional ? String(words[1].dropLast()) : words[1]
    guard let found = classes[className], !found.concepts.isEmpty else {
      throw .unknownName(path: line.path, line: line.number, kind: "class", name: className)
    }
    return Slot(
      name: words[0], isOptional: isOptional, className: className, concepts: found.concepts)
  }

  private mutating func finishBlock() throws(CorpusError) {
    defer { block = .none }
    guard case .frame(let draft) = block else { return }
    var templates: [Template] = []
    for source in draft.sources {
      templates.append(try source.resolved(slots: draft.slots))
    }
    let statements = templates.filter { $0.mood == .say }
    guard !statements.isEmpty else {
      throw .frameWithoutStatement(
        path: draft.line.path, line: draft.line.number, frame: draft.name)
    }
    frames.append(
      Frame(
        name: draft.name, topic: topics.count - 1, slots: withForms(draft.slots, templates),
        statements: statements, questions: templates.filter { $0.mood == .ask }, swap: draft.swap))
  }

  /// Inflects every filler once for each form in use, so that rendering only copies bytes.
  private func withForms(_ slots: [Slot], _ templates: [Template]) -> [Slot] {
    var slots = slots
    for template in templates {
      for piece in template.pieces {
        guard case .slot(let index, let form) = piece.content,
          slots[index].forms[form] == nil
        else { continue }
        slots[index].forms[form] = slots[index].concepts.map { concept in
          concept.synonyms.map { Array($0.form(form, lexicon).utf8) }
        }
      }
    }
    return slots
  }

  // MARK: - Fillers

  /// Concepts between commas, synonyms between bars; `@name` means all concepts of a class.
  private func concepts(in list: String, _ line: TextLine) throws(CorpusError) -> [Concept] {
    var found: [Concept] = []
    for item in list.split(separator: ",", omittingEmptySubsequences: false) {
      let words = item.split(separator: "|", omittingEmptySubsequences: false)
        .map { String($0).trimmingCharacters(in: .whitespaces) }
      if words.count == 1, words[0].hasPrefix("@") {
        let name = String(words[0].dropFirst())
        guard let included = classes[name] else {
          throw .unknownName(path: line.path, line: line.number, kind: "class", name: name)
        }
        found += included.concepts
        continue
      }
      let fillers = words.compactMap { Filler($0) }
      guard fillers.count == words.count else {
        throw line.malformed(expected: "fillers separated by commas, synonyms by bars")
      }
      found.append(Concept(synonyms: fillers))
    }
    return found
  }

  private func checkUnique(_ concepts: [Concept], _ line: TextLine) throws(CorpusError) {
    var seen: Set<String> = []
    for filler in concepts.flatMap(\.synonyms) {
      try refuse(!seen.insert(filler.text).inserted, "filler", filler.text, line)
    }
  }

  private func refuse(_ seen: Bool, _ kind: String, _ name: String, _ line: TextLine)
    throws(CorpusError)
  {
    if seen {
      throw .duplicateName(path: line.path, line: line.number, kind: kind, name: name)
    }
  }
}
