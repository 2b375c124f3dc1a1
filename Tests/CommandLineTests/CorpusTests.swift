import Foundation
import TestSupport
import Testing

/// `mine`, `dedupe`, `cluster` and `map`.
@Suite struct CorpusTests {
  /// A folder with the vectors of six sentences: two pairs that are nearly alike, and a third of
  /// equal ones.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      "the soup\nthe staff\nthe soups\nthe room\nthe staffs\nthe soup\n", to: "s.txt")
    try folder.write(
      """
      6 3
      a 1 0 0
      b 0 1 0
      c 0.99 0.1 0
      d 0 0 1
      e 0.05 0.99 0
      f 1 0 0

      """, to: "v.vec")
    return folder
  }

  @discardableResult
  private func run(
    _ line: String, in folder: TemporaryFolder, status: Int32 = 0
  ) throws -> Binary.Outcome {
    let outcome = try Binary.run(line.split(separator: " ").map(String.init), in: folder)
    #expect(outcome.status == status, "\(line): \(outcome)")
    return outcome
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `pairs are printed best first, as text and as JSON`() throws {
    let folder = try folder()
    let pairs = try run("mine s.txt --vectors v.vec --threshold 0.9", in: folder).lines
    #expect(
      pairs == [
        "1.0000\t0\t5\tthe soup\tthe soup", "0.9987\t1\t4\tthe staff\tthe staffs",
        "0.9949\t0\t2\tthe soup\tthe soups", "0.9949\t2\t5\tthe soups\tthe soup",
      ])
    let line = try #require(
      try run("mine s.txt --vectors v.vec --limit 1 --json", in: folder).lines.first)
    let first = try object(line)
    #expect(first["first"] as? Int == 0 && first["second"] as? Int == 5)
    #expect(first["sentences"] as? [String] == ["the soup", "the soup"])
    // The words of the vectors stand for sentences that are not given.
    #expect(
      try run("mine --vectors v.vec --threshold 0.9", in: folder).lines.first
        == "1.0000\t0\t5\ta\tf")
  }

  @Test func `the first of near-duplicates is kept, from a file and from a pipe`() throws {
    let folder = try folder()
    try run("dedupe s.txt --vectors v.vec --threshold 0.9 --output o.txt --quiet", in: folder)
    #expect(
      try String(decoding: folder.read("o.txt"), as: UTF8.self)
        == "the soup\nthe staff\nthe room\n")
    let piped = try Binary.shell(
      "$textae dedupe - --vectors v.vec --threshold 0.9 --json < s.txt", in: folder)
    let found = try piped.lines.map { try object($0)["duplicateOf"] as? Int }
    #expect(found == [nil, nil, 0, nil, 1, 0], "\(piped)")
    #expect(piped.errors.contains("3 of 6 sentences kept"))
  }

  @Test func `groups have a center and telling words`() throws {
    let folder = try folder()
    let groups = try run("cluster s.txt --vectors v.vec --count 3 --words 1", in: folder).text
    #expect(groups.hasPrefix("# 0  3  soup\n"), "\(groups)")
    let found = try run(
      "cluster s.txt --vectors v.vec --threshold 0.9 --min-size 2 --json", in: folder)
    let objects = try found.lines.map(object)
    #expect(objects.map { $0["members"] as? [Int] } == [[0, 5, 2], [1, 4]])
    #expect(objects.last?["sentence"] as? String == "the staff")
    #expect(found.errors.contains("5 of 6 sentences are in 2 groups"))
  }

  @Test func `a map is a drawing with a point for every sentence`() throws {
    let folder = try TinyModel.copy()
    let line = "map corpus.txt --model tiny.textae --groups 2 --iterations 20"
    let places = try run(line + " --output m.svg --json --threads 1", in: folder).lines
    #expect(places.count == 48)
    #expect(
      try object(places.dropFirst(3).first ?? "")["sentence"] as? String == "the cat sees bread .")
    let svg = String(decoding: try folder.read("m.svg"), as: UTF8.self)
    #expect(svg.components(separatedBy: "class=\"point").count == 49)
    let again = try run(line + " --output - --threads 2", in: folder)
    #expect(again.text == svg)
    let plane = try run(
      "map corpus.txt --model tiny.textae --method pca --limit 10 --groups 0 --output -",
      in: folder)
    #expect(plane.text.components(separatedBy: "class=\"point").count == 11)
  }

  @Test func `what does not fit together is refused`() throws {
    let folder = try folder()
    try folder.write("", to: "empty.txt")
    try folder.write("one\n", to: "one.txt")
    let cases: [(String, Int32, String)] = [
      ("mine s.txt --model m --vectors v.vec", 64, "--vectors"),
      ("mine one.txt --vectors v.vec", 65, "vectors and sentences do not match"),
      ("mine s.txt --vectors v.vec --threshold 2", 64, "--threshold"),
      ("cluster s.txt --vectors v.vec --count 2 --threshold 0.5", 64, "--threshold"),
      ("cluster s.txt --vectors v.vec --min-size 2", 64, "--min-size needs --threshold"),
      ("dedupe s.txt --vectors v.vec --output s.txt", 1, "--overwrite replaces it"),
      ("map s.txt --vectors v.vec --json --output -", 64, "--json"),
    ]
    for (line, status, text) in cases {
      let outcome = try run(line, in: folder, status: status)
      #expect(outcome.errors.contains(text), "\(line): \(outcome.errors)")
    }
  }
}
