import Foundation
import Synchronization
import TestSupport
import Testing

/// A search of a text file, whose index is made and kept up to date by the search itself.
@Suite struct TextFileSearchTests {
  private static let lines = [
    "the cat sees the moon .", "flight 4711 to Oslo", "", "a dog likes bread .", "dogs and cats",
  ]

  private let folder: TemporaryFolder

  init() throws {
    folder = try TinyModel.copy()
    try write(Self.lines)
  }

  private func write(_ lines: [String]) throws {
    try folder.write(lines.joined(separator: "\n") + "\n", to: "notes.txt")
  }

  private func search(
    _ more: [String], file: String = "notes.txt", model: String? = "tiny.textae",
    environment: [String: String] = [:]
  ) throws -> Binary.Outcome {
    try Binary.run(
      ["search", file] + (model.map { ["--model", $0] } ?? []) + more, in: folder,
      environment: environment)
  }

  /// The numbers of the lines that are found.
  private func ids(_ outcome: Binary.Outcome) throws -> [Int] {
    #expect(outcome.status == 0, "\(outcome)")
    return outcome.lines.compactMap { Int($0.split(separator: "\t")[1]) }
  }

  @Test func `the first search makes an index, and the next one uses it`() throws {
    let first = try search(["flight 4711"])
    #expect(try ids(first).first == 2)
    #expect(first.errors.contains("notes.txt: 5 lines indexed"), "\(first)")
    #expect(folder.contains("notes.txt.index"))
    // The model is the one that the index remembers.
    let second = try search(["flight 4711"], model: nil)
    #expect(second.text == first.text && !second.errors.contains("indexed"), "\(second)")
    let batch = try Binary.run(
      ["search", "notes.txt", "--count", "1", "-"], in: folder, input: "4711\ndog\n")
    #expect(batch.lines.count == 4 && !batch.errors.contains("indexed"), "\(batch)")
    let asIndex = try Binary.run(["search", "notes.txt.index", "flight 4711"], in: folder)
    #expect(try ids(asIndex).first == 1)
  }

  @Test func `searches that begin at the same time all answer, by one index`() throws {
    let outcomes = Mutex<[Binary.Outcome]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      guard let outcome = try? search(["flight 4711"]) else { return }
      outcomes.withLock { $0.append(outcome) }
    }
    let all = outcomes.withLock { $0 }
    #expect(all.count == 4)
    for outcome in all { #expect(try ids(outcome).first == 2 && outcome.text == all[0].text) }
    let after = try search(["flight 4711"])
    #expect(after.text == all[0].text && !after.errors.contains("indexed"), "\(after)")
    let own = ["notes.txt", "notes.txt.index"]
    #expect(try folder.allNames.filter { $0.contains("notes") && !$0.contains("/") } == own)
  }

  @Test func `the index follows the file, and only new lines are embedded`() throws {
    #expect(try search(["x"]).status == 0)
    try write(["my friend likes the river ."] + Self.lines.dropLast() + ["a bird", "a bird"])
    let changed = try search(["--json", "flight 4711"])
    #expect(changed.errors.contains("7 lines indexed, 3 of them new"), "\(changed)")
    // The answers are those of an index that is made at once.
    let built = try Binary.run(
      ["index", "build", "notes.txt", "--model", "tiny.textae", "--output", "whole.index"],
      in: folder)
    #expect(built.status == 0, "\(built)")
    for query in ["flight 4711", "a dog", "moon bird"] {
      let whole = try Binary.run(["search", "--index", "whole.index", query], in: folder)
      // Lines are counted from 1, rows of an index from 0.
      let kept = try ids(whole).filter { $0 != 3 }.map { $0 + 1 }
      #expect(try ids(search([query])) == kept)
    }
    try write(Array(Self.lines.prefix(2)))
    let fewer = try search(["moon"])
    #expect(fewer.errors.contains("2 lines indexed, 0 of them new"), "\(fewer)")
    #expect(try Set(ids(fewer)) == [1, 2])
  }

  @Test func `a file that was only touched is not read again`() throws {
    #expect(try search(["x"]).status == 0)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_000_000)],
      ofItemAtPath: folder.file("notes.txt"))
    for _ in 0..<2 { #expect(try search(["moon"]).errors.isEmpty) }
  }

  @Test func `blank lines count but are not found`() throws {
    try write(["", "the cat sees the moon .", "  ", ""])
    #expect(try ids(search(["the cat"])) == [2])
    #expect(try ids(search(["the cat", "--rank", "vectors"])) == [2])
    let json = try search(["--json", "the cat"]).text
    #expect(json.contains("\"line\":2") && !json.contains("\"id\""), "\(json)")
  }

  @Test func `blank lines take no places among the answers`() throws {
    // The cosine of some is below that of a blank line, which is zero.
    let blanks = [String](repeating: "", count: 60)
    try write(["the cat sees the moon .", "a dog likes bread .", "bread", "moon"] + blanks)
    for query in ["the old man follows a red car .", "bread"] {
      for rank in ["hybrid", "vectors"] {
        let all = try ids(search(["--rank", rank, "--count", "4", query]))
        #expect(all.sorted() == [1, 2, 3, 4], "\(rank) \(query)")
      }
      let two = try Binary.run(
        ["search", "notes.txt", "--count", "2", "-"], in: folder, input: "bread\n\(query)\n")
      #expect(two.lines.filter { $0.contains("\t") }.count == 4, "\(two)")
    }
  }

