import CommandLineKit

/// A recipe for `train`: settings that serve a purpose, which every option overrides.
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
      "--tokenizer-model word --vocabulary-size 60000 --lowercase --embedding-size 300 --skipgram "
        + "--objective reconstruct:1:0.25 --objective bag --objective overlap:30 --stem-letters 4 "
        + "--corruption drop:0.1 --second-corruption drop:0.6 --softmax-sample 4096 --batch-size 256 "
        + "--learning-rate 0.004 --epochs 100 --time-budget 30m --postprocess"
    case .reconstruct:
      "--tokenizer-model word --vocabulary-size 40000 --lowercase --softmax-sample 4096 "
        + "--batch-size 128 --learning-rate 0.002 --epochs 100 --time-budget 60m"
    }
  }

  /// A paragraph of help for each.
  static var discussion: String {
    allCases.map { "--preset \($0.rawValue): \($0.purpose). Stands for \($0.settings)" }
      .joined(separator: "\n\n")
  }
}
