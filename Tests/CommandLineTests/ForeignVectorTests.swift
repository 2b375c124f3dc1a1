import Foundation
import TestSupport
import Testing

/// Vectors that other programs wrote, as commands take them.
@Suite("Vectors of other programs on the command line")
struct ForeignVectorTests {
  private func fastText(in folder: TemporaryFolder) throws {
    let source = #filePath.replacing("CommandLineTests", with: "FileFormatsTests")
    try folder.write(GoldenFile.bytes("fasttext.bin", source: source), to: "fasttext.bin")
  }

  private func facts(_ name: String, in folder: TemporaryFolder) throws -> [String: Any] {
    let outcome = try Binary.run(["info", "--json", name], in: folder)
    try #require(outcome.status == 0, "\(outcome)")
    return try #require(
      try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
  }

  @Test("info describes word vectors with and without a header, compressed or not")
  func info() throws {
    let folder = try TemporaryFolder()
    try folder.write("2 3\nthe 1 2 3\ncat 4 5 6\n", to: "a.vec")
    try folder.write("the 1 2 3\ncat 4 5 6\nnew york 0 1 0\n", to: "glove.txt")
    let packed = try Binary.shell("gzip -k a.vec; gzip -c glove.txt > glove", in: folder)
    try #require(packed.status == 0)
    for (name, count) in [("a.vec", 2), ("a.vec.gz", 2), ("glove.txt", 3), ("glove", 3)] {
      let facts = try facts(name, in: folder)
      #expect(facts["kind"] as? String == "word2vec", "\(name)")
      #expect(facts["vectors"] as? Int == count && facts["dimension"] as? Int == 3, "\(name)")
    }
    try folder.write("new york 0 1 0\nthe 1 2 3\n", to: "space")
    #expect(try facts("space", in: folder)["dimension"] as? Int == 3)
    try folder.write("it is 5 o'clock and 7 are here\n", to: "text.txt")
    let text = try Binary.run(["info", "text.txt"], in: folder)
    #expect(text.status == 65 && text.errors.contains("not a kind of file"), "\(text)")
  }

  @Test("info reads vectors with a byte order mark, and says what is wrong with damaged ones")
  func damagedInfo() throws {
    let folder = try TemporaryFolder()
    try folder.write("\u{FEFF}2 3\nthe 1 2 3\ncat 4 5 6\n", to: "header.vec")
    try folder.write("\u{FEFF}the 1 2 3\ncat 4 5 6\n", to: "rows")
    for name in ["header.vec", "rows"] {
      let facts = try facts(name, in: folder)
      #expect(facts["vectors"] as? Int == 2 && facts["dimension"] as? Int == 3, "\(name)")
    }
    try fastText(in: folder)
    let bytes = try folder.read("fasttext.bin")
    try folder.write(bytes.prefix(100), to: "short.bin")
    try folder.write([0x80, 0x04, 0x95, 0x0A], to: "words.kv")
    try folder.write("king 1 2\n", to: "short.vec")
    let packed = try Binary.shell("gzip -k fasttext.bin", in: folder)
    try #require(packed.status == 0)
    for (name, reason) in [
      ("short.bin", "cut short at"), ("fasttext.bin.gz", "give it as a plain file"),
      ("words.kv", "save_word2vec_format"),
    ] {
      let outcome = try Binary.run(["info", name], in: folder)
      #expect(outcome.status == 65 && outcome.errors.contains(reason), "\(name) \(outcome)")
    }
    #expect(try facts("short.vec", in: folder)["dimension"] as? Int == 2)
  }

  @Test("formats that are not read are named, with what converts them")
  func named() throws {
    let folder = try TemporaryFolder()
    let zip: [UInt8] = [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 22) + [18, 0, 0, 0]
    try folder.write(zip + Array("embedding/data.pkl".utf8), to: "m.pt")
    try folder.write(Array("ARROW1\0\0more".utf8), to: "a.feather")
    try folder.write("[PAD]\n[UNK]\nthe\n", to: "vocab.txt")
    try folder.write(
      [0x0A, 0x0E, 0x0A, 0x05] + Array("<unk>".utf8) + [0x15, 0, 0, 0, 0], to: "spm.model")
    try folder.write("ARROW1 is a word, and FEA1 too\n", to: "text.txt")
    #expect(try Binary.run(["embed", "text.txt", "--output", "t.npy"], in: folder).status == 0)
    for (arguments, reason) in [
      (["info", "m.pt"], "torch.load"),
      (["embed", "m.pt", "--output", "x.npy"], "a file of PyTorch"),
      (["info", "a.feather"], "read_feather"), (["evaluate", "a.feather"], "to_csv"),
      (["vocab", "show", "a", "--tokenizer", "vocab.txt"], "save_pretrained"),
      (["vocab", "show", "a", "--tokenizer", "spm.model"], "a model of SentencePiece"),
      (["vocab", "show", "a", "--tokenizer", "text.txt"], "a list of words"),
    ] {
      let outcome = try Binary.run(arguments, in: folder)
      #expect(outcome.status == 65 && outcome.errors.contains(reason), "\(arguments) \(outcome)")
    }
  }

