import Foundation

/// A Unicode normalization form (Unicode Standard Annex 15).
public enum NormalizationForm: String, CaseIterable, Sendable {
  /// Canonical decomposition, then composition: the usual form of text.
  case nfc
  /// Canonical decomposition.
  case nfd
  /// Compatibility decomposition, then composition: ligatures, widths and superscripts unified.
  case nfkc
  /// Compatibility decomposition.
  case nfkd
}

extension NormalizationForm {
  /// The text in this form, by the tables of Unicode 9, newer scalars left as they are.
  ///
  /// Hugging Face tokenizers have the same tables, and newer ones would change the tokens of a
  /// saved model with the version of the system.
  package func applied(to text: String) -> String {
    if isInert(text) { return text }
    var result = ""
    var piece = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      guard ScalarClass.of(scalar.value).contains(.newerThanForms) else {
        piece.append(contentsOf: Self.disguisedMarks[scalar] ?? [scalar])
        continue
      }
      // A scalar unknown to the tables neither moves nor combines, so the text can be split there.
      result += transformed(String(piece))
      result.unicodeScalars.append(scalar)
      piece = String.UnicodeScalarView()
    }
    return result + transformed(String(piece))
  }

  /// Starters that decompose into combining marks only, taken apart beforehand.
  ///
  /// Foundation orders marks before it knows that these bring some, and leaves them out of order.
  private static let disguisedMarks: [Unicode.Scalar: [Unicode.Scalar]] = [
    "\u{F73}": ["\u{F71}", "\u{F72}"], "\u{F75}": ["\u{F71}", "\u{F74}"],
    "\u{F81}": ["\u{F71}", "\u{F80}"],
  ]

  private func transformed(_ text: String) -> String {
    switch self {
    case .nfc: text.precomposedStringWithCanonicalMapping
    case .nfd: text.decomposedStringWithCanonicalMapping
    case .nfkc: Self.compatible(text).precomposedStringWithCanonicalMapping
    case .nfkd: Self.compatible(text).decomposedStringWithCanonicalMapping
    }
  }

  /// Each scalar by its compatibility decomposition, marks not yet in order.
  ///
  /// Foundation's own compatibility forms order marks before they decompose, and join the parts of
  /// Hangul too early; one scalar at a time there is nothing to order.
  private static func compatible(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        result.append(scalar)
      } else {
        result.append(
          contentsOf: String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars)
      }
    }
    return String(result)
  }

  /// Whether every scalar lies in a range that no form of this kind touches.
  private func isInert(_ text: String) -> Bool {
    let ranges = inertRanges
    return text.unicodeScalars.allSatisfy { scalar in
      scalar.value < 0x80 || ranges.contains { $0.contains(scalar.value) }
    }
  }

  /// Common scalars beyond ASCII that the form leaves alone and that never combine leftwards.
  package var inertRanges: [ClosedRange<UInt32>] {
    let shared: [ClosedRange<UInt32>] = [
      0x2012...0x2016, 0x2018...0x2023, 0x4E00...0x9FD5,
    ]
    switch self {
    case .nfc: return [0x80...0x2FF, 0x400...0x482, 0x3041...0x3096, 0xAC00...0xD7A3] + shared
    case .nfd: return shared
    case .nfkc: return [0xC0...0x131, 0x400...0x482, 0x3041...0x3096, 0xAC00...0xD7A3] + shared
    case .nfkd: return shared
    }
  }
}
