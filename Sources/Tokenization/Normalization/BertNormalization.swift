/// The normalization of BERT: `BertNormalizer`.
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
    case .control, .format, .privateUse, .surrogate: return true
    default: return false
    }
  }

  private static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
    ScalarClass.of(scalar.value).contains(.accent)
      && scalar.properties.generalCategory == .nonspacingMark
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
