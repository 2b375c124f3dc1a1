import Foundation
import TestSupport
import Testing

/// An index that is built, changed and searched from the command line.
@Suite struct IndexLifeTests {
  private let table = """
    id,label,stars,text
    a,ham,5,the cat sees bread .
    b,spam,1,a dog likes the moon .
    c,ham,2,my friend follows the river .

    """

  private func folder() throws -> TemporaryFolder {
    let folder = try TinyModel.copy()
    try folder.write(table, to: "first.csv")
    return folder
  }

  @discardableResult
  private func run(
    _ line: String, in folder: TemporaryFolder, input: String = "", status: Int32 = 0
  ) throws -> Binary.Outcome {
    let arguments = line.split(separator: " ").map(String.init)
    let outcome = try Binary.run(arguments, in: folder, input: input)
    #expect(outcome.status == status, "\(line): \(outcome)")
    return outcome
  }

  private func ids(_ line: String, in folder: TemporaryFolder) throws -> [Int] {
    let outcome = try run(
      "search --index x.index --json - \(line)", in: folder, input: "the cat sees bread .\n")
    let object = try #require(
      try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
    let neighbors = try #require(object["neighbors"] as? [[String: Any]])
    return neighbors.compactMap { $0["id"] as? Int }
  }

  private static let build =
    "index build first.csv --text-column text --id-column id --model tiny.textae --output x.index"

  @Test func `columns whose names look alike are two, and a table may begin with a blank line`()
    throws
  {
    let folder = try folder()
    try folder.write(
      "\nsentence,caf\u{E9},cafe\u{301}\nthe cat sees bread .,x,y\na dog likes the moon .,y,x\n",
      to: "alike.csv")
    try run(
      "index build alike.csv --text-column sentence --model tiny.textae --output x.index",
      in: folder)
    #expect(try ids("--where caf\u{E9}=x", in: folder) == [0])
    #expect(try ids("--where cafe\u{301}=x", in: folder) == [1])
    try folder.write("[\n{\"text\": \"a\"}]\n", to: "list.json")
    let refused = try run(
      "index build list.json --text-column text --model tiny.textae --output y.index", in: folder,
      status: 65)
    #expect(refused.errors.contains("JSON array"), "\(refused)")
  }

  @Test func `a key or an id that is given twice is told`() throws {
    let folder = try folder()
    try run(Self.build, in: folder)
    try folder.write("id,label,stars,text\nb,ham,1,x y\nb,ham,2,y z\n", to: "twice.csv")
    let keys = try run("index update x.index twice.csv --text-column text", in: folder, status: 65)
    #expect(keys.errors.contains("twice.csv: more than one row has the key \"b\""), "\(keys)")
    let ids = try run(
      "index update x.index --id 1 --id 1 -", in: folder, input: "a\nb\n", status: 64)
    #expect(ids.errors.contains("--id 1 was given twice"), "\(ids)")
    #expect(try self.ids("--where stars=1", in: folder) == [1])
  }

  @Test func `rows are added, replaced, removed, filtered and checked`() throws {
    let folder = try folder()
    try run(Self.build, in: folder)
    #expect(try Set(ids("", in: folder)) == [0, 1, 2])
    #expect(try ids("--where label=ham --where stars>=3", in: folder) == [0])
    for ranking in ["vectors", "words", "hybrid"] {
      #expect(try ids("--where id!=a --rank \(ranking)", in: folder).contains(0) == false)
      #expect(try ids("--where id=a --rank \(ranking)", in: folder) == [0])
    }
    #expect(try ids("--threshold 0.9999", in: folder) == [0])
    let text = try run(
      "search --index x.index --count 1 -", in: folder, input: "the cat sees bread .\n")
    #expect(
      text.text.contains("\tthe cat sees bread .\tid=a\tlabel=ham\tstars=5\n"), "\(text.text)")

