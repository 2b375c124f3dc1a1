import FileFormats

/// A drawing that a command writes besides its answer.
struct PlotFile {
  private let path: String
  private let existing: OverwritePolicy

  /// Looks whether it can be written; nil without a path.
  init?(_ path: String?, overwrite: Bool) throws {
    guard let path else { return nil }
    self.path = path
    existing = overwrite ? .replace : .refuse
    try OutputCheck.file(path, existing)
  }

  /// Writes it as a whole.
  func write(_ svg: String) throws {
    let file = try AtomicFile(path: path, existing: existing)
    try file.write(svg)
    try file.commit()
  }
}
