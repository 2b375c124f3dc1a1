import AutoencoderModel
import AutoencoderTraining
import FileFormats
import Foundation

/// The mean of models that were trained apart on parts of a corpus.
///
/// ```swift
/// try ModelAverage.write(["part0.textae", "part1.textae"], to: "whole.textae")
/// ```
/// If all began with one model and trained for a while, each on its part, their mean has learned from all
/// parts. A training in rounds goes on from it (Stich 2019, "Local SGD converges fast and communicates
/// little"); with checkpoints, rounds also go on with the means of Adam's moments.
public enum ModelAverage {
  /// Writes the mean of the weights of models with one architecture and one tokenizer.
  ///
  /// The checkpoint, the log and the post-processing of the models are left out.
  ///
  /// - Parameters:
  ///   - models: Folders of autoencoders, at least one, or the name of one that comes with the package.
  ///   - weights: How much each counts, above 0; nil for equal weights.
  ///   - path: The folder of the mean, whose parent exists.
  ///   - existing: What to do if there is something at `path`.
  /// - Throws: ``ModelStoreError`` if something is no autoencoder, `AutoencoderError.differentModels`,
  ///   and `FileError` for files that are damaged or cannot be written.
  public static func write(
    _ models: [String], weights: [Double]? = nil, to path: String,
    existing: OverwritePolicy = .refuse
  ) throws {
    if existing == .refuse, FileDescriptor.status(of: path) != nil {
      throw FileError.alreadyExists(path: path)
    }
    let folders = try models.map { model in
      let folder = try ModelStore.folder(of: model) ?? FileFolder(path: model)
      guard folder.isEmbedded || FileDescriptor.status(of: model) != nil else {
        throw FileError.notFound(path: model)
      }
      guard try ModelStore.kind(of: model) == "autoencoder" else {
        throw ModelStoreError.notAveraged(path: model)
      }
      guard folder.isEmbedded || resolved(model) != resolved(path) else {
        throw ModelStoreError.copyOntoItself(path: path)
      }
      return folder
    }
    let average = try WeightAverage(
      folders, weights: weights ?? folders.map { _ in 1 })
    let output = ModelDirectory(path: path)
    if existing == .replace { output.clear() }
    try OutputFolder.write(path) { try average.write(to: output) }
  }

  /// Puts the means of weights and moments into the checkpoints of runs that were paused, and their weights
  /// into the models, so that each run goes on from the means when it is resumed.
  ///
  /// Files change one after the other, each at once.
  ///
  /// - Parameters:
  ///   - models: Folders of runs with the same settings, each with a checkpoint, each named once.
  ///   - weights: How much each counts, above 0; nil for equal weights.
  /// - Throws: `AutoencoderError.noCheckpoint` or `differentModels`, and `FileError` for files that are
  ///   damaged or cannot be written.
  public static func writeIntoCheckpoints(of models: [String], weights: [Double]? = nil) throws {
    for model in models where FileDescriptor.status(of: model) == nil {
      throw FileError.notFound(path: model)
    }
    try CheckpointAverage(models, weights: weights ?? models.map { _ in 1 }).write()
  }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }
}
