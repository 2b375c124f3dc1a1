import FileFormats

extension EvaluationLayout {
  /// The layout of a folder of classification files or judged documents, or of one of its files.
  static func folder(_ path: String) -> Self? {
    func exists(_ path: String) -> Bool { FileDescriptor.status(of: path)?.kind == .regular }
    func files(_ folder: String) -> LabelFiles? {
      let files = LabelFiles(sentences: "\(folder)/seq.in", labels: "\(folder)/label")
      return exists(files.sentences) && exists(files.labels) ? files : nil
    }
    var folder = path
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    if FileDescriptor.status(of: path)?.kind == .directory {
      if let files = RelevanceFiles(folder: folder) {
        return Self(kind: .documentRetrieval, form: .relevance(files))
      }
      if let test = files(folder) {
        return Self(kind: .classification, form: .labelFiles(test: test, training: nil))
      }
      guard let test = files("\(folder)/test"), let training = files("\(folder)/train") else {
        return nil
      }
      return Self(kind: .classification, form: .labelFiles(test: test, training: training))
    }
    for name in ["seq.in", "label"] where path == name || path.hasSuffix("/" + name) {
      let parent = path == name ? "." : String(path.dropLast(name.count + 1))
      return files(parent).map {
        Self(kind: .classification, form: .labelFiles(test: $0, training: nil))
      }
    }
    return nil
  }

  /// The layout of STS tasks with a separate file of scores; the path is that of either file.
  static func scoreFile(_ path: String) -> Self? {
    for (own, other) in [("STS.gs.", "STS.input."), ("STS.input.", "STS.gs.")] {
      guard let range = path.ranges(of: own).last else { continue }
      let partner = path.replacingCharacters(in: range, with: other)
      guard FileDescriptor.status(of: partner)?.kind == .regular else { continue }
      let isScores = own == "STS.gs."
      return Self(
        kind: .similarity,
        form: .scoreFile(scores: isScores ? path : partner, pairs: isScores ? partner : path))
    }
    return nil
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmingSpaces: String {
    let rest = drop(while: \.isWhitespace)
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(rest[...last])
  }

  /// A copy in which the characters of `range` are replaced.
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
