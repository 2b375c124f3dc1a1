import FileFormats
import TestSupport
import Testing
import VisualReport

@Suite struct FigureTableTests {
  private func table(_ text: String, _ name: String = "t.tsv") throws -> FigureTable {
    let folder = try TemporaryFolder()
    return try FigureTable(contentsOf: folder.write(text, to: name))
  }

  private static let family = """
    # The family

    | kind | exact | note | kl |
    | --- | ---: | --- | ---: |
    | `plain` | 71.5 | a | – |
    | **k-sparse** (32) | 1,066 | b \\| c | 0.25 |

    | another | 1 |
    | --- | --- |
    """

  @Test(arguments: [
    (family, "family.md"),
    (
      "kind\texact\tnote\tkl\nplain\t71.5\ta\t\n\nk-sparse (32)\t1,066\tb | c\t0.25\n", "family.tsv"
    ),
    (
      #"{"kind": "plain", "exact": 71.5, "note": "a", "kl": null}"# + "\n\n"
        + #"{"exact": 1066, "kind": "k-sparse (32)", "note": "b | c", "kl": 0.25}"# + "\n",
      "family.json"
    ),
    (
      "kind,exact,note,kl\nplain,71.5,a,nan\nk-sparse (32),\"1,066\",b | c,0.25\n", "family.csv"
    ),
    ("kind;exact;note;kl\nplain;71.5;a;-\nk-sparse (32);1066;b | c;0.25\n", "family.csv"),
  ])
  func `columns of numbers are read in every notation`(text: String, name: String) throws {
    let table = try table(text, name)
    #expect(table.title == name && table.heading == "kind" && table.places == nil)
    #expect(table.rows == ["plain", "k-sparse (32)"])
    #expect(table.charts.map(\.name) == ["exact", "kl"])
    #expect(table.charts.map(\.columns[0].values) == [[71.5, 1_066], [nil, 0.25]])
  }

  @Test func `rows that are rising numbers are places on an axis`() throws {
    #expect(try table("size\tloss\n2\t1\n4\t3 %\n16\t−2\n").places == [2, 4, 16])
    #expect(try table("size\tloss\n2\t1\n4\t3\n16\t−2\n").charts[0].columns[0].values[2] == -2)
    for text in ["size\tloss\n2\t1\n2\t3\n", "size\tloss\n2\t1\n", "size\tloss\n2\t1\nx\t3\n"] {
      #expect(try table(text).places == nil, "\(text)")
    }
  }

  @Test func `between semicolons a comma is a decimal comma`() throws {
    let values = try table("n;v\na;1,5\nb;−1.066,25\nc;12,5 %\nd;3\n").charts[0].columns[0].values
    #expect(values == [1.5, -1_066.25, 12.5, 3])
    #expect(try table("n\tv\na\t-1,234,567.5\n").charts[0].columns[0].values == [-1_234_567.5])
    // A column of text may have what looks like a wrong number.
    #expect(try table("n\tnote\tv\na\t1,5\t2\nb\tx\t3\n").charts.map(\.name) == ["v"])
  }

  @Test func `places that grow by factors are told from those that grow by steps`() throws {
    for (places, isFactors) in [
      ([2, 4, 8, 16], true), ([2, 8, 64], true), (Array(1...20), false),
      ([1, 10, 20, 30, 40], false), ([1, 100], false), ([0, 1, 10, 100], false),
    ] {
      let rows = places.map { "\($0)\t1\n" }.joined()
      #expect(try table("n\tv\n" + rows).growsByFactors == isFactors, "\(places)")
    }
  }

  @Test func `what a comparison of reducers printed becomes two charts of two curves`() throws {
    let entry = { (dimension: Int) in
      #"{"autoencoder":{"neighborsKept":0.5,"reconstructionError":0.25},"dimension":\#(dimension),"#
        + #""pca":{"neighborsKept":0.4,"reconstructionError":0.5}}"#
    }
    let json =
      #"{"entries":[\#(entry(8)),\#(entry(2))],"fittedVectors":80,"inputDimension":12,"#
      + #""measuredVectors":20,"metric":"l2","neighbors":10}"#
    let table = try table(json + "\n", "r.json")
    #expect(table.places == [2, 8] && table.about.contains("20 others"))
    #expect(
      table.charts.map { $0.columns.map(\.series) } == [
        ["autoencoder", "PCA"], ["autoencoder", "PCA"],
      ])
    #expect(table.charts[0].columns.map(\.values) == [[25, 25], [50, 50]])
    let report = VisualReportData(title: "", maker: "", tables: [table]).json
    #expect(report["tables"]?.elements?.first?["places"] == [.number(2), .number(8)])
  }

  @Test(
    arguments: [
      ("", nil, "without a row"), ("a\tb\nx\ty\n", 1, "no column of numbers"),
      ("a\tb\nx\t1\ny\n", 3, "1 cells, where the first row has 2"), ("a\tb\n", 1, "no column"),
      ("{}\n", 1, "without members"),
      ("{\"a\": 1, \"b\": 2}\n{\"a\": 1}\n", 2, "keys of the first"),
      ("{\"a\": 1, \"b\": 2}\nx\n", 2, "keys of the first"), ("{\n}\n", nil, "reduce compare"),
      ("{\"entries\": []}", nil, "reduce compare"),
      ("\n\n| a | b |\n| - | - |\n| x | 1 | 2 |\n", 5, "3 cells"),
      ("a\tb\n" + String(repeating: "x\t1\n", count: 201), 1, "more than 200 rows"),
      ("a" + String(repeating: "\tb", count: 50) + "\n", 1, "51 columns"),
      ("a\tb\nx\t1\ny\t1,5\n", 3, "1,5 is no number"),
      ("a\tb\nx\t12,34,567\n", 2, "commas stand between thousands"),
      ("a;b\nx;1,066.5\n", 2, "decimal comma"), ("a;b\nx;1,000,000\n", 2, "decimal comma"),
    ] as [(String, Int?, String)])
  func `what is no table of figures is refused with its line`(
    text: String, line: Int?, reason: String
  ) throws {
    do {
      _ = try table(text)
      Issue.record("read")
    } catch FileError.malformed(_, let found, let why) {
      #expect(found == line && why.contains(reason), "\(found ?? 0) \(why)")
    }
  }

  @Test func `a document without a table says so`() throws {
    #expect(throws: FileError.self) { try table("# Title\n\nText.\n", "a.md") }
    #expect(throws: FileError.self) { try FigureTable(contentsOf: "/nowhere/t.tsv") }
  }
}
