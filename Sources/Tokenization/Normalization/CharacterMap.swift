/// The table of character replacements that SentencePiece compiles into its models (`Precompiled`).
///
/// A double-array trie (Aoe, An Efficient Digital Search Algorithm by Using a Double-Array Structure,
/// 1989) maps texts to places among replacements that end with a zero byte.
struct CharacterMap: Equatable, Sendable {
  private let units: [UInt32]
  private let replacements: [UInt8]

  /// Longer clusters of characters are mapped scalar by scalar.
  private static let longestCluster = 5

  /// A table from its bytes: the size of the trie, the trie, the replacements; nil for other bytes.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 4 else { return nil }
    let size = Int(bytes.littleEndian(at: 0))
    guard size > 0, size % 4 == 0, size <= bytes.count - 4 else { return nil }
    units = (0..<size / 4).map { bytes.littleEndian(at: 4 + $0 * 4) }
    replacements = Array(bytes[(4 + size)...])
  }

  /// The text with every cluster or scalar that the table has replaced.
  func applied(to text: String) -> String {
    var result = ""
    for cluster in text {
      let bytes = Array(cluster.utf8)
      if bytes.count <= Self.longestCluster, let replacement = replacement(of: bytes) {
        result += replacement
        continue
      }
      for scalar in cluster.unicodeScalars {
        result += replacement(of: Array(String(scalar).utf8)) ?? String(scalar)
      }
    }
    return result
  }

  /// What stands for a text: that of the shortest beginning which the trie has; nil for none.
  private func replacement(of text: [UInt8]) -> String? {
    guard let place = firstMatch(text), place <= replacements.count else { return nil }
    let rest = replacements[place...]
    return String(decoding: rest.prefix { $0 != 0 }, as: UTF8.self)
  }

  private func firstMatch(_ text: [UInt8]) -> Int? {
    var node = Self.offset(units[0])
    for byte in text {
      guard byte != 0 else { return nil }
      node ^= Int(byte)
      guard node < units.count, units[node] & (1 << 31 | 0xFF) == UInt32(byte) else { return nil }
      let hasLeaf = units[node] >> 8 & 1 == 1
      node ^= Self.offset(units[node])
      if hasLeaf { return node < units.count ? Int(units[node] & ~(1 << 31)) : nil }
    }
    return nil
  }

  /// Where the children of a unit are, relative to it.
  private static func offset(_ unit: UInt32) -> Int {
    Int(unit >> 10) << Int((unit & 1 << 9) >> 6)
  }
}

extension [UInt8] {
  fileprivate func littleEndian(at start: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(self[start + $1]) << UInt32(8 * $1) }
  }
}
