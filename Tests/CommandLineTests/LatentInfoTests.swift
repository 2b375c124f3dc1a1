import Foundation
import TestSupport
import Testing

/// What `info` tells of the latent of a model.
@Suite struct LatentInfoTests {
  @Test func `units are shown by the sentences at both ends`() throws {
    let folder = try TinyModel.copy()
    let outcome = try Binary.run(
      ["info", "tiny.textae", "--units", "corpus.txt", "--count", "2"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.count { $0.hasPrefix("unit ") } == 2)
    #expect(outcome.lines.count { $0.hasPrefix("  ") && $0 != "  …" } == 20)
    let json = try Binary.run(
      ["info", "tiny.textae", "--units", "corpus.txt", "--count", "3", "--json"], in: folder)
    let object = try JSONSerialization.jsonObject(with: json.output) as? [String: Any]
    let units = try #require(object?["units"] as? [[String: Any]])
    let variances = units.compactMap { $0["variance"] as? Double }
    #expect(variances.count == 3 && variances == variances.sorted(by: >))
  }

  @Test func `the likelihood of sentences is that of a variational model`() throws {
    let folder = try TinyModel.copy()
    let trained = try Binary.run(
      ["train", "corpus.txt", "--output", "v.textae", "--quiet", "--epochs", "2"]
        + TinyModel.training
        + ["--latent", "variational", "--latent-size", "6", "--objective", "reconstruct"]
        + ["--objective", "kl:0.1"], in: folder)
    #expect(trained.status == 0, "\(trained)")
    let measure = ["info", "v.textae", "--likelihood", "corpus.txt", "--draws", "3"]
    let outcome = try Binary.run(measure, in: folder)
    #expect(outcome.status == 0 && outcome.text.contains("negative log likelihood"), "\(outcome)")
    let json = try Binary.run(measure + ["--json"], in: folder)
    let object = try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    #expect(object["units"] as? Int == 6 && object["draws"] as? Int == 3)
    #expect(try Binary.run(measure + ["--json"], in: folder).text == json.text)
  }

  @Test(
    arguments: [
      (["info", "--units", "corpus.txt"], 64, "name one"),
      (["info", "a", "b", "--likelihood", "corpus.txt"], 64, "name one"),
      (["info", "a", "--units", "x", "--likelihood", "x"], 64, "--likelihood"),
      (["info", "tiny.textae", "--likelihood", "corpus.txt"], 64, "--latent variational"),
      (["info", "tiny.textae", "--units", "empty.txt"], 65, "no sentences"),
      (["info", "words.vec", "--units", "corpus.txt"], 65, "words.vec"),
    ] as [([String], Int32, String)])
  func `what cannot be told is refused`(arguments: [String], status: Int32, words: String) throws {
    let folder = try TinyModel.copy()
    try folder.write("\n \n", to: "empty.txt")
    try folder.write("1 2\nbread 1 0\n", to: "words.vec")
    let outcome = try Binary.run(arguments, in: folder)
    #expect(outcome.errors.contains(words), "\(outcome)")
    #expect(outcome.status == status, "\(outcome)")
  }
}
