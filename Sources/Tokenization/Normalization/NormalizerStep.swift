/// One step of normalization, as Hugging Face tokenizers name them.
enum NormalizerStep: Equatable, Sendable {
  case form(NormalizationForm)
  /// Replaces each scalar by its full lowercase mapping, regardless of its neighbors.
  case lowercase
  /// Removes combining marks, which a decomposition has separated from their letters.
  case stripAccents
  /// Removes white space at the ends.
  case strip(left: Bool, right: Bool)
  /// All that BERT does.
  case bert(BertNormalization)
  /// Replaces characters by the table of SentencePiece.
  case precompiled(CharacterMap)
  /// Replaces a text, or with `isRun` a run of two or more of it.
  case replace(String, isRun: Bool, by: String)

  /// Whether the step is one that Hugging Face tokenizers have and `VocabularyBuilder` has not.
  var isForeign: Bool {
    switch self {
    case .form, .lowercase, .stripAccents, .strip: false
    case .bert, .precompiled, .replace: true
    }
  }
}

extension NormalizerStep {
  func applied(to text: String) -> String {
    switch self {
    case .form(let form): form.applied(to: text)
    case .lowercase: lowercased(text)
    case .stripAccents: withoutAccents(text)
    case .strip(let left, let right): stripped(text, left: left, right: right)
    case .bert(let normalization): normalization.applied(to: text)
    case .precompiled(let map): map.applied(to: text)
    case .replace(let pattern, let isRun, let replacement):
      replaced(text, Array(pattern.utf8), isRun: isRun, by: replacement)
    }
  }

  /// Compared by bytes: `String` would find "é" in "e\u{301}".
  private func replaced(
    _ text: String, _ pattern: [UInt8], isRun: Bool, by replacement: String
  ) -> String {
    let bytes = Array(text.utf8)
    guard !pattern.isEmpty else { return text }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      var end = index
      while bytes[end...].starts(with: pattern), isRun || end == index { end += pattern.count }
      if end - index >= pattern.count * (isRun ? 2 : 1) {
        result.append(contentsOf: replacement.utf8)
        index = end
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func lowercased(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        let isUpper = (0x41...0x5A).contains(scalar.value)
        result.append(isUpper ? Unicode.Scalar(UInt8(scalar.value) + 0x20) : scalar)
      } else {
        result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return String(result)
  }

  private func withoutAccents(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { !ScalarClass.of($0.value).contains(.accent) }))
  }

  private func stripped(_ text: String, left: Bool, right: Bool) -> String {
    var scalars = text.unicodeScalars[...]
    if left { scalars = scalars.drop { $0.properties.isWhitespace } }
    if right {
      while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    }
    return String(scalars)
  }
}

/// The steps of a normalizer, with their effect on plain ASCII worked out in advance.
struct NormalizerPipeline: Equatable, Sendable {
  let steps: [NormalizerStep]
  /// Whether ASCII capitals become lowercase.
  let lowercasesASCII: Bool
  /// Whether all steps are among those whose effect on ASCII is known in advance.
  let isPlain: Bool
  /// Whether white space is cut at either end.
  let stripsLeft, stripsRight: Bool

  init(_ steps: [NormalizerStep]) {
    self.steps = steps
    isPlain = !steps.contains(where: \.isForeign)
    lowercasesASCII = steps.contains(.lowercase)
    stripsLeft = steps.contains { if case .strip(true, _) = $0 { true } else { false } }
    stripsRight = steps.contains { if case .strip(_, true) = $0 { true } else { false } }
  }

  /// The normalized text; for ASCII there is a faster path with the same result.
  func applied(to text: String) -> String {
    steps.reduce(text) { $1.applied(to: $0) }
  }
}
