import Foundation
import TestSupport
import Testing

/// Walks and corrections on the command line.
@Suite struct WalkTests {
  @Test func `vectors of a file are decoded like those of sentences`() throws {
    let folder = try TinyModel.copy()
    let embedded = try Binary.run(
      ["embed", "corpus.txt", "--model", "tiny.textae", "--raw", "--output", "v.npy"], in: folder)
    #expect(embedded.status == 0, "\(embedded)")
    for rounds in ["0", "3"] {
      let fromFile = try Binary.run(
        ["reconstruct", "--model", "tiny.textae", "--vectors", "v.npy", "--rounds", rounds],
        in: folder)
      let fromText = try Binary.run(
        ["reconstruct", "--model", "tiny.textae", "--rounds", rounds, "-"], in: folder,
        input: TinyModel.corpus)
      #expect(fromFile.status == 0 && fromText.status == 0, "\(fromFile) \(fromText)")
      #expect(fromFile.text == fromText.text && fromFile.lines.count == 48)
    }
    let json = try Binary.run(
      ["reconstruct", "--model", "tiny.textae", "--vectors", "v.npy", "--json"], in: folder)
    #expect(json.lines[1].hasPrefix(#"{"row":1,"output":""#), "\(json.text)")
  }

  @Test func `analogies of sentences and moves between the means of files`() throws {
    let folder = try TinyModel.copy()
    let three = ["the cat sees bread .", "the cat likes bread .", "a dog sees the moon ."]
    let analogy = try Binary.run(["analogy", "--model", "tiny.textae"] + three, in: folder)
    #expect(analogy.status == 0 && analogy.lines.count == 1, "\(analogy)")
    try folder.write(three[0] + "\n" + three[2] + "\n", to: "from.txt")
    try folder.write(three[1] + "\na dog likes the moon .\n", to: "to.txt")
    let moved = try Binary.run(
      [
        "analogy", "--model", "tiny.textae", "--from", "from.txt", "--to", "to.txt", "--scale",
        "1.5",
        "--json", "-",
      ], in: folder, input: "my friend sees bread .\n\n")
    #expect(moved.status == 0 && moved.lines.count == 2, "\(moved)")
    #expect(moved.lines[0].contains("similarityToInput"))
  }

  @Test func `a walk shows its similarities where they are asked for`() throws {
    let folder = try TinyModel.folder.get()
    let walk = try Binary.run(
      [
        "interpolate", "--model", "tiny.textae", "--path", "spherical", "--similarities", "--steps",
        "2", "the cat sees bread .", "a dog likes the moon .",
      ], in: folder)
    #expect(walk.status == 0 && walk.lines.count == 3, "\(walk)")
    for line in walk.lines { #expect(line.split(separator: "\t").count == 4, "\(line)") }
  }

  @Test(arguments: [
    ("reconstruct --model tiny.textae --vectors v.npy x", "exclude each other", 64),
    ("reconstruct --model tiny.textae --rounds 2 --beam 2 x", "--beam", 64),
    ("reconstruct --model tiny.textae --vectors two.vec", "have 2 components", 65),
    ("analogy --model tiny.textae a b", "2 texts were given", 64),
    ("analogy --model tiny.textae --from corpus.txt x", "go together", 64),
    ("analogy --model two.vec --from corpus.txt --to corpus.txt x", "cannot decode", 65),
  ])
  func `what cannot be is refused with advice`(line: String, message: String, status: Int) throws {
    let folder = try TinyModel.copy()
    try folder.write("1 2\na 1 2\n", to: "two.vec")
    let outcome = try Binary.run(line.split(separator: " ").map(String.init), in: folder)
    #expect(outcome.status.map(Int.init) == status, "\(outcome)")
    #expect(outcome.errors.contains(message), "\(outcome)")
  }
}
