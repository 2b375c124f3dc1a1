import Foundation
import TestSupport
import Testing

/// An index of the tiny model, for `report` and `explore`.
enum ServedIndex {
  /// A folder with an index of the tiny model, and its corpus with a column.
  static let folder = Result { () throws -> TemporaryFolder in
    let folder = try TinyModel.copy()
    let lines = TinyModel.corpus.split(separator: "\n").enumerated()
    try folder.write(
      "text\tkind\n" + lines.map { "\($1)\t\($0 % 3 == 0 ? "a" : "b")\n" }.joined(), to: "rows.tsv")
    for (file, more) in [("corpus.txt", []), ("rows.tsv", ["--text-column", "text"])] {
      let made = try Binary.run(
        ["index", "build", file, "--model", "tiny.textae", "--output", "\(file).index"] + more,
        in: folder)
      try #require(made.status == 0, "\(made)")
    }
    return folder
  }

  /// Runs `explore` while `body` asks it, ends it with Ctrl-C, and returns the exit status.
  static func exploring(_ body: (_ path: String, _ port: UInt16) throws -> Void) throws -> Int32 {
    let folder = try folder.get()
    let process = try Binary.start(
      ["explore", "corpus.txt.index", "--method", "pca", "--quiet"], in: folder)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { if process.isRunning { process.terminate() } }
    let address = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let parts = address.trimmingCharacters(in: .newlines).split(separator: "/")
    let port = try #require(
      parts.dropFirst().first?.split(separator: ":").last.flatMap { UInt16($0) }, "\(address)")
    try body("/\(parts[2])/", port)
    process.interrupt()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
