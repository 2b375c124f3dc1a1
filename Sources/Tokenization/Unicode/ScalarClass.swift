/// What pre-tokenizers and normalizers need to know of a Unicode scalar, as bits of one byte.
///
/// The properties are the standard library's, restricted to a fixed version of Unicode, so that the
/// tokens of a model neither change with the toolchain nor differ from those of Hugging Face
/// tokenizers. Their tables have three ages: Unicode 16 for regular expressions, Unicode 9 for
/// normalization forms and accents, Unicode 8 for the punctuation of BERT.
struct ScalarClass: OptionSet, Sendable {
  let rawValue: UInt8

  /// General category L, Unicode 16.
  static let letter = ScalarClass(rawValue: 1 << 0)
  /// General category N, Unicode 16.
  static let number = ScalarClass(rawValue: 1 << 1)
  /// White_Space.
  static let space = ScalarClass(rawValue: 1 << 2)
  /// `\w` of a regular expression: alphabetic, marks, decimal numbers, connectors; Unicode 16.
  static let word = ScalarClass(rawValue: 1 << 3)
  /// What BERT splits off: category P of Unicode 8 and every ASCII symbol.
  static let punctuation = ScalarClass(rawValue: 1 << 4)
  /// General category M of Unicode 9, removed by the stripping of accents.
  static let accent = ScalarClass(rawValue: 1 << 5)
  /// Assigned after Unicode 9: normalization forms treat it as a letter without decomposition.
  static let newerThanForms = ScalarClass(rawValue: 1 << 6)
  /// Not a class: the byte begins a scalar outside ASCII, which has to be decoded first.
  static let multibyte = ScalarClass(rawValue: 1 << 7)
}

extension ScalarClass {
  /// The class of any scalar: a table for plane 0, the properties themselves beyond it.
  static func of(_ scalar: UInt32) -> ScalarClass {
    scalar < 0x10000 ? ScalarClassTable.plane0[scalar] : computed(scalar)
  }

  /// The class of any number, empty if it is not a scalar.
  static func computed(_ scalar: UInt32) -> ScalarClass {
    Unicode.Scalar(scalar).map(computed) ?? []
  }

  /// The classes of the 128 ASCII bytes, `multibyte` for all others.
  static let asciiTable: [UInt8] = (UInt32(0)..<256).map { value in
    guard value < 128, let scalar = Unicode.Scalar(value) else { return multibyte.rawValue }
    return computed(scalar).rawValue
  }

  /// The class from the properties of the standard library: the tables are made from it.
  static func computed(_ scalar: Unicode.Scalar) -> ScalarClass {
    let properties = scalar.properties
    var result: ScalarClass = properties.isWhitespace ? .space : []
    guard let age = properties.age else { return result }
    let category = properties.generalCategory
    if age.major <= 16 {
      if category.isLetter { result.insert(.letter) }
      if category.isNumber { result.insert(.number) }
      if properties.isAlphabetic || category.isMark || category == .decimalNumber
        || category == .connectorPunctuation || latin1Numbers.contains(scalar)
      {
        result.insert(.word)
      }
    }
    if age.major > 9 { result.insert(.newerThanForms) }
    if isAccent(scalar, category, age) { result.insert(.accent) }
    if isPunctuation(scalar, category, age) { result.insert(.punctuation) }
    return result
  }

  /// Superscripts and fractions of Latin-1, which Oniguruma counts among `\w` and no others.
  private static let latin1Numbers: Set<Unicode.Scalar> = [
    "\u{B2}", "\u{B3}", "\u{B9}", "\u{BC}", "\u{BD}", "\u{BE}",
  ]

  /// Category M of Unicode 9, which had U+1CF2 and U+1CF3 in it and U+111C9 not yet.
  private static func isAccent(
    _ scalar: Unicode.Scalar, _ category: Unicode.GeneralCategory, _ age: Unicode.Version
  ) -> Bool {
    if scalar == "\u{1CF2}" || scalar == "\u{1CF3}" { return true }
    return category.isMark && age.major <= 9 && scalar != "\u{111C9}"
  }

  /// Category P of Unicode 8, which had U+166D and U+111C9 in it, and the symbols of ASCII.
  private static func isPunctuation(
    _ scalar: Unicode.Scalar, _ category: Unicode.GeneralCategory, _ age: Unicode.Version
  ) -> Bool {
    if scalar == "\u{166D}" || scalar == "\u{111C9}" { return true }
    if scalar.isASCII { return category.isPunctuation || category.isSymbol }
    return category.isPunctuation && age.major <= 8
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isLetter: Bool {
    switch self {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }

  fileprivate var isNumber: Bool {
    self == .decimalNumber || self == .letterNumber || self == .otherNumber
  }

  fileprivate var isMark: Bool {
    self == .nonspacingMark || self == .spacingMark || self == .enclosingMark
  }

  fileprivate var isPunctuation: Bool {
    switch self {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      true
    default: false
    }
  }

  fileprivate var isSymbol: Bool {
    switch self {
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: true
    default: false
    }
  }
}
