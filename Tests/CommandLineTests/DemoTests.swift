import Foundation
import TestSupport
import Testing

/// The demonstration in its tiny form, with the project's own corpora.
@Suite struct DemoTests {
  static let corpora = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("corpora").path

  /// A folder in which the demo has run once, and what it wrote.
  private static let first = Result { () throws -> (TemporaryFolder, Binary.Outcome) in
    let folder = try TemporaryFolder()
    return (folder, try run(in: folder, "--json", "--seed", "3"))
  }

  private static func run(in folder: TemporaryFolder, _ more: String...) throws -> Binary.Outcome {
    try Binary.run(["demo", "--quick", "--corpus", corpora] + more, in: folder)
  }

  @Test func `one object holds every figure, and the files are kept`() throws {
    let (folder, outcome) = try Self.first.get()
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.count == 1)
    let object = try #require(
      try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "vocabulary", "autoencoder", "skipGram", "neighbors", "reconstruction", "paraphrases",
        "walk", "pairs", "summary",
      ])
    let pairs = try #require(object["pairs"] as? [String: Any])
    #expect((pairs["meanCosine"] as? [Any])?.count == 5)
    for name in ["corpus.txt", "held-out.txt", "demo.textae", "demo.skipgram", "figures.json"] {
      #expect(folder.contains("textae-demo/\(name)"), "\(name)")
    }
    let reconstruct = try Binary.run(
      ["reconstruct", "--model", "textae-demo/demo.textae", "the cat sleeps ."], in: folder)
    #expect(reconstruct.status == 0, "\(reconstruct)")
  }

  @Test func `the same seed gives the same figures with other threads, over an earlier demo`()
    throws
  {
    let (_, outcome) = try Self.first.get()
    let folder = try TemporaryFolder()
    _ = try Self.run(in: folder, "--json", "--seed", "4", "--threads", "1")
    let again = try Self.run(in: folder, "--json", "--seed", "3", "--threads", "2")
    #expect(again.status == 0, "\(again)")
    #expect(again.output == outcome.output)
  }

  @Test func `the text output has the sections in order, and commands to continue with`() throws {
    let folder = try TemporaryFolder()
    let outcome = try Self.run(in: folder, "--time-budget", "2s", "--output", "here")
    #expect(outcome.status == 0, "\(outcome)")
    let places = (1...8).compactMap { outcome.text.range(of: "\($0). ")?.lowerBound }
    #expect(places.count == 8 && places == places.sorted())
    #expect(outcome.text.contains("reconstruct --model here/demo.textae"))
  }

  @Test func `outside a clone it says how to name the corpus`() throws {
    let outcome = try Binary.run(["demo", "--quick"], in: try TemporaryFolder())
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("--corpus DIR"))
  }

  @Test(arguments: ["letter.txt", "corpus.txt"])
  func `a folder with other content is left alone`(name: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.url("mine"), withIntermediateDirectories: true)
    try folder.write("dear diary", to: "mine/\(name)")
    let outcome = try Self.run(in: folder, "--output", "mine")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("--output"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.file("mine")) == [name])
    #expect(try folder.read("mine/\(name)") == Data("dear diary".utf8))
  }
}
