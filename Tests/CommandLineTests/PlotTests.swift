import Foundation
import TestSupport
import Testing

/// `plot`, and tables in a report.
@Suite struct PlotTests {
  private let folder = Result { () throws -> TemporaryFolder in
    let folder = try TemporaryFolder()
    try folder.write("kind\texact\tkl\nplain\t71.5\t\nsparse & small\t60\t0.25\n", to: "family.tsv")
    try folder.write("size\terror\n2\t40\n8\t20\n64\t5\n", to: "sizes.tsv")
    try folder.write("a\tb\nx\ty\n", to: "words.tsv")
    return folder
  }

  private func svg(_ arguments: String...) throws -> String {
    let outcome = try Binary.run(["plot"] + arguments + ["--output", "-"], in: folder.get())
    #expect(outcome.status == 0, "\(outcome)")
    return outcome.text
  }

  @Test func `a table becomes panels of bars, or curves where its rows are numbers`() throws {
    let bars = try svg("family.tsv", "--title", "The family")
    #expect(bars.hasPrefix("<svg ") && bars.contains(">The family</text>"))
    // The paper is a rectangle too.
    #expect(bars.components(separatedBy: "<rect ").count == 1 + 1 + 3)
    #expect(bars.contains("sparse &amp; small"))
    let curves = try svg("sizes.tsv", "--title", "The sizes")
    #expect(curves.contains(">The sizes</text>"))
    #expect(curves.contains("<polyline ") && curves.components(separatedBy: "<circle ").count == 4)
  }

  @Test func `the drawing is written once, and wrong tables are explained`() throws {
    let folder = try folder.get()
    for (arguments, status, word) in [
      (["family.tsv", "--output", "f.svg"], Int32(0), ""),
      (["family.tsv", "--output", "f.svg"], 1, "--overwrite"),
      (["family.tsv", "--output", "f.svg", "--overwrite"], 0, ""),
      (["words.tsv", "--output", "w.svg"], 65, "no column of numbers"),
      (["none.tsv", "--output", "w.svg"], 1, "none.tsv"),
      (["family.tsv"], 64, "--output"), (["--output", "w.svg"], 64, "TABLE"),
    ] {
      let outcome = try Binary.run(["plot"] + arguments, in: folder)
      #expect(outcome.status == status, "\(arguments): \(outcome)")
      #expect(word.isEmpty || outcome.errors.contains(word), "\(arguments): \(outcome)")
    }
    #expect(folder.contains("f.svg") && !folder.contains("w.svg"))
  }

  @Test func `a report takes tables beside its models`() throws {
    let folder = try TinyModel.copy()
    try folder.write("kind\texact\nplain\t71.5\n", to: "family.tsv")
    let outcome = try Binary.run(
      ["report", "tiny.textae", "--table", "family.tsv", "--json"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    let data = try #require(
      try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
    let table = try #require((data["tables"] as? [[String: Any]])?.first)
    #expect(table["rows"] as? [String] == ["plain"] && table["title"] as? String == "family.tsv")
  }
}
