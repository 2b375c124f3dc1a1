import CommandLineKit

/// A recipe for `train`: the settings that serve a purpose best, which every option overrides.
enum TrainingPreset: String, ArgumentChoice {
  case embed, reconstruct

  /// What the model is for.
  var purpose: String {
    switch self {
    case .embed: "vectors to search and compare, from which text comes back less exactly"
    case .reconstruct: "vectors from which sentences come back word for word"
    }
  }

  /// The settings as options.
  var settings: String {
    switch self {
    case .embed:
      "--tokenizer-model word --vocabulary-size 20000 --lowercase --objective reconstruct "
        + "--objective bag --corruption drop:0.2 --batch-size 256"
    case .reconstruct:
      "--tokenizer-model word --vocabulary-size 20000 --lowercase --learning-rate 0.002"
    }
  }

  /// A paragraph of help for each.
  static var discussion: String {
    allCases.map { "--preset \($0.rawValue): \($0.purpose). Stands for \($0.settings)" }
      .joined(separator: "\n\n")
  }
}
