import FileFormats
import Foundation

/// A reducer on disk: a folder of `config.json`, which says what it is, and `model.safetensors`.
///
/// ```swift
/// try ReducerFolder.write(reducer, to: "small.reducer")
/// let reducer = try ReducerFolder.open("small.reducer")
/// ```
public enum ReducerFolder {
  /// What `config.json` and `model.safetensors` say under `kind`.
  package static let kind = "reducer"

  /// The largest number of components of a vector or a code.
  static let mostComponents = 1 << 24

  /// Writes the folder at `path`, whose parent exists.
  ///
  /// - Throws: `FileError`, `alreadyExists` unless `existing` is to be replaced; an error of a
  ///   reducer that this module does not know is a programming error.
  public static func write(
    _ reducer: any VectorReducer, to path: String, existing: OverwritePolicy = .refuse
  ) throws {
    guard let stored = reducer as? any StoredReducer else {
      preconditionFailure("\(type(of: reducer)) cannot be stored")
    }
    let file = "\(path)/model.safetensors"
    if case .refuse = existing, FileDescriptor.status(of: file) != nil {
      throw FileError.alreadyExists(path: path)
    }
    try OutputFolder.write(path) {
      let configuration = JSONValue.object(
        description(of: stored).map { JSONValue.Member(key: $0.name, value: $0.value) })
      let config = try AtomicFile(path: "\(path)/config.json")
      try config.write(configuration.indentedText + "\n")
      try config.commit()
      try SafetensorsWriter.write(
        path: file, existing: .replace,
        metadata: [
          ("kind", kind), ("method", type(of: stored).method),
          ("input_dimension", "\(stored.inputDimension)"), ("dimension", "\(stored.dimension)"),
        ] + stored.metadata,
        tensors: stored.tensors)
    }
  }

  /// What a folder holds, for a person.
  package static func description(
    of reducer: any StoredReducer
  ) -> [(name: String, value: JSONValue)] {
    [
      ("kind", .string(kind)), ("method", .string(type(of: reducer).method)),
      ("input_dimension", .integer(reducer.inputDimension)),
      ("dimension", .integer(reducer.dimension)),
    ] + reducer.figures
  }

  /// Reads a folder that `write` made.
  ///
  /// - Throws: `FileError`.
  public static func open(_ path: String) throws(FileError) -> any VectorReducer {
    let file = try SafetensorsFile(path: "\(path)/model.safetensors")
    guard file.metadata("kind") == kind else {
      throw .malformed(path: file.path, line: nil, reason: "it holds no reducer")
    }
    let method = file.metadata("method") ?? "absent"
    guard let type = ReducerKinds.all.first(where: { $0.method == method }) else {
      throw .malformed(path: file.path, line: nil, reason: "its method is \(method)")
    }
    let sizes = ["input_dimension", "dimension"].map { key in
      file.metadata(key).flatMap { Int($0) } ?? 0
    }
    guard sizes.allSatisfy((1...mostComponents).contains) else {
      throw .malformed(path: file.path, line: nil, reason: "its dimensions cannot be read")
    }
    return try type.init(from: file, inputDimension: sizes[0], dimension: sizes[1])
  }
}
