import EnglishModel
import FileFormats
import Foundation
import TensorKit
import TestSupport
import Testing
import VectorSearch

/// The model that comes with textae, used by its commands; nothing here depends on which it is.
@Suite(.enabled(if: ModelInTheBox.isPresent))
struct EnglishModelTests {
  private static let german = """
    Der Zug hatte heute Morgen wieder Verspätung, deshalb habe ich die erste Besprechung verpasst.
    Meine Schwester kocht am Sonntag für die ganze Familie.
    Bitte schicken Sie mir den Bericht noch vor dem Ende der Woche.

    """
  private static let english = """
    The train was late again this morning, so I missed the first meeting.
    My sister is going to cook dinner for the whole family on Sunday.
    Please send me the report before the end of the week.

    """

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.english, to: "notes.txt")
    try folder.write(Self.german, to: "notizen.txt")
  }

  private func run(_ arguments: String...) throws -> Binary.Outcome {
    let outcome = try Binary.run(arguments, in: folder)
    #expect(outcome.status == 0, "\(arguments): \(outcome)")
    return outcome
  }

  @Test func `every verb has it where no model is given`() throws {
    _ = try run("embed", "notes.txt", "--output", "a.npy")
    _ = try run("embed", "notes.txt", "--model", "english", "--output", "b.npy")
    #expect(try folder.read("a.npy") == folder.read("b.npy"))
    #expect(try run("reconstruct", "The train was late.").lines.count == 1)
    #expect(try run("neighbors", "--count", "3", "water").lines.count == 3)
    #expect(try run("neighbors", "--model", "english-words", "water").lines.count == 10)
    #expect(try run("analogy", "--count", "1", "man", "king", "woman").lines.count == 1)
    #expect(try run("mine", "notes.txt", "--threshold=-1", "--limit", "2").lines.count == 2)
    let both = try run("compare", "--sentences", "notes.txt", "a late train")
    #expect(both.text.contains("english") && both.text.contains("english-words"))
    let info = try run("info")
    #expect(info.text.contains(ModelInTheBox.name) && info.text.contains("checksum"))
    #expect(try run("info", "english", "english-words").text.contains("word vectors"))
    _ = try run("export", "--output", "words.vec")
  }

  @Test func `a copied program has it`() throws {
    let outcome = try Binary.shell(
      "mkdir elsewhere && cp \"$textae\" elsewhere/tool && cd elsewhere \\\n"
        + "  && env -i ./tool embed ../notes.txt --output ../copied.npy --quiet", in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    _ = try run("embed", "notes.txt", "--output", "a.npy")
    #expect(try folder.read("a.npy") == folder.read("copied.npy"))
  }

  @Test func `a file of its name wins`() throws {
    let folder = try TinyModel.copy()
    try FileManager.default.moveItem(
      atPath: folder.file("tiny.textae"), toPath: folder.file("english"))
    let info = try Binary.run(["info", "--json", "english"], in: folder)
    #expect(info.text.contains("\"dimension\":12") || info.text.contains("\"dimension\": 12"))
    for arguments in [["--model", "english"], []] {
      let outcome = try Binary.run(
        ["embed", "corpus.txt", "--output", "v.tsv", "--overwrite"] + arguments, in: folder)
      #expect(outcome.status == 0, "\(outcome)")
      let line = String(decoding: try folder.read("v.tsv"), as: UTF8.self)
        .split(separator: "\n")[0]
      #expect(line.split(separator: "\t").count - 12 <= 1)
    }
  }

  @Test func `an index remembers it by name and checksum`() throws {
    _ = try run("index", "build", "notes.txt", "--output", "n.index")
    let model = try MappedIndex(path: folder.file("n.index")).model
    #expect(model?.path == ModelInTheBox.name && model?.checksum != 0)
    #expect(try run("search", "--index", "n.index", "--count", "1", "train").lines.count == 1)
    let info = try run("info", "n.index")
    #expect(!info.text.contains("/"))
    #expect(try run("index", "add", "n.index", "notizen.txt").errors.contains("3 vectors added"))
  }

  @Test func `an index of another version says how to build it anew`() throws {
    let path = folder.file("old.index")
    let builder = try IndexBuilder(
      path: path,
      design: IndexDesign(
        dimension: 2, model: IndexModel(path: ModelInTheBox.name, checksum: 1)))
    try builder.append(vectors: Matrix(rows: 1, columns: 2, values: [1, 0]), sentences: ["a"])
    try builder.finish()
    let old = try Binary.run(["search", "--index", "old.index", "train"], in: folder)
    #expect(old.status == 65, "\(old)")
    #expect(old.errors.contains("index build FILE --output old.index --overwrite"), "\(old)")
    // A text file is there to make its index again from.
    _ = try run("search", "notes.txt", "train")
  }

  @Test func `it is written as a model folder`() throws {
    _ = try run("model", "export", "--output", "e.textae")
    let refused = try Binary.run(["model", "export", "--output", "e.textae"], in: folder)
    #expect(refused.status == 1 && refused.errors.contains("--overwrite"), "\(refused)")
    _ = try run("model", "export", "--output", "e.textae/", "--overwrite", "--quiet")
    _ = try run("embed", "notes.txt", "--model", "e.textae", "--output", "a.npy")
    _ = try run("embed", "notes.txt", "--output", "b.npy")
    #expect(try folder.read("a.npy") == folder.read("b.npy"))
  }

  @Test func `verbs that take a model take its name`() throws {
    _ = try run("model", "compress", "english", "--output", "small.textae", "--quiet")
    _ = try run("model", "compress", "english-words", "--output", "small.skipgram", "--quiet")
    #expect(try run("info", "small.textae", "small.skipgram").text.contains("int8"))
    let first = try run("vocab", "show", "--tokenizer", "english", "The train was late.").lines
    #expect(
      try run("vocab", "show", "--tokenizer", "small.textae", "The train was late.").lines == first)
    let other = try Binary.run(
      ["train", "notes.txt", "--output", "n.textae", "--init", "english-words"], in: folder)
    #expect(other.status == 65 && other.errors.contains("not a model to start from"), "\(other)")
  }

  @Test func `training says that a text is in another language`() throws {
    // A teacher of other lines ends the run before it begins.
    try folder.write("One line.\n", to: "one.txt")
    _ = try run("embed", "one.txt", "--output", "one.npy")
    for (text, isOther) in [("notes.txt", false), ("notizen.txt", true)] {
      let outcome = try Binary.run(
        ["train", text, "--output", "n.textae", "--teacher", "one.npy", "--quiet"], in: folder)
      #expect(outcome.status != 0, "\(outcome)")
      #expect(outcome.errors.contains("train with --from-scratch") == isOther, "\(outcome)")
    }
  }

  @Test func `it cannot be changed`() throws {
    let outcome = try Binary.run(
      ["postprocess", "fit", "notes.txt", "--model", "english", "--center"], in: folder)
    #expect(outcome.status == 64 && outcome.errors.contains("model export"), "\(outcome)")
  }

  @Test func `a text of another language is noticed once`() throws {
    let warning = "in another language"
    let embed = ["embed", "--output", "v.npy", "--overwrite"]
    let index = ["index", "build", "--output", "v.index", "--overwrite"]
    for command in [embed, index] {
      let known = try Binary.run(command + ["notes.txt"], in: folder)
      #expect(known.status == 0 && !known.errors.contains(warning), "\(known)")
      let other = try Binary.run(command + ["notizen.txt"], in: folder)
      #expect(other.errors.components(separatedBy: warning).count == 2, "\(other)")
      let quiet = try Binary.run(command + ["notizen.txt", "--quiet"], in: folder)
      #expect(quiet.errors.hasPrefix("warning: most words"), "\(quiet)")
    }
    #expect(try run("search", "notizen.txt", "Zug").errors.contains(warning))
    #expect(try !run("search", "notes.txt", "train").errors.contains(warning))
  }

  @Test func `words of a query that fall into letters are named`() throws {
    let odd = try run("search", "notes.txt", "--json", "the zqxjkvwqzx", "--quiet")
    #expect(
      odd.errors.contains("warning: the model does not know what is meant by zqxjkvwqzx"), "\(odd)")
    #expect(odd.text.contains("unknownWords"), "\(odd)")
    let plain = try run("search", "notes.txt", "the train")
    #expect(!plain.errors.contains("the letters"), "\(plain)")
  }
}