  @Test func `an index that has lost its manifest is made again`() throws {
    let answer = try search(["flight 4711"]).text
    let manifest = "notes.txt.index/manifest.json"
    for content in [nil, "{", ""] {
      try FileManager.default.removeItem(atPath: folder.file(manifest))
      if let content { try folder.write(content, to: manifest) }
      let again = try search(["flight 4711"])
      #expect(again.text == answer && again.errors.contains("indexed"), "\(again)")
    }
    // What the user keeps in the folder stays.
    try FileManager.default.removeItem(atPath: folder.file(manifest))
    try folder.write("mine", to: "notes.txt.index/diary.txt")
    let refused = try search(["flight 4711"])
    #expect(refused.status == 1 && refused.errors.contains("move it away"), "\(refused)")
    #expect(try folder.read("notes.txt.index/diary.txt") == Data("mine".utf8))
  }

  @Test func `what is missing or damaged is made again`() throws {
    #expect(try search(["x"]).status == 0)
    let answer = try search(["flight 4711"]).text
    for name in ["00000001.segment", "text.json"] {
      try folder.write("{}", to: "notes.txt.index/" + name)
      let again = try search(["flight 4711"])
      #expect(again.text == answer && again.errors.contains("indexed"), "\(name): \(again)")
      let after = try search(["flight 4711"])
      #expect(after.text == answer && !after.errors.contains("indexed"), "\(name): \(after)")
    }
  }

  @Test func `an index without bad rows is not used where they matter`() throws {
    try folder.write(
      "text,stars\na cold soup,4\nbroken\nan old boat,5\n", to: "table.csv")
    let command = ["search", "table.csv", "--text-column", "text", "an old boat"]
    let read = try Binary.run(command + ["--skip-bad-rows"], in: folder)
    #expect(read.status == 0 && read.text.contains("an old boat"), "\(read)")
    let refused = try Binary.run(command, in: folder)
    #expect(refused.status == 65 && refused.errors.contains("--skip-bad-rows"), "\(refused)")
  }

  @Test func `another model makes the index again`() throws {
    #expect(try search(["x"]).status == 0)
    let trained = try Binary.run(
      ["train", "corpus.txt", "--output", "other.textae", "--epochs", "1", "--seed", "9"]
        + TinyModel.training, in: folder)
    #expect(trained.status == 0, "\(trained)")
    let other = try search(["moon"], model: "other.textae")
    #expect(other.status == 0 && other.errors.contains("notes.txt: 5 lines indexed\n"), "\(other)")
    // So does a newer model in the place of the one that the index remembers.
    try FileManager.default.removeItem(atPath: folder.file("other.textae"))
    try FileManager.default.moveItem(
      atPath: folder.file("tiny.textae"), toPath: folder.file("other.textae"))
    let newer = try search(["moon"], model: nil)
    #expect(newer.status == 0 && newer.errors.contains("notes.txt: 5 lines indexed\n"), "\(newer)")
  }

  @Test func `tables and compressed files are searched as index build reads them`() throws {
    try folder.write("id,text\na,the cat sees the moon .\nb,flight 4711\n", to: "table.csv")
    let found = try search(["--text-column", "text", "--count", "1", "4711"], file: "table.csv")
    #expect(found.lines.first?.hasSuffix("\t2\tflight 4711\tid=b") == true, "\(found)")
    let lines = try search(["--count", "1", "4711"], file: "table.csv")
    #expect(lines.errors.contains("3 lines indexed") && lines.text.contains("b,flight"), "\(lines)")
    let packed = try Binary.shell(
      "gzip notes.txt && $textae search notes.txt.gz 4711 --model tiny.textae --count 1", in: folder
    )
    #expect(try ids(packed) == [2])
    #expect(folder.contains("notes.txt.gz.index"))
  }

  @Test func `something else under the name of the index is left alone`() throws {
    let built = try Binary.run(
      ["index", "build", "corpus.txt", "--model", "tiny.textae", "--output", "notes.txt.index"],
      in: folder)
    #expect(built.status == 0, "\(built)")
    let refused = try search(["x"])
    #expect(refused.status == 1 && refused.errors.contains("--index"), "\(refused)")
    try FileManager.default.removeItem(atPath: folder.file("notes.txt.index"))
    try folder.write("mine", to: "notes.txt.index/diary.txt")
    #expect(try search(["x"]).status == 1)
    #expect(try folder.read("notes.txt.index/diary.txt") == Data("mine".utf8))
  }

  @Test(arguments: [
    (["search"], 64, "FILE"), (["search", "a query"], 1, "the file to search comes first"),
    (["search", "."], 1, "."), (["search", "empty.txt", "x"], 65, "nothing to index"),
    (["search", "--index", "i", "--text-column", "text", "x"], 64, "--text-column"),
  ])
  func `what cannot be searched is named`(
    arguments: [String], status: Int32, message: String
  ) throws {
    try folder.write("", to: "empty.txt")
    let model = arguments.count == 3 ? ["--model", "tiny.textae"] : []
    let outcome = try Binary.run(arguments + model, in: folder)
    #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome)")
    #expect(!folder.contains("empty.txt.index"))
  }

  #if os(Linux)
    /// Nobody can write beside this file, not even root.
    @Test func `where the folder cannot be written, the index is elsewhere`() throws {
      let file = "/proc/version"
      let caches = folder.file("caches")
      let cached = try search(
        ["Linux"], file: file, environment: ["XDG_CACHE_HOME": caches])
      #expect(cached.status == 0 && cached.errors.contains("its index is \(caches)"), "\(cached)")
      let again = try search(["Linux"], file: file, environment: ["XDG_CACHE_HOME": caches])
      #expect(again.text == cached.text)
      let memory = try search(
        ["Linux"], file: file, environment: ["XDG_CACHE_HOME": "/proc/none"])
      #expect(memory.status == 0 && memory.errors.contains("not kept"), "\(memory)")
      #expect(memory.text == cached.text)
    }
  #endif
}
