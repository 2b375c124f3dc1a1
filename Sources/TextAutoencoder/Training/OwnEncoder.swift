import AutoencoderModel
import AutoencoderTraining
import FileFormats
import Foundation

/// An autoencoder that is trained for a classifier or for detectors, and kept in their folder.
///
/// It is trained beside the folder and moved there when all is complete, so that work which is stopped
/// leaves the folder as it was.
struct OwnEncoder {
  /// Where it is trained.
  let directory: ModelDirectory
  private let output: String
  private let name: String

  /// An encoder `name` of the folder `output`.
  init(_ name: String, of output: String) {
    directory = ModelDirectory(path: "\(output).\(name)")
    (self.output, self.name) = (output, name)
  }

  /// Trains it on texts, and calls `body` while the checkpoint is still there.
  ///
  /// - Returns: what `body` returns; nil if `events` asked to stop.
  func train<Result>(
    _ plan: TrainingPlan, on texts: [String], events: PipelineEvents,
    _ body: (ModelDirectory) throws -> Result
  ) throws -> Result? {
    let corpus = try TextLines(texts, at: "\(directory.path).txt")
    var result: Result?
    defer {
      corpus.remove()
      for path in [directory.corpus, directory.training] {
        // A file that cannot be removed is harmless.
        try? FileManager.default.removeItem(atPath: path)
      }
      if result == nil { directory.remove() }
    }
    var plan = plan
    plan.existing = .replace
    let trained = try TrainingPipeline(
      plan, corpora: [corpus.path], output: directory.path, events: events
    ).train()
    guard trained.outcome != .interrupted else { return nil }
    result = try body(directory)
    return result
  }

  /// Writes the folder with `body` and moves the encoder into it, in place of an earlier one.
  func write(_ body: () throws -> Void) throws {
    do {
      try OutputFolder.write(output) {
        try body()
        try? FileManager.default.removeItem(atPath: "\(output)/\(name)")
        try FileManager.default.moveItem(atPath: directory.path, toPath: "\(output)/\(name)")
      }
    } catch {
      directory.remove()
      throw error
    }
  }

  /// Removes an encoder that the folder no longer needs.
  func removeEarlier() { ModelDirectory(path: "\(output)/\(name)").remove() }
}
