import AutoencoderModel
import FileFormats
import Foundation

/// log.jsonl: one line per validation, for people and plots.
struct TrainingLog {
  let path: String
  private var lines: [String] = []

  init(path: String) {
    self.path = path
  }

  /// Reads the first `count` lines; lines that a killed run wrote after its checkpoint are dropped.
  mutating func restore(lines count: Int) {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    lines = Array(text.split(separator: "\n").map(String.init).prefix(count))
  }

  /// Adds a line and writes the file.
  mutating func append(_ report: ValidationReport) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    lines.append(String(decoding: try encoder.encode(report), as: UTF8.self))
    let file = try AtomicFile(path: path)
    for line in lines { try file.write(line + "\n") }
    try file.commit()
  }

  /// The number of lines.
  var count: Int { lines.count }

  /// The seconds of the last line; 0 without lines.
  var seconds: Double { last?.seconds ?? 0 }

  /// The last line.
  var last: ValidationReport? {
    lines.last.flatMap { try? JSONDecoder().decode(ValidationReport.self, from: Data($0.utf8)) }
  }
}
