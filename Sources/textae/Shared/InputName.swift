/// How messages call what a command reads.
enum InputName {
  /// The files, or the text where it comes from standard input.
  static func of(_ files: [String]) -> String {
    files.isEmpty || files == ["-"] ? "the text" : files.joined(separator: ", ")
  }
}
