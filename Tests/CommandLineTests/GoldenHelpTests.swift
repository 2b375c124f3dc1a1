import Foundation
import TestSupport
import Testing

/// The help of every command against the files in `Goldens`.
///
/// `TEXTAE_RECORD=1 swift test --filter GoldenHelpTests` writes them anew and fails, so that a
/// recording never passes for a check.
@Suite struct GoldenHelpTests {
  private static let isRecording = ProcessInfo.processInfo.environment["TEXTAE_RECORD"] != nil

  /// Every command that the tool completes, as its words; the empty list is the tool itself.
  private static let commands = Result { () throws -> [[String]] in
    let script = try Binary.run(["completions", "fish"], in: try TemporaryFolder()).lines
    return [[]]
      + script.compactMap { line in
        if let match = line.firstMatch(of: /-n __fish_use_subcommand -a (\S+)/) {
          [String(match.1)]
        } else if let match = line.firstMatch(
          of: /-n '__fish_seen_subcommand_from (\S+); and not [^']*' -a (\S+)/)
        {
          [String(match.1), String(match.2)]
        } else {
          nil
        }
      }
  }

  private static func fileName(_ words: [String]) -> String {
    (["help"] + words).joined(separator: "-") + ".txt"
  }

  @Test(arguments: try commands.get())
  func `help is as recorded`(words: [String]) throws {
    let outcome = try Binary.run(words + ["--help"], in: try TemporaryFolder())
    #expect(outcome.status == 0)
    let name = Self.fileName(words)
    if Self.isRecording {
      try FileManager.default.createDirectory(
        at: GoldenFile.folder(), withIntermediateDirectories: true)
      try outcome.output.write(to: URL(fileURLWithPath: GoldenFile.path(name)))
      Issue.record("recorded \(name)")
    }
    #expect(outcome.text == String(decoding: try GoldenFile.bytes(name), as: UTF8.self))
  }

  @Test func `every recorded help is that of a command`() throws {
    let recorded = try FileManager.default.contentsOfDirectory(atPath: GoldenFile.folder().path)
    #expect(try Set(recorded) == Set(Self.commands.get().map(Self.fileName)))
  }
}
