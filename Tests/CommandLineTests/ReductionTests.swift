import Foundation
import TestSupport
import Testing

/// `reduce fit`, `apply`, `invert` and `compare`.
@Suite struct ReductionTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TinyModel.copy()
    let outcome = try Binary.run(
      ["embed", "--model", "tiny.textae", "corpus.txt", "--output", "v.npy"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
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

  @Test(arguments: ["pca", "autoencoder --hidden-sizes 8 --epochs 2 --regularizer gaussian:0.1"])
  func `vectors become codes and vectors again, the same with any number of threads`(
    method: String
  ) throws {
    let folder = try folder()
    let fit = try run(
      "reduce fit v.npy --method \(method) --dimension 4 --output a.reducer --json --threads 1",
      in: folder)
    let facts = try object(fit.text)
    #expect(facts["dimension"] as? Int == 4 && facts["input_dimension"] as? Int == 12)
    try run(
      "reduce fit v.npy --method \(method) --dimension 4 --output b.reducer --quiet --threads 2",
      in: folder)
    #expect(
      try folder.read("a.reducer/model.safetensors")
        == folder.read("b.reducer/model.safetensors"))

    try run("reduce apply v.npy --reducer a.reducer --output c.npy", in: folder)
    try run("reduce invert c.npy --reducer a.reducer --output r.npy", in: folder)
    #expect(try folder.read("c.npy").count == 128 + 48 * 4 * 4)
    #expect(try folder.read("r.npy").count == 128 + 48 * 12 * 4)
    let piped = try Binary.shell(
      "$textae reduce apply - --reducer a.reducer --json --output - < v.npy", in: folder)
    #expect(piped.status == 0, "\(piped)")
    #expect(piped.lines.count == 48)
    let first = try #require(piped.lines.first)
    #expect((try object(first)["vector"] as? [Any])?.count == 4)
    #expect(try run("info a.reducer", in: folder).text.hasPrefix("a.reducer: a reducer"))
  }

  @Test func `a comparison is a table, an object and a drawing`() throws {
    let folder = try folder()
    let line = "reduce compare v.npy --dimensions 2 4 --neighbors 3 --epochs 2 --hidden-sizes 8"
    let table = try run(line + " --plot p.svg", in: folder)
    #expect(table.lines.count == 4 && table.lines[1].hasPrefix("dimension"))
    #expect(try String(decoding: folder.read("p.svg"), as: UTF8.self).hasPrefix("<svg "))
    let result = try object(try run(line + " --json", in: folder).text)
    #expect((result["entries"] as? [Any])?.count == 2)
    #expect(result["measuredVectors"] as? Int == 9)
    try run(line + " --plot p.svg", in: folder, status: 1)
  }

  @Test func `what does not fit together is refused`() throws {
    let folder = try folder()
    try run("reduce fit v.npy --dimension 4 --output a.reducer --quiet", in: folder)
    let cases: [(String, Int32, String)] = [
      ("reduce fit v.npy --dimension 4 --output a.reducer", 1, "--overwrite replaces it"),
      ("reduce fit v.npy --dimension 13 --output o", 64, "there are only 12"),
      ("reduce fit v.npy v.npy --output o", 64, "give one"),
      ("reduce fit corpus.txt --output o", 65, "corpus.txt"),
      ("reduce apply v.npy --reducer tiny.textae --output o.npy", 65, "it holds no reducer"),
      ("reduce apply v.npy --reducer none --output o.npy", 1, "no such file"),
      ("reduce invert v.npy --reducer a.reducer --output o.npy", 65, "fitted to 4 dimensions"),
      ("reduce apply v.npy --reducer a.reducer --output o.csv", 64, "writes no .csv files"),
      (
        "reduce fit v.npy --method autoencoder --regularizer contractive:1 --start pca --output o",
        64, "does not go with a start at PCA"
      ),
      ("reduce fit v.npy --method autoencoder --regularizer l2:1 --output o", 64, "l1:WEIGHT"),
      ("reduce compare v.npy --dimensions 2 99 --neighbors 3", 64, "there are only 12"),
    ]
    for (line, status, text) in cases {
      let outcome = try run(line, in: folder, status: status)
      #expect(outcome.errors.contains(text), "\(line): \(outcome.errors)")
    }
  }
}
