import Autoencoder
import CommandLineKit

/// The shape of the network that `train` makes.
struct ArchitectureOptions: OptionGroup {
  static let title = "Model"

  @Option("Size of a token's vector.", .within(1...65_536)) var embeddingSize = 256
  @Option(
    "Size of the hidden state; without --latent-size that of the embedding.", .within(1...65_536))
  var hiddenSize = 512
  @Option("LSTM layers on each side.", .within(1...64)) var layers = 1
  @Flag("Read sentences in both directions.") var bidirectional
  @Option("Size of a linear bottleneck behind the final state.", .within(1...65_536))
  var latentSize: Int?
  @Option("Dropout between layers, while training.", .within(0...0.95)) var dropout = 0.0
  @Option("Most tokens of a sentence; longer ones are cut.", .within(1...10_000)) var maxLength =
    100

  func architecture(vocabularySize: Int) -> Architecture {
    Architecture(
      vocabularySize: vocabularySize, embeddingSize: embeddingSize, hiddenSize: hiddenSize,
      layers: layers, isBidirectional: bidirectional, latentSize: latentSize)
  }
}
