/// One step of normalization, as Hugging Face tokenizers name them.
enum NormalizerStep: Equatable, Sendable {
  case form(NormalizationForm)
  /// Replaces each scalar by its full lowercase mapping, regardless of its neighbors.
  case lowercase
  /// Removes combining marks, which a decomposition has separated from their letters.
  case stripAccents
  /// Removes white space at the ends.
  case strip(left: Bool, right: Bool)
}

extension NormalizerStep {
  func applied(to text: String) -> String {
    switch self {
    case .form(let form): form.applied(to: text)
    case .lowercase: lowercased(text)
    case .stripAccents: withoutAccents(text)
    case .strip(let left, let right): stripped(text, left: left, right: right)
    }
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
  /// Whether white space is cut at either end.
  let stripsLeft, stripsRight: Bool

  init(_ steps: [NormalizerStep]) {
    self.steps = steps
    lowercasesASCII = steps.contains(.lowercase)
    stripsLeft = steps.contains { if case .strip(true, _) = $0 { true } else { false } }
    stripsRight = steps.contains { if case .strip(_, true) = $0 { true } else { false } }
  }

  /// The normalized text; for ASCII there is a faster path with the same result.
  func applied(to text: String) -> String {
    steps.reduce(text) { $1.applied(to: $0) }
  }
}
