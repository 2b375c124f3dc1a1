import Foundation
import TestSupport
import Testing

/// `report` and `explore`.
@Suite struct PageTests {
  private func object(_ data: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func `a report has the index, its model and the reconstructions`() throws {
    let folder = try ServedIndex.folder.get()
    let made = try Binary.run(
      [
        "report", "rows.tsv.index", "--label", "kind", "--iterations", "20", "--output", "r.html",
        "--json",
        "--groups", "3", "--quiet",
      ], in: folder)
    #expect(made.status == 0, "\(made)")
    let page = String(decoding: try folder.read("r.html"), as: UTF8.self)
    #expect(page.hasPrefix("<!doctype html>") && page.contains(made.text.dropLast(1)))
    let data = try object(made.output)
    let corpus = try #require((data["corpora"] as? [[String: Any]])?.first)
    #expect(corpus["count"] as? Int == 48 && (corpus["sentences"] as? [String])?.count == 48)
    let groupings = try #require(corpus["groupings"] as? [[String: Any]])
    #expect(groupings.map { $0["name"] as? String } == ["kind", "clusters"])
    #expect(groupings[0]["groups"] as? [String] == ["b", "a"])
    #expect(corpus["firstNumber"] as? Int == 0)
    let model = try #require((data["models"] as? [[String: Any]])?.first)
    #expect(model["name"] as? String == "tiny.textae")
    let curves = try #require(model["curves"] as? [String: Any])
    #expect((curves["step"] as? [Int])?.isEmpty == false)
    let back = try #require(model["reconstructions"] as? [String: Any])
    #expect((back["examples"] as? [Any])?.count == 20)
  }

  @Test func `the threads do not change a report, and an output stays unless it is to be replaced`()
    throws
  {
    let folder = try ServedIndex.folder.get()
    let pages = try (1...2).map { threads in
      let made = try Binary.run(
        [
          "report", "corpus.txt.index", "--iterations", "20", "--output", "-", "--threads",
          "\(threads)",
        ], in: folder)
      #expect(made.status == 0, "\(made)")
      return made.output
    }
    #expect(pages[0] == pages[1] && pages[0].count > 20_000)
    try folder.write("mine", to: "there.html")
    let refused = try Binary.run(
      ["report", "corpus.txt.index", "--output", "there.html"], in: folder)
    #expect(refused.status == 1)
    #expect(String(decoding: try folder.read("there.html"), as: UTF8.self) == "mine")
  }

  @Test func `long sentences make no large page`() throws {
    let folder = try TinyModel.copy()
    let line = String(repeating: "the cat sees bread and ", count: 4_000) + "\n"
    try folder.write(line + line, to: "long.txt")
    let made = try Binary.run(
      ["report", "tiny.textae", "--sentences", "long.txt", "--output", "-"], in: folder)
    #expect(made.status == 0 && made.output.count < 150_000, "\(made.output.count)")
  }

  @Test func `wrong uses of report are explained`() throws {
    let folder = try ServedIndex.folder.get()
    for (arguments, status, word) in [
      (["report", "corpus.txt.index"], Int32(64), "--output"),
      (["report", "corpus.txt.index", "--json", "--output", "-"], 64, "--output -"),
      (["report", "missing.index", "--json"], 1, "missing.index"),
      (["report", "rows.tsv.index", "--label", "stars", "--json"], 65, "stars"),
    ] {
      let outcome = try Binary.run(arguments, in: folder)
      #expect(outcome.status == status && outcome.errors.contains(word), "\(arguments): \(outcome)")
    }
  }

  @Test func `explore answers pages and programs until Ctrl-C`() throws {
    let status = try ServedIndex.exploring { path, port in
      func ask(_ question: String, _ body: String) throws -> [String: Any] {
        let answer = try #require(LocalClient.ask("POST", path + question, body, port: port))
        #expect(answer.status == 200, "\(question): \(answer)")
        return try object(Data(answer.body.utf8))
      }
      let page = LocalClient.ask("GET", path, port: port, fields: [])
      #expect(page?.status == 200 && page?.body.contains("\"service\":\"\(path)\"") == true)
      let found = try ask("search", #"{"query": "the cat sees bread .", "count": 3}"#)
      let first = (found["neighbors"] as? [[String: Any]])?.first
      #expect(first?["sentence"] as? String == "the cat sees bread .")
      #expect(try ask("reconstruct", #"{"sentence": "a dog likes bread ."}"#)["output"] is String)
      #expect(
        try ask("paraphrase", #"{"sentence": "a dog likes bread ."}"#)["paraphrases"] is [Any])
      let embedded = try ask("embed", #"{"sentences": ["a dog", "the cat"]}"#)
      let vectors = try #require(embedded["vectors"] as? [[Double]])
      #expect(vectors.count == 2)
      // The same vector, of length 1, as numbers and as bytes.
      let numbers =
        try vector(ask("v1/embeddings", #"{"input": ["a dog"], "model": "x"}"#)) as? [Double]
      let text = try vector(
        ask("v1/embeddings", #"{"input": "a dog", "model": "x", "encoding_format": "base64"}"#))
      let bytes = try #require((text as? String).flatMap { Data(base64Encoded: $0) })
      let floats = stride(from: 0, to: bytes.count, by: 4).map { place in
        Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << ($1 * 8) })
      }
      let length = vectors[0].reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(floats.count == vectors[0].count && numbers?.count == floats.count)
      for (place, value) in vectors[0].enumerated() {
        #expect(abs(value / length - Double(floats[place])) < 1e-6)
        #expect(abs((numbers?[place] ?? 9) - Double(floats[place])) < 1e-6)
      }
    }
    #expect(status == 130)
  }

  private func vector(_ answer: [String: Any]) throws -> Any? {
    #expect(answer["object"] as? String == "list" && answer["usage"] is [String: Any])
    let data = try #require((answer["data"] as? [[String: Any]])?.first)
    #expect(data["object"] as? String == "embedding" && data["index"] as? Int == 0)
    return data["embedding"]
  }

  @Test func `explore refuses what makes no sense, and goes on`() throws {
    _ = try ServedIndex.exploring { path, port in
      for (question, body, status) in [
        ("search", "{}", 400), ("search", "x", 400), ("search", #"{"query": " "}"#, 400),
        ("search", #"{"query": "a", "count": 0}"#, 400), ("embed", #"{"sentences": []}"#, 400),
        ("embed", #"{"sentences": [1]}"#, 400), ("nothing", "{}", 404),
        ("../../etc/passwd", "{}", 404),
        ("v1/embeddings", #"{"input": [[1, 2]]}"#, 400), ("v1/embeddings", #"{"input": ""}"#, 400),
        ("v1/embeddings", #"{"input": "a", "dimensions": 3}"#, 400), ("v1/models", "{}", 405),
        ("search", String(repeating: "[", count: 10_000), 400),
      ] {
        let answer = LocalClient.ask("POST", path + question, body, port: port)
        #expect(answer?.status == status, "\(question) \(body): \(String(describing: answer))")
        #expect(answer?.body.contains("\"message\"") == true)
      }
      let form = ["Content-Type: application/x-www-form-urlencoded"]
      #expect(
        LocalClient.ask("POST", path + "search", "query=a", port: port, fields: form)?.status == 415
      )
      #expect(LocalClient.ask("GET", path + "v1/models", port: port, fields: [])?.status == 200)
    }
  }

  @Test func `16 clients at once get right answers`() throws {
    _ = try ServedIndex.exploring { path, port in
      let sentences = TinyModel.corpus.split(separator: "\n").map(String.init)
      let wrong = Locks()
      DispatchQueue.concurrentPerform(iterations: 16) { client in
        for number in 0..<4 {
          let sentence = sentences[(client * 4 + number) % sentences.count]
          let answer = LocalClient.ask(
            "POST", path + "search", #"{"query": "\#(sentence)", "count": 1}"#, port: port)
          if answer?.body.contains("\"sentence\":\"\(sentence)\"") != true { wrong.add(sentence) }
        }
      }
      #expect(wrong.all == [])
    }
  }

  private final class Locks: @unchecked Sendable {
    private let lock = NSLock()
    private var names: [String] = []
    func add(_ name: String) { lock.withLock { names.append(name) } }
    var all: [String] { lock.withLock { names } }
  }
}
