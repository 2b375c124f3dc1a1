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
    return (folder, try run(in: folder, "--json", "--threads", "1"))
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
        "search", "training", "reconstruction", "paraphrases", "walk", "page",
      ])
    let search = try #require(object["search"] as? [String: Any])
    let queries = try #require(search["queries"] as? [[String: Any]])
    #expect(queries.count == 10)
    for query in queries {
      for column in ["model", "skipGram"] {
        #expect((query[column] as? [Any])?.count == 3, "\(query)")
      }
      #expect(query["words"] is [Any])
    }
    let training = try #require(object["training"] as? [String: Any])
    #expect((training["losses"] as? [Double])?.isEmpty == false)
    for name in [
      "corpus.txt", "held-out.txt", "pairs.tsv", "demo.textae", "report.html", "figures.json",
    ] {
      #expect(folder.contains("textae-demo/\(name)"), "\(name)")
    }
    #expect(!folder.contains("textae-demo/demo.textae/training.safetensors"))
    let reconstruct = try Binary.run(
      ["reconstruct", "--model", "textae-demo/demo.textae", "the cat sleeps ."], in: folder)
    #expect(reconstruct.status == 0, "\(reconstruct)")
  }

  @Test func `over an earlier demo and with other threads the text says the same, in order`() throws
  {
    let (earlier, outcome) = try Self.first.get()
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      atPath: earlier.file("textae-demo"), toPath: folder.file("textae-demo"))
    let text = try Self.run(in: folder, "--threads", "2")
    #expect(text.status == 0, "\(text)")
    let places = (1...6).compactMap { text.text.range(of: "\($0). ")?.lowerBound }
    #expect(places.count == 6 && places == places.sorted())
    #expect(text.text.contains("textae-demo/report.html"))
    let figures = try JSONSerialization.jsonObject(
      with: folder.read("textae-demo/figures.json"))
    let printed = try JSONSerialization.jsonObject(with: outcome.output)
    #expect(figures as? NSDictionary == printed as? NSDictionary)
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