  @Test("rows of a matrix that are no finite numbers are left out aloud, or refused")
  func badRows() throws {
    let folder = try TemporaryFolder()
    let rows: [Float] = [1, 2, .nan, 3, 4, 5, 6, -.infinity, 7, 8]
    let numbers = rows.enumerated().flatMap { place, number in
      (place % 2 == 0 ? bytes(of: 2) : []) + bytes(of: number.bitPattern)
    }
    try folder.write(numbers, to: "x.fvecs")
    let build = ["index", "build", "--vectors", "x.fvecs", "--output", "x.index"]
    let refused = try Binary.run(build, in: folder)
    #expect(refused.status == 65 && refused.errors.contains("vector 1 "), "\(refused)")
    let built = try Binary.run(build + ["--skip-bad-rows"], in: folder)
    #expect(
      built.status == 0
        && built.errors.contains("left out: 2; the first is vector 1 (counted from 0)"), "\(built)")
    #expect(try facts("x.index", in: folder)["vectors"] as? Int == 3)
  }

  @Test(
    "matrices of other programs are described and indexed", arguments: ["x.fvecs", "x.safetensors"])
  func matrices(name: String) throws {
    let folder = try TemporaryFolder()
    let rows: [[Float]] = [[1, 0, 0.5], [0, 2, 0]]
    let numbers = rows.map { $0.flatMap { number in bytes(of: number.bitPattern) } }
    if name.hasSuffix(".fvecs") {
      try folder.write(numbers.flatMap { bytes(of: 3) + $0 }, to: name)
    } else {
      let header = #"{"emb":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#
      let length = bytes(of: UInt32(header.utf8.count)) + [0, 0, 0, 0]
      try folder.write(length + Array(header.utf8) + numbers.flatMap(\.self), to: name)
    }
    let facts = try facts(name, in: folder)
    #expect(facts["kind"] as? String == (name.hasSuffix(".fvecs") ? "fvecs" : "safetensors"))
    let built = try Binary.run(
      ["index", "build", "--vectors", name, "--output", "x.index", "--metric", "dot"], in: folder)
    #expect(built.status == 0 && built.errors.contains("2 vectors"), "\(built)")
    let found = try Binary.run(
      ["search", "--index", "x.index", "--vectors", name, "--count", "1"], in: folder)
    #expect(found.lines == ["# 0", "1.2500\t0", "# 1", "4.0000\t1"], "\(found) \(found.text)")
    let embedded = try Binary.run(["neighbors", "--model", name, "x"], in: folder)
    #expect(embedded.status != 0 && !embedded.errors.contains("fatal"), "\(embedded)")
  }

  private func bytes(of number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
  }

  @Test("a binary model of fastText is described, searched, embedded with and exported")
  func fastText() throws {
    let folder = try TemporaryFolder()
    try fastText(in: folder)
    let facts = try facts("fasttext.bin", in: folder)
    #expect(facts["kind"] as? String == "fasttext" && facts["dimension"] as? Int == 3)
    #expect(facts["composesUnseenWords"] as? Bool == true)
    let neighbors = try Binary.run(["neighbors", "--model", "fasttext.bin", "cats"], in: folder)
    #expect(neighbors.status == 0 && neighbors.lines.count == 10, "\(neighbors)")
    try folder.write("the cats\nunheard words\n", to: "sentences.txt")
    let embedded = try Binary.run(
      [
        "embed", "--model", "fasttext.bin:mean", "sentences.txt", "--output", "-", "--format",
        "tsv",
      ],
      in: folder)
    #expect(embedded.status == 0 && embedded.lines.count == 2, "\(embedded)")
    #expect(!embedded.text.contains("\t0.0\t0.0\t0.0"))
    let exported = try Binary.run(
      ["export", "--model", "fasttext.bin", "--output", "words.vec"], in: folder)
    #expect(exported.status == 0 && exported.errors.contains("the words only"), "\(exported)")
    let built = try Binary.run(
      ["index", "build", "--vectors", "fasttext.bin", "--output", "words.index"], in: folder)
    #expect(built.status == 0 && built.errors.contains("17 vectors"), "\(built)")
  }

  @Test("a matrix without columns is refused where vectors are needed")
  func noColumns() throws {
    let folder = try TemporaryFolder()
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (5, 0), }"
    let text = header + String(repeating: " ", count: 117 - header.count) + "\n"
    try folder.write([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(text.utf8), to: "x.npy")
    let outcome = try Binary.run(
      ["index", "build", "--vectors", "x.npy", "--output", "x.index"], in: folder)
    #expect(outcome.status == 65 && outcome.errors.contains("a matrix of 5 × 0"), "\(outcome)")
    #expect(!folder.contains("x.index"))
  }

  @Test("an array of NumPy's savez is indexed, by its name behind a colon if there are several")
  func archives() throws {
    let folder = try TemporaryFolder()
    let source = #filePath.replacing("CommandLineTests", with: "FileFormatsTests")
    for name in ["one.npz", "two.npz"] {
      try folder.write(GoldenFile.bytes(name, source: source), to: name)
    }
    for (vectors, rows) in [("one.npz", 3), ("two.npz:b", 2)] {
      let built = try Binary.run(
        ["index", "build", "--vectors", vectors, "--output", "\(rows).index"], in: folder)
      #expect(built.status == 0 && built.errors.contains("\(rows) vectors"), "\(built)")
    }
    let unclear = try Binary.run(
      ["index", "build", "--vectors", "two.npz", "--output", "x.index"], in: folder)
    #expect(unclear.status == 65 && unclear.errors.contains("a, b; name one behind a colon"))
    #expect(!folder.contains("x.index"))
  }
}
