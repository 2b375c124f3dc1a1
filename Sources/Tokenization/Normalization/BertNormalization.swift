/// The normalization of BERT: `BertNormalizer`, by the tables of Unicode 8.
struct BertNormalization: Equatable, Sendable {
  /// Whether control characters are removed, and all white space becomes spaces.
  let cleansText: Bool
  /// Whether spaces are put around Chinese characters.
  let separatesChinese: Bool
  /// Whether accents are removed.
  let stripsAccents: Bool
  /// Whether text is converted to lowercase.
  let lowercases: Bool

  func applied(to text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if cleansText, Self.isRemoved(scalar) { continue }
      if cleansText, Self.isSpace(scalar) {
        scalars.append(" ")
      } else if separatesChinese, Self.isChinese(scalar) {
        scalars.append(contentsOf: [" ", scalar, " "])
      } else {
        scalars.append(scalar)
      }
    }
    var result = String(scalars)
    if stripsAccents {
      let decomposed = NormalizationForm.nfd.applied(to: result).unicodeScalars
      result = String(String.UnicodeScalarView(decomposed.filter { !Self.isAccent($0) }))
    }
    return lowercases ? NormalizerStep.lowercase.applied(to: result) : result
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace
  }

  /// Zero, the replacement character, and what is neither text nor white space.
  private static func isRemoved(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\t", "\n", "\r": return false
    case "\u{0}", "\u{FFFD}": return true
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .privateUse: return true
    case .format: return isKnown(scalar)
    default: return false
    }
  }

  /// Category Mn of Unicode 8, which had U+1734 and U+1171E in it and four others not yet.
  private static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{1734}", "\u{1171E}": true
    case "\u{1885}", "\u{1886}", "\u{A9BD}", "\u{111C9}": false
    default: scalar.properties.generalCategory == .nonspacingMark && isKnown(scalar)
    }
  }

  private static func isKnown(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.age.map { $0.major <= 8 } ?? false
  }

  private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x2_0000...0x2_A6DF, 0x2_A700...0x2_B73F,
      0x2_B740...0x2_B81F, 0x2_B920...0x2_CEAF, 0xF900...0xFAFF, 0x2_F800...0x2_FA1F:
      true
    default: false
    }
  }
}
