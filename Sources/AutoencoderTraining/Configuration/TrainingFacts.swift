import AutoencoderModel

/// What config.json says of the training of a model, for those who describe it.
package struct TrainingFacts {
  /// The number of tokens that it has more than the model that its training began with; nil if it has
  /// grown none.
  package let grownTokens: Int?

  /// Reads the facts of a model folder; none of one without a readable training.
  package init(contentsOf path: String) {
    let run = try? RunConfiguration.read(ModelDirectory(path: path).configuration)
    grownTokens = run?.growth?.tokens
  }
}
