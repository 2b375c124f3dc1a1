import CommandLineKit
import TextAutoencoder

extension TrainingPlan {
  /// The options that turn the defaults into this plan, as on the command line.
  var optionWords: [String] {
    let standard = TrainingPlan()
    return Self.planOptions.flatMap { option in
      let (words, usual) = (option.words(self), option.words(standard))
      return words == usual ? [] : words.flatMap { $0.isEmpty ? [option.name] : [option.name, $0] }
    }
  }

  /// An option, and its values for a plan; the value of a flag is empty.
  private typealias PlanOption = (name: String, words: @Sendable (TrainingPlan) -> [String])

  private static let planOptions: [PlanOption] = [
    ("--tokenizer-model", { [$0.vocabulary.model.rawValue] }),
    ("--vocabulary-size", { ["\($0.vocabulary.vocabularySize)"] }),
    ("--lowercase", { flag($0.vocabulary.lowercase) }),
    ("--prefix-space", { flag($0.vocabulary.prefixSpace) }),
    ("--embedding-size", { ["\($0.architecture.embeddingSize)"] }),
    ("--encoder", { [$0.architecture.encoder] }),
    ("--hidden-size", { ["\($0.architecture.hiddenSize)"] }),
    ("--latent", { $0.architecture.latent.map { [$0] } ?? [] }),
    ("--latent-size", { $0.architecture.latentSize.map { ["\($0)"] } ?? [] }),
    ("--skipgram", { flag($0.skipGram != nil) }),
    ("--sum-epochs", { $0.sumStage.map { ["\($0.epochs)"] } ?? [] }),
    ("--objective", { $0.options.objectives.map(shortText) }),
    ("--stem-prefix", { $0.options.stemPrefix.map { ["\($0)"] } ?? [] }),
    ("--corruption", { $0.options.corruptions.map(\.rawValue) }),
    ("--second-corruption", { ($0.options.secondCorruptions ?? []).map(\.rawValue) }),
    ("--latent-noise", { [Double("\($0.options.latentNoise)")?.argumentText ?? ""] }),
    ("--token-noise", { [Double("\($0.options.tokenNoise)")?.argumentText ?? ""] }),
    ("--word-dropout", { [Double("\($0.options.wordDropout)")?.argumentText ?? ""] }),
    ("--encoder-updates", { $0.options.encoderUpdates.map { [$0.rawValue] } ?? [] }),
    ("--softmax-sample", { $0.options.softmaxSample.map { ["\($0)"] } ?? [] }),
    ("--batch-size", { ["\($0.options.batchSize)"] }),
    ("--learning-rate", { [Double("\($0.options.learningRate)")?.argumentText ?? ""] }),
    ("--encoder-rate", { [Double("\($0.options.encoderLearningRateFactor)")?.argumentText ?? ""] }),
    (
      "--embedding-rate",
      { [Double("\($0.options.embeddingLearningRateFactor)")?.argumentText ?? ""] }
    ),
    ("--epochs", { ["\($0.options.epochs)"] }),
    ("--time-budget", { $0.timeBudget.map { [Duration.seconds($0).argumentText] } ?? [] }),
    ("--postprocess", { flag($0.fitsPostProcessing) }),
  ]

  private static func flag(_ isOn: Bool) -> [String] { isOn ? [""] : [] }

  /// An objective, without its weight if that is 1 and the last number.
  private static func shortText(_ objective: Objective) -> String {
    objective.rawValue == "\(objective.name):1" ? objective.name : objective.rawValue
  }
}
