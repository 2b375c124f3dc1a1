import AutoencoderModel
import FileFormats
import Foundation
import SentenceEmbedding
import SkipGram

/// Copies of models in files that are a half or a quarter as large.
///
/// ```swift
/// try ModelCompression.write("reviews.textae", to: "small.textae", numbers: .int8)
/// ```
/// An autoencoder keeps its settings and tokenizer, word vectors keep their words, and both keep what
/// was fitted to their vectors. A checkpoint, from which training could go on, is left out; a training
/// can begin with the copy.
public enum ModelCompression {
  /// Writes a copy of a model whose matrices are stored with other numbers.
  ///
  /// With `int8`, each number is q × s for a whole number q from -127 to 127 and a scale s of its row.
  ///
  /// - Parameters:
  ///   - model: The folder of an autoencoder or of word vectors, a file of word vectors, or the name of
  ///     a model that comes with the package.
  ///   - path: The folder of the copy, whose parent exists.
  ///   - numbers: How the numbers of matrices are stored.
  ///   - existing: What to do if there is something at `path`.
  /// - Throws: ``ModelStoreError`` if it is not such a model, `FileError` and the errors of the model
  ///   itself for files that are damaged or cannot be written.
  public static func write(
    _ model: String, to path: String, numbers: VectorNumber, existing: OverwritePolicy = .refuse
  ) throws {
    if existing == .refuse, FileDescriptor.status(of: path) != nil {
      throw FileError.alreadyExists(path: path)
    }
    let folder = try ModelStore.folder(of: model)
    guard folder?.isEmbedded == true || resolved(model) != resolved(path) else {
      throw ModelStoreError.copyOntoItself(path: path)
    }
    let kind = try ModelStore.kind(of: model)
    switch kind {
    case "autoencoder":
      let output = ModelDirectory(path: path)
      if existing == .replace { output.clear() }
      try OutputFolder.write(path) {
        try output.write(folder ?? FileFolder(path: model), numbers: numbers)
        try copyPostProcessing(of: model, to: path, poolings: [nil])
      }
    case SkipGramModel.kind, "word-vectors":
      let words = try folder.map { try SkipGramModel($0) } ?? SkipGramModel(contentsOf: model)
      try OutputFolder.write(path) {
        try words.write(
          to: path, existing: .replace, includesOutputVectors: words.outputVectors != nil,
          numbers: numbers)
        try copyPostProcessing(of: model, to: path, poolings: WordPooling.allCases)
      }
    case let kind:
      throw kind.map { ModelStoreError.notCompressible(path: model, kind: $0) }
        ?? ModelStoreError.unknownModel(path: model)
    }
  }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  /// Writes what was fitted to the vectors of a model for those of its copy.
  private static func copyPostProcessing(
    of model: String, to copy: String, poolings: [WordPooling?]
  ) throws {
    for pooling in poolings {
      let variant = pooling?.rawValue
      let kept = PostProcessing.path(forModel: model, variant: variant)
      guard FileDescriptor.status(of: kept) != nil else { continue }
      let checksums = try [model, copy].map { path in
        var options = ModelStore.Options()
        options.threads = 1
        options.appliesPostProcessing = false
        if let pooling { options.pooling = pooling }
        return try ModelStore.open(path, options: options).embedder.checksum
      }
      try PostProcessing(contentsOf: kept, model: checksums[0]).write(
        to: PostProcessing.path(forModel: copy, variant: variant), model: checksums[1])
    }
  }
}
