extension TableSample {
  private static let inferenceLabels: Set<String> = [
    "entailment", "neutral", "contradiction", "entails", "contradicts", "contradictory",
    "not_entailment", "non-entailment", "not-entailment",
  ]

  /// Whether all fields say if one text follows from another; a hyphen stands for no agreement.
  static func areInferenceLabels(_ values: Set<String>) -> Bool {
    let labels = Set(values.map { $0.lowercased() }).subtracting(["-", ""])
    return !labels.isEmpty && labels.isSubset(of: inferenceLabels)
  }

  /// The error for a table of natural language inference, which no kind asks for.
  func inference(_ column: Int, path: String) -> EvaluationFileError {
    .unsupported(
      path: path,
      reason: "column \(EvaluationLayout.Table.describe(column, names: names)) has the labels of "
        + "natural language inference, which is none of the kinds")
  }
}
