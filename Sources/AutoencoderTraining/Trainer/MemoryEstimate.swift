import AutoencoderModel
import Foundation
import NeuralLayers

/// The least memory that a training can do with, so that one that cannot fit is refused beforehand.
///
/// Counts only what is certain: the weights with their gradients, both moments and the best copy, what encoder
/// and decoder keep of a batch of sentences of mean length, and what the terms of the loss say they take.
struct MemoryEstimate {
  let parameters: Int
  let bytes: Int

  /// What updates on `batch` take; the sizes must have been validated. Takes no memory for weights.
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
  /// Throws ``AutoencoderError/tooLarge(parameters:bytes:available:)`` if the machine has too little memory for
  /// updates on `sentences` of `length` tokens each. What any corpus takes can be known before it is read.
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
