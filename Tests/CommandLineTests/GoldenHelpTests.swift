import Foundation
import Testing

/// The help of every command against the files in `Golden`.
///
/// `TEXTAE_RECORD=1 swift test --filter GoldenHelpTests` writes them anew and fails, so that a
/// recording never passes for a check.
@Suite struct GoldenHelpTests {
  private static let golden = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("Golden")

  private static let isRecording = ProcessInfo.processInfo.environment["TEXTAE_RECORD"] != nil

  /// Every command, as its words; the empty list is the tool itself.
  static let commands: [[String]] = [
    [], ["demo"], ["paraphrase"], ["interpolate"], ["vocab"], ["vocab", "build"],
    ["vocab", "show"], ["train"], ["skipgram"], ["lsa"], ["embed"], ["index"],
    ["index", "build"], ["search"], ["neighbors"], ["analogy"], ["export"], ["reconstruct"],
    ["evaluate"], ["compare"],
    ["postprocess"], ["postprocess", "fit"], ["info"], ["completions"],
    ["manual"],
  ]

  @Test(arguments: commands)
  func `help is as recorded`(words: [String]) throws {
    let outcome = try Binary.run(words + ["--help"], in: try Folder())
    #expect(outcome.status == 0)
    let name = (["help"] + words).joined(separator: "-") + ".txt"
    let file = Self.golden.appendingPathComponent(name)
    if Self.isRecording {
      try FileManager.default.createDirectory(
        at: Self.golden, withIntermediateDirectories: true)
      try outcome.output.write(to: file)
      Issue.record("recorded \(name)")
    }
    #expect(outcome.text == String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }

  @Test func `every command of the tool has a recorded help`() throws {
    let script = try Binary.run(["completions", "fish"], in: try Folder()).lines
    let offered = script.compactMap { line -> String? in
      guard line.contains("-n __fish_use_subcommand") else { return nil }
      return line.components(separatedBy: " -a ").last?.components(separatedBy: " ").first
    }
    #expect(Set(offered) == Set(Self.commands.compactMap(\.first)))
  }
}
