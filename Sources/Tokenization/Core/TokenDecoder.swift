/// How the tokens of a sentence become text again.
enum TokenDecoder: Equatable, Sendable {
  /// Tokens are joined by spaces.
  case spaces
  /// Letters stand for bytes.
  case bytes
  /// Tokens with the prefix go on with a word; with `cleans`, spaces before punctuation are removed.
  case wordPiece(prefix: String, cleans: Bool)
  /// Marks become spaces; those of the first token are left out unless `keepsFirst`.
  case metaspace(keepsFirst: Bool)

  /// The text of tokens in their spelling.
  func text(of tokens: [String]) -> String {
    switch self {
    case .spaces: return tokens.joined(separator: " ")
    case .bytes:
      let bytes = tokens.flatMap { ByteAlphabet.bytes(of: $0) ?? Array($0.utf8) }
      return String(decoding: bytes, as: UTF8.self)
    case .wordPiece(let prefix, let cleans):
      return tokens.enumerated().map { number, token in
        var token = token
        if number > 0 {
          token =
            token.utf8.starts(with: prefix.utf8)
            ? String(decoding: token.utf8.dropFirst(prefix.utf8.count), as: UTF8.self) : " " + token
        }
        return cleans ? Self.cleaned(token) : token
      }.joined()
    case .metaspace(let keepsFirst):
      return tokens.enumerated().map { number, token in
        let space = number == 0 && !keepsFirst ? "" : " "
        return token.replacing("\u{2581}", with: space)
      }.joined()
    }
  }

  private static let contractions = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
    (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ]

  private static func cleaned(_ token: String) -> String {
    contractions.reduce(token) { $0.replacing($1.0, with: $1.1) }
  }
}
