import Foundation
import TestSupport
import Testing

/// Damaged sentences on the command line.
@Suite struct DenoiseTests {
  private func trained(_ folder: TemporaryFolder) throws {
    let outcome = try Binary.run(
      ["train", "corpus.txt", "--output", "d.textae", "--quiet", "--epochs", "40"]
        + TinyModel.training + ["--corruption", "drop:0.2"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
  }

  private func objects(_ outcome: Binary.Outcome) throws -> [[String: Any]] {
    #expect(outcome.status == 0, "\(outcome)")
    return try outcome.lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func `damage is told, is the same at every run, and does not depend on the batch`() throws {
    let folder = try TinyModel.copy()
    try trained(folder)
    let lines = TinyModel.corpus.split(separator: "\n").map(String.init)
    let damage = ["denoise", "--model", "d.textae", "--damage", "drop:0.3", "--json"]
    let all = try objects(
      try Binary.run(damage + ["-"], in: folder, input: lines.joined(separator: "\n")))
    #expect(all.count == lines.count)
    let damaged = all.compactMap { $0["damaged"] as? String }
    #expect(damaged.contains { !lines.contains($0) })
    for object in all {
      let before = try #require(object["wrongBefore"] as? Int)
      #expect(before <= object["tokens"] as? Int ?? 0)
    }
    let first = try objects(try Binary.run(damage + [lines[0]], in: folder))
    #expect(first[0] as NSDictionary == all[0] as NSDictionary)
    let told = try Binary.run(
      ["denoise", "--model", "d.textae", "--damage", "drop:0.3", "-"], in: folder,
      input: lines.joined(separator: "\n"))
    #expect(told.errors.contains("% of the tokens wrong before, "), "\(told)")
  }

  @Test func `without damage, sentences are written anew, one a line`() throws {
    let folder = try TinyModel.copy()
    let outcome = try Binary.run(
      ["denoise", "--model", "tiny.textae", "the cat bread .", "a dog moon ."], in: folder)
    #expect(outcome.status == 0 && outcome.lines.count == 2 && outcome.errors.isEmpty, "\(outcome)")
    let json = try objects(
      try Binary.run(
        ["denoise", "--model", "tiny.textae", "--json", "the cat bread ."], in: folder))
    #expect(Set(json[0].keys) == ["input", "output"])
  }

  @Test(
    arguments: [
      (["--damage", "melt:1", "a"], 64, "drop"), (["--model", "words.vec", "a"], 65, "words.vec"),
      ([" "], 65, "no text"), (["--model", "none.textae", "a"], 1, "none.textae"),
    ] as [([String], Int32, String)])
  func `what cannot be repaired is refused`(arguments: [String], status: Int32, words: String)
    throws
  {
    let folder = try TinyModel.copy()
    try folder.write("1 2\nbread 1 0\n", to: "words.vec")
    let outcome = try Binary.run(["denoise"] + arguments, in: folder)
    #expect(outcome.status == status && outcome.errors.contains(words), "\(outcome)")
  }
}
