extension Tokenizer {
  /// The text of some ids, special tokens and ids outside the vocabulary left out.
  ///
  /// Byte-pair tokens give their bytes back exactly, with U+FFFD where they are not UTF-8. Words
  /// are joined by single spaces, and the pieces of words without.
  public func decode(_ ids: [UInt32]) -> String {
    let known = ids.filter { Int($0) < vocabularySize && !isSpecial($0) }
    return core.decoder.text(of: known.map(spelling))
  }

  /// The text of a sentence, without the space that the tokenizer adds before its first word.
  ///
  /// `decode` keeps that space, as Hugging Face tokenizers does.
  public func sentence(_ ids: [UInt32]) -> String {
    let text = decode(ids)
    guard case .byteLevel(prefixSpace: true) = core.preTokenizer, text.utf8.first == 0x20 else {
      return text
    }
    return String(text.unicodeScalars.dropFirst())
  }

  /// The bytes that a token adds to a text, none for a special token.
  ///
  /// The bytes of a byte-pair token, the spelling of a word; of a piece of a word, the spelling without
  /// its mark, after a space if the piece begins a word.
  package func bytes(of id: UInt32) -> [UInt8] {
    if isSpecial(id) { return [] }
    let spelling = core.tokens[Int(id)]
    switch core.model {
    case .wordLevel: return Array(spelling)
    case .bytePair:
      return ByteAlphabet.bytes(of: self.spelling(id)) ?? Array(spelling)
    case .wordPiece(let model):
      return spelling.starts(with: model.prefix)
        ? Array(spelling.dropFirst(model.prefix.count)) : [UInt8(ascii: " ")] + spelling
    case .unigram(let model):
      if let byte = model.byteIDs.firstIndex(of: id) { return [UInt8(byte)] }
      return Array(self.spelling(id).replacing("\u{2581}", with: " ").utf8)
    }
  }

  /// The spelling of each token as in files, where letters stand for the bytes of BPE tokens.
  ///
  /// Every id must be below `vocabularySize`.
  public func tokens(of ids: [UInt32]) -> [String] {
    ids.map(spelling)
  }

  private func spelling(_ id: UInt32) -> String {
    precondition(Int(id) < vocabularySize, "id \(id) of \(vocabularySize)")
    return String(decoding: core.tokens[Int(id)], as: UTF8.self)
  }
}
