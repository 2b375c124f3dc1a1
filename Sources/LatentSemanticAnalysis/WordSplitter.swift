import Tokenization

/// Splits text into lower-cased runs of letters and digits, and single other characters.
///
/// "Don't!" gives `don`, `'`, `t`, `!`. White space separates words and is dropped. A combining
/// mark belongs to the word of the letter before it. Words are in Unicode normalization form C, so
/// that "é" typed as one scalar or as two is the same word; they are compared by their bytes.
public enum WordSplitter {
  /// The words of `text` in order, each cut to its first `letters` Unicode scalars if given.
  public static func words(of text: String, letters: Int? = nil) -> [String] {
    let words = wholeWords(of: text)
    guard let letters else { return words }
    return words.map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(letters))) }
  }

  private static func wholeWords(of text: String) -> [String] {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    func finish() {
      if !word.isEmpty { words.append(String(word)) }
      word = String.UnicodeScalarView()
    }
    for scalar in NormalizationForm.nfc.applied(to: text.lowercased()).unicodeScalars {
      switch place(of: scalar) {
      case .inside: word.append(scalar)
      case .between: finish()
      case .alone:
        finish()
        words.append(String(scalar))
      }
    }
    finish()
    return words
  }

  private enum Place { case inside, between, alone }

  private static func place(of scalar: Unicode.Scalar) -> Place {
    switch scalar {
    case "a"..."z", "0"..."9": return .inside
    case " ", "\t", "\n", "\r": return .between
    case _ where scalar.isASCII: return scalar.value < 32 ? .between : .alone
    default: break
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
      return .inside
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format: return .between
    default: return .alone
    }
  }
}
