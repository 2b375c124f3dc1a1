import FileFormats

extension TokenizerReader {
  /// All tokens, every id from zero on exactly once: the vocabulary, then other added tokens.
  func tokens() throws(TokenizerError) -> TokenTable {
    var tokens = try vocabulary()
    let added = (root["added_tokens"]?.elements ?? []).compactMap { value in
      value["id"]?.wholeNumber.flatMap { id in value["content"]?.text.map { (id, $0) } }
    }
    let size = tokens.count
    for (id, content) in added.filter({ $0.0 >= size }).sorted(by: { $0.0 < $1.0 }) {
      guard id == tokens.count, tokens.insert(Array(content.utf8).span).isNew else {
        throw malformed("the added token \(content) with id \(id) is not in the vocabulary")
      }
    }
    return tokens
  }

  private func vocabulary() throws(TokenizerError) -> TokenTable {
    if let unigrams = document.unigrams { return try vocabulary(unigrams) }
    guard let list = document.vocabulary else { throw malformed("its model has no vocabulary") }
    var numbers = [Int](repeating: -1, count: list.count)
    for (number, id) in list.ids.enumerated() {
      guard numbers.indices.contains(id), numbers[id] < 0 else {
        let token = String(decoding: list.bytes[list.range(of: number)], as: UTF8.self)
        let found = list.invalid.flatMap { $0.number == number ? $0.value : nil } ?? .integer(id)
        throw malformed(
          "token \(token) has the id \(found.jsonText); "
            + "\(list.count) tokens need the ids 0 to \(list.count - 1), each once")
      }
      numbers[id] = number
    }
    var tokens = TokenTable(minimumCapacity: list.count)
    for number in numbers {
      tokens.insert(list.bytes.span.extracting(list.range(of: number)))
    }
    guard tokens.count == list.count else { throw malformed("a token occurs twice") }
    return tokens
  }

  private func vocabulary(_ list: UnigramList) throws(TokenizerError) -> TokenTable {
    if let invalid = list.invalid {
      throw malformed("element \(invalid) of its vocabulary is not a token with a score")
    }
    var tokens = TokenTable(minimumCapacity: list.count)
    for number in 0..<list.count {
      tokens.insert(list.bytes.span.extracting(list.range(of: number)))
    }
    guard tokens.count == list.count else { throw malformed("a token occurs twice") }
    return tokens
  }

  func specials(
    _ tokens: TokenTable, _ normalizer: NormalizerPipeline
  ) throws(TokenizerError) -> AddedTokens {
    var entries: [AddedTokens.Entry] = []
    for value in root["added_tokens"]?.elements ?? [] {
      guard let content = value["content"]?.text, !content.isEmpty,
        let id = value["id"]?.wholeNumber
      else { throw malformed("an added token has no content or no id") }
      let bytes = Array(content.utf8)
      guard let known = tokens.id(of: bytes), Int(known) == id,
        !entries.contains(where: { $0.id == known })
      else { throw malformed("the added token \(content) with id \(id) is not in the vocabulary") }
      func has(_ flag: String) -> Bool { value[flag]?.truth ?? false }
      entries.append(
        .init(
          content: bytes, id: known, isSpecial: has("special"), isNormalized: has("normalized"),
          isWord: has("single_word"), stripsLeft: has("lstrip"), stripsRight: has("rstrip")))
    }
    return AddedTokens(entries, normalizer: normalizer)
  }

  /// The tokens with a task, by their names among the special tokens.
  func roles(
    _ specials: AddedTokens, _ template: (prefix: [UInt32], suffix: [UInt32]),
    _ model: TokenizerCore.Model
  ) throws(TokenizerError) -> TokenRoles {
    func find(_ names: [String]) -> UInt32? {
      names.lazy.compactMap { name in
        specials.entries.first { $0.isSpecial && $0.content == Array(name.utf8) }?.id
      }.first
    }
    guard let pad = find(TokenRoles.Name.pad) else {
      throw malformed(
        "none of its special tokens is \(TokenRoles.Name.pad.joined(separator: " or "))")
    }
    guard let eos = find(TokenRoles.Name.eos) else {
      throw malformed(
        "none of its special tokens is \(TokenRoles.Name.eos.joined(separator: " or "))")
    }
    guard template.suffix.last == eos else {
      throw unsupported(
        "template", "with another end",
        "one that ends with " + TokenRoles.Name.eos.joined(separator: " or "))
    }
    // What every sentence begins with is decoded; a decoder needs another token to begin with.
    let bos = find(TokenRoles.Name.bos).flatMap { template.prefix.contains($0) ? nil : $0 }
    return TokenRoles(
      pad: pad, bos: bos ?? pad, eos: eos,
      blank: find(TokenRoles.Name.blank) ?? Self.unknown(model) ?? pad)
  }

  private static func unknown(_ model: TokenizerCore.Model) -> UInt32? {
    switch model {
    case .wordLevel(let unknown): unknown
    case .wordPiece(let model): model.unknown
    case .unigram(let model): model.unknown
    case .bytePair: nil
    }
  }
}
