import Foundation

/// The least memory that a training can do with, so that one that cannot fit is refused beforehand.
///
/// Counts only what is certain: the weights with their gradients, both moments and the best copy,
/// what the LSTM layers keep of a batch of sentences of mean length, and the cosines of its pairs.
struct MemoryEstimate {
  let parameters: Int
  let bytes: Int

  /// The need of steps on `sentences` of `length` tokens each; the sizes must have been validated.
  init(
    _ architecture: Architecture, _ options: TrainingOptions, sentences: Int, length: Int,
    bagSize: Int? = nil
  ) {
    parameters = options.parameterCount(architecture, bagSize: bagSize)
    let tokens = sentences * length
    let hasDecoder = options.activeObjectives.contains { $0.kind == .reconstruct }
    let lstms =
      architecture.layers * ((architecture.isBidirectional ? 2 : 1) + (hasDecoder ? 1 : 0))
    // A token leaves four gates, a cell, an output and the output before in each LSTM.
    let perToken = 7 * architecture.hiddenSize * lstms
    let kinds = options.activeObjectives.map(\.kind)
    // Cosines and targets of all pairs of readings; the contrast looks at half of the pairs.
    let perPair = (kinds.contains(.overlap) ? 8 : 0) + (kinds.contains(.contrast) ? 2 : 0)
    let pairs = sentences * sentences * perPair
    bytes = (5 * parameters + tokens * perToken + pairs) * MemoryLayout<Float>.stride
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
  /// steps on `sentences` of `length` tokens each. What any corpus takes can be known before it is read.
  package static func checkMemory(
    _ architecture: Architecture, _ options: TrainingOptions, sentences: Int = 1, length: Int = 1
  ) throws {
    try options.validate()
    try architecture.validate()
    try MemoryEstimate(architecture, options, sentences: sentences, length: length).check()
  }
}
