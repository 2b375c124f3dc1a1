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

  /// The bytes that a token adds to a text: those of a byte-pair token, or of the token's spelling;
  /// none for a special token.
  package func bytes(of id: UInt32) -> [UInt8] {
    if isSpecial(id) { return [] }
    let spelling = spelling(id)
    return model == .bpe
      ? ByteAlphabet.bytes(of: spelling) ?? Array(spelling.utf8) : Array(spelling.utf8)
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
