import AutoencoderTraining
import CommandLineKit
import TextAutoencoder

/// How `classify train` trains an encoder.
struct FineTuningOptions: OptionGroup {
  static let title = "Training the encoder"

  @Option(
    "Passes over the examples; the best of them on a held-out tenth is kept.",
    .within(TrainingOptions.Bounds.epochs))
  var epochs: Int?
  @Option(
    "Learning rate of the classifier.", .within(TrainingOptions.Bounds.learningRate))
  var learningRate: Double?
  @Option(
    "A factor on the learning rate, for the encoder.",
    .within(TrainingOptions.Bounds.encoderLearningRateFactor))
  var encoderRate: Double?
  @Option(
    "Weight of the labels in joint training, where reconstruction has 1.", .within(0.001...1_000))
  var labelWeight: Double?

  /// Applies the options that were given.
  func apply(to training: inout ClassifierTraining) {
    if let epochs { training.epochs = epochs }
    if let learningRate { training.learningRate = Float(learningRate) }
    if let encoderRate { training.encoderLearningRateFactor = Float(encoderRate) }
    if let labelWeight { training.weight = labelWeight }
  }
}
