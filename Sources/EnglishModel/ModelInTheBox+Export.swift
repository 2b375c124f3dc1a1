import FileFormats

extension ModelInTheBox {
  /// Writes the autoencoder as a model folder like any other, with its card and its sources.
  ///
  /// The word vectors can be written by `SkipGramModel.english.write(to:)`.
  ///
  /// - Parameters:
  ///   - path: the folder, whose parent exists.
  ///   - existing: what to do if there is something at `path`.
  /// - Throws: `FileError`, `notFound` if the program has no model.
  public static func export(to path: String, existing: OverwritePolicy = .refuse) throws {
    guard let model else { throw FileError.notFound(path: name) }
    if existing == .refuse, FileDescriptor.status(of: path) != nil {
      throw FileError.alreadyExists(path: path)
    }
    // The weights come last: a folder without them is no model.
    let names = files.map(\.name).filter { !$0.contains("/") }
    let last = "model.safetensors"
    try OutputFolder.write(path) {
      for name in names.filter({ $0 != last }) + [last] {
        try model.copy(name, to: "\(path)/\(name)")
      }
    }
  }
}
