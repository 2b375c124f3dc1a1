import AutoencoderModel

/// What config.json of a trained model says about its training.
package struct TrainingFacts {
  /// The number of tokens that it has more than the model that its training began with; nil if it has
  /// grown none.
  package let grownTokens: Int?
  /// How it was trained, as names and values that `train` takes; what is not used is left out.
  package let settings: [(name: String, value: String)]

  /// Reads the facts of a model folder; none of one without a readable training.
  package init(contentsOf path: String) {
    let run = try? RunConfiguration.read(ModelDirectory(path: path).configuration)
    grownTokens = run?.growth?.tokens
    settings = run.map { Self.settings(of: $0.training) } ?? []
  }

  private static func settings(of options: TrainingOptions) -> [(name: String, value: String)] {
    func spelled(_ corruptions: [Corruption]?) -> String {
      (corruptions ?? []).map(\.rawValue).joined(separator: " ")
    }
    func spelled(_ number: Float) -> String { number == 0 ? "" : "\(number)" }
    let all = [
      ("objective", options.activeObjectives.map(\.rawValue).joined(separator: " ")),
      ("corruption", spelled(options.corruptions)),
      ("secondCorruption", spelled(options.secondCorruptions)),
      ("tokenNoise", spelled(options.tokenNoise)), ("latentNoise", spelled(options.latentNoise)),
      ("wordDropout", spelled(options.wordDropout)),
      ("encoderUpdates", options.encoderUpdates?.rawValue ?? ""),
    ]
    return all.filter { !$0.1.isEmpty }
  }
}