    let more = "id,label,stars,text\nd,ham,4,a dog likes bread .\n"
    #expect(
      try run("index add x.index --text-column text -", in: folder, input: more).errors
        == "x.index: 1 vector added\n")
    // A table may have its columns in another order.
    let changed =
      "text,stars,label,id\nthe old man sees the moon .,3,ham,b\nfresh bread .,1,spam,e\n"
    #expect(
      try run("index update x.index --text-column text -", in: folder, input: changed).errors
        == "x.index: 1 row replaced, 1 added\n")
    #expect(try Set(ids("--where label=ham", in: folder)) == [0, 1, 2, 3])
    try run("index remove x.index 2 --key d", in: folder)
    #expect(try Set(ids("", in: folder)) == [0, 1, 4])
    try run("index compact x.index", in: folder)
    #expect(try Set(ids("", in: folder)) == [0, 1, 4])
    let check = try run("index check x.index", in: folder).errors
    #expect(check == "x.index: intact, 3 vectors and the words of 3 texts\n")
    let info = try run("info --json x.index", in: folder)
    #expect(info.text.contains(#""columns":["id","label","stars"],"key":"id""#), "\(info.text)")
  }

  @Test func `what cannot be done is told, and changes nothing`() throws {
    let folder = try folder()
    try run(Self.build, in: folder)
    for (line, input, status, words) in [
      (Self.build, "", 1, "--overwrite"),
      ("index remove x.index 9", "", 65, "no row has the id 9"),
      ("index remove x.index --key z", "", 65, "no row has the key \"z\""),
      ("index remove x.index", "", 64, "--where"),
      ("index remove x.index --where color=red", "", 65, "the index has id, label, stars"),
      ("index add x.index -", "a dog .\n", 65, "--text-column"),
      ("index add x.index --text-column text -", "text,id\na dog .,z\n", 65, "no column label"),
      (
        "index add x.index --text-column text -", "id,label,stars,text\na,,,bread .\n", 65,
        "textae index update"
      ),
      ("index update x.index --id 7 --text-column text -", table, 65, "as many rows as ids"),
      ("search --index x.index --where stars>many bread", "", 64, "--where"),
    ] as [(String, String, Int32, String)] {
      let outcome = try run(line, in: folder, input: input, status: status)
      #expect(outcome.errors.contains(words), "\(line): \(outcome)")
    }
    #expect(try Set(ids("", in: folder)) == [0, 1, 2])
  }

  @Test func `a table with two columns of one name is refused`() throws {
    let folder = try folder()
    try run(Self.build, in: folder)
    try folder.write("id,id,text\nk1,2,hello\n", to: "twice.csv")
    let names = try folder.names
    for line in [
      "index build twice.csv --text-column text --model tiny.textae --output x.index --overwrite",
      "index build twice.csv --text-column text --model tiny.textae --output new.index",
      "search twice.csv --text-column text --model tiny.textae hello",
    ] {
      let outcome = try run(line, in: folder, status: 65)
      #expect(
        outcome.errors.contains("more than one column is called id; give every column"),
        "\(outcome)")
    }
    #expect(try folder.names == names)
    #expect(try Set(ids("", in: folder)) == [0, 1, 2])
  }

  @Test func `the index that a search keeps beside a text is not changed by hand`() throws {
    let folder = try folder()
    let search = "search corpus.txt --model tiny.textae moon"
    let answer = try run(search, in: folder).text
    for line in [
      "index add corpus.txt.index -", "index update corpus.txt.index --id 0 -",
      "index remove corpus.txt.index 0",
    ] {
      let outcome = try run(line, in: folder, input: "a dog .\n", status: 1)
      #expect(outcome.errors.contains("with 'textae index build'"), "\(outcome)")
    }
    let again = try run(search, in: folder)
    #expect(again.text == answer && !again.errors.contains("indexed"), "\(again)")
  }

  @Test func `sentences that an index does not take are not dropped in silence`() throws {
    let folder = try folder()
    try run("embed --model tiny.textae first.csv --text-column text --output v.npy", in: folder)
    try folder.write("a\nb\nc\n", to: "three.txt")
    try run("index build --vectors v.npy --output x.index", in: folder)
    let with = try run("index add x.index three.txt --vectors v.npy", in: folder)
    #expect(with.errors.contains("x.index has no sentences"), "\(with)")
    let without = try run("index add x.index --vectors v.npy", in: folder)
    #expect(without.errors == "x.index: 3 vectors added\n", "\(without)")
  }

  @Test func `a vector that is not finite is named by its file and row`() throws {
    let folder = try folder()
    let one: [UInt8] = [0, 0, 0x80, 0x3F]
    let row = [2, 0, 0, 0] + one + one
    try folder.write(row + row, to: "good.fvecs")
    try folder.write(row + [2, 0, 0, 0, 0, 0, 0xC0, 0x7F] + one, to: "bad.fvecs")
    try run("index build --vectors good.fvecs --output good.index", in: folder)
    for line in [
      "build --vectors bad.fvecs --output new.index", "add good.index --vectors bad.fvecs",
    ] {
      let outcome = try run("index " + line, in: folder, status: 65)
      #expect(outcome.errors.contains("bad.fvecs: vector 1 (counted from 0)"), "\(outcome)")
    }
    #expect(!folder.contains("new.index"))
    try run("index check good.index", in: folder)
  }

  @Test func `damage is not made to look intact`() throws {
    let folder = try folder()
    try run(Self.build, in: folder)
    let name = "x.index/00000001.segment"
    let bytes = try folder.read(name)
    let text = try #require(bytes.range(of: Data("friend".utf8)))
    var damaged = bytes
    damaged[text.lowerBound] ^= 1
    try folder.write(damaged, to: name)
    for line in ["check x.index", "compact x.index", "add x.index --text-column text -"] {
      let outcome = try run(
        "index " + line, in: folder, input: "id,label,stars,text\nz,,,bread .\n", status: 65)
      #expect(outcome.errors.contains("\(name): damaged: its section text"), "\(outcome)")
    }
    try folder.write(bytes, to: name)
    #expect(try Set(ids("", in: folder)) == [0, 1, 2])
  }

  @Test(arguments: ["flat", "hnsw"], ["f32", "f16", "bf16", "int8", "bits"])
  func `every kind and codec finds a sentence of the index`(kind: String, codec: String) throws {
    let folder = try folder()
    try run(
      "index build corpus.txt --model tiny.textae --output x.index --kind \(kind) --codec \(codec)",
      in: folder)
    let found = try ids("--count 1", in: folder)
    let corpus = TinyModel.corpus.split(separator: "\n")
    #expect(found.map { corpus[$0] } == ["the cat sees bread ."])
    try run("index check x.index", in: folder)
  }

  @Test func `vectors come from files of many formats`() throws {
    let folder = try folder()
    try run("embed --model tiny.textae first.csv --text-column text --output v.npy", in: folder)
    let matrix = [UInt8](try folder.read("v.npy"))
    let numbers = Array(matrix.dropFirst(128))
    let row = numbers.count / 3
    var fvecs: [UInt8] = []
    for number in 0..<3 {
      fvecs += [12, 0, 0, 0] + numbers[number * row..<(number + 1) * row]
    }
    try folder.write(fvecs, to: "v.fvecs")
    let header = #"{"v":{"dtype":"F32","shape":[3,12],"data_offsets":[0,144]}}"#
    try folder.write(
      [UInt8(header.utf8.count)] + [UInt8](repeating: 0, count: 7)
        + Array(header.utf8) + numbers, to: "v.safetensors")
    for name in ["v.npy", "v.fvecs", "v.safetensors", "v.safetensors:v"] {
      try run("index build --vectors \(name) --output x.index --overwrite", in: folder)
      let found = try run("search --index x.index --vectors \(name) --count 1", in: folder)
      #expect(found.text == "# 0\n1.0000\t0\n\n# 1\n1.0000\t1\n\n# 2\n1.0000\t2\n\n", "\(name)")
    }
    try folder.write(fvecs.dropLast(), to: "v.fvecs")
    try run("index build --vectors v.fvecs --output y.index", in: folder, status: 65)
  }
}
