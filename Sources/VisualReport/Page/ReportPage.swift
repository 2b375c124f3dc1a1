import FileFormats

/// The page that shows a report: one HTML file with its own styles and program, which loads nothing.
///
/// ```swift
/// let html = ReportPage.html(of: report.json)
/// ```
/// The sources of the page are in `Sources/CReportPage/Page`. They are constants of the program.
public enum ReportPage {
  /// The page for the data of a report.
  public static func html(of data: JSONValue) -> String {
    let pieces = [
      "style": texts(ending: ".css"), "data": ScriptData.text(of: data),
      "script": texts(ending: ".js"),
    ]
    // What stands between two marks is the name of a piece, every second time.
    return texts(ending: ".html").components(separatedBy: ["{{", "}}"]).enumerated()
      .map { number, text in number % 2 == 0 ? text : pieces[text] ?? "" }.joined()
  }

  /// The files of an ending one after the other, in the order in which they are compiled in.
  private static func texts(ending: String) -> String {
    files.filter { $0.name.hasSuffix(ending) }.map { file in
      let mapped = MappedFile(file, path: file.name)
      return String(decoding: mapped.bytes(0..<mapped.count), as: UTF8.self)
    }.joined(separator: "\n")
  }
}

extension String {
  /// The parts between marks.
  fileprivate func components(separatedBy marks: [String]) -> [String] {
    var parts = [self]
    for mark in marks { parts = parts.flatMap { $0.split(mark) } }
    return parts
  }

  private func split(_ mark: String) -> [String] {
    split(separator: mark, omittingEmptySubsequences: false).map(String.init)
  }
}
