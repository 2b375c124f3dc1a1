import FileFormats
import TensorKit

extension PostProcessing {
  private static let kind = "postprocessing"

  /// Where the post-processing of a model is kept: inside its folder, or beside a single file.
  ///
  /// A model that makes vectors in several ways has one for each, told apart by `variant`.
  public static func path(forModel model: String, variant: String? = nil) -> String {
    let fileName = fileName(variant: variant)
    guard FileDescriptor.status(of: model)?.kind == .directory else {
      return "\(model).\(fileName)"
    }
    return model.hasSuffix("/") ? model + fileName : "\(model)/\(fileName)"
  }

  /// The name of the file in the folder of a model.
  package static func fileName(variant: String? = nil) -> String {
    "postprocessing\(variant.map { "-\($0)" } ?? "").safetensors"
  }

  /// Writes the file; `model` is the checksum of the embedder that it was fitted to.
  ///
  /// - Throws: `FileError`.
  public func write(
    to path: String, model: UInt64, existing: OverwritePolicy = .replace
  ) throws(FileError) {
    var tensors: [(name: String, shape: [Int], values: [Float])] = []
    if !mean.isEmpty { tensors.append(("mean", [dimension], mean)) }
    if removed.rows > 0 {
      tensors.append(("components", [removed.rows, dimension], removed.values))
    }
    if whitening.rows > 0 {
      tensors.append(("whitening", [whitening.rows, dimension], whitening.values))
    }
    try SafetensorsWriter.write(
      path: path, existing: existing,
      metadata: [
        ("kind", Self.kind), ("model_checksum", model.hexadecimal), ("dimension", "\(dimension)"),
        ("center", "\(recipe.center)"), ("remove", "\(recipe.remove)"),
        ("whiten", recipe.whiten.map(String.init) ?? "none"),
      ], tensors: tensors)
  }

  /// Reads a file that `write` made for the embedder of the checksum `model`.
  ///
  /// - Throws: `FileError`, also if it was fitted to another model.
  public init(contentsOf path: String, model: UInt64) throws(FileError) {
    try self.init(SafetensorsFile(path: path), model: model)
  }

  /// Reads an open file.
  ///
  /// - Throws: as the other.
  package init(_ file: SafetensorsFile, model: UInt64) throws(FileError) {
    let path = file.path
    guard file.metadata("kind") == Self.kind else {
      throw .malformed(path: path, line: nil, reason: "it does not hold a post-processing")
    }
    let fitted = file.metadata("model_checksum") ?? "absent"
    guard fitted == model.hexadecimal else {
      throw .mismatchedEntry(
        path: path, name: "model_checksum", expected: model.hexadecimal, found: fitted)
    }
    guard let dimension = file.metadata("dimension").flatMap({ Int($0) }), dimension >= 0,
      let center = file.metadata("center").flatMap({ Bool($0) }),
      let remove = file.metadata("remove").flatMap({ Int($0) }), remove >= 0,
      let kept = file.metadata("whiten")
    else {
      throw .malformed(path: path, line: nil, reason: "its recipe cannot be read")
    }
    let whiten = Int(kept)
    guard whiten == nil ? kept == "none" : center && (whiten ?? 0) > 0 else {
      throw .malformed(path: path, line: nil, reason: "its whitening cannot be read")
    }
    let rows = (removed: whiten == nil ? remove : 0, whitened: whiten ?? 0)
    self.init(
      recipe: PostProcessingRecipe(center: center, remove: remove, whiten: whiten),
      dimension: dimension,
      mean: center ? try file.floats("mean", shape: [dimension]) : [],
      removed: try Self.rows("components", rows.removed, dimension, of: file),
      whitening: try Self.rows("whitening", rows.whitened, dimension, of: file))
  }

  private static func rows(
    _ name: String, _ rows: Int, _ columns: Int, of file: SafetensorsFile
  ) throws(FileError) -> Matrix {
    guard rows > 0 else { return Matrix(rows: 0, columns: columns) }
    return Matrix(
      rows: rows, columns: columns, values: try file.floats(name, shape: [rows, columns]))
  }

  /// A checksum of `base` and of everything that changes a vector.
  func checksum(over base: UInt64) -> UInt64 {
    var checksum = Checksum(seed: base)
    checksum.update(mean.span)
    removed.withElements { checksum.update($0) }
    whitening.withElements { checksum.update($0) }
    checksum.update([UInt8]("\(recipe.identity) \(dimension)".utf8))
    return checksum.value
  }
}
