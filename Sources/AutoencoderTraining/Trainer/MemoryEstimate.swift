import AutoencoderModel
import Foundation
import NeuralLayers

/// The least memory that training needs; a run that cannot fit is refused at the start.
///
/// Counts only what is certain: the weights with their gradients, both moments and the best copy,
/// what encoder and decoder keep for a batch of sentences of mean length, and what the terms of the
/// loss declare.
struct MemoryEstimate {
  let parameters: Int
  let bytes: Int

  /// The memory for updates on `batch`; the sizes must be valid. Allocates no weights.
  init(_ network: AutoencoderNetwork, _ options: TrainingOptions, batch: BatchShape) {
    let weights = network.modelParameters + network.headParameters
    parameters = weights.reduce(0) { $0 + $1.count }
    let architecture = network.architecture
    let decoder = network.trainsDecoder ? LSTMDecoder.floatsPerToken(architecture) : 0
    let encoder = architecture.encoderKind?.floatsPerToken(architecture) ?? 0
    let terms = options.activeObjectives.reduce(0) { $0 + $1.kind.floats(ofBatch: batch) }
    bytes =
      (5 * parameters + batch.tokens * (encoder + decoder) + terms) * MemoryLayout<Float>.stride
  }

  /// Throws ``AutoencoderError/tooLarge(parameters:bytes:available:)`` if the machine has less.
  func check() throws(AutoencoderError) {
    let available = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    guard bytes <= available else {
      throw .tooLarge(parameters: parameters, bytes: bytes, available: available)
    }
  }
}

extension AutoencoderTrainer {
  /// Throws ``AutoencoderError/tooLarge(parameters:bytes:available:)`` if memory is too small.
  ///
  /// Takes updates on `sentences` of `length` tokens each. The need of any corpus can be checked
  /// before it is read.
  package static func checkMemory(
    _ architecture: Architecture, _ options: TrainingOptions, sentences: Int = 1, length: Int = 1
  ) throws {
    try options.validate()
    try architecture.validate()
    let network = AutoencoderNetwork(
      architecture, objectives: options.activeObjectives, precision: .f32)
    try MemoryEstimate(
      network, options,
      batch: BatchShape(sentences: sentences, tokens: sentences * length)
    ).check()
  }
}
