import AutoencoderModel
import FileFormats
import Foundation

/// A record of a training run, detailed enough to repeat it step by step in another program.
///
/// A directory with `initial.safetensors`, the weights before the first update, and `steps.jsonl`,
/// with the loss, learning rate and token ids of each step on one line (`TrainedBatch`).
public final class TrainingTrace {
  private let steps: AtomicFile
  private let encoder = JSONEncoder()

  /// Starts the record of a trainer that has not run yet.
  public init(directory: String, of trainer: AutoencoderTrainer) throws {
    try ModelDirectory(path: directory).create()
    try trainer.writeCurrentWeights(to: directory + "/initial.safetensors")
    steps = try AtomicFile(path: directory + "/steps.jsonl")
    encoder.outputFormatting = .sortedKeys
  }

  /// Adds a step; for `TrainingEvents.onBatch`.
  public func record(_ batch: TrainedBatch) throws {
    try steps.write(Array(try encoder.encode(batch)) + [UInt8(ascii: "\n")])
  }

  /// Completes the record.
  public func finish() throws {
    try steps.commit()
  }
}
