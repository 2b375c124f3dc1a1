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
