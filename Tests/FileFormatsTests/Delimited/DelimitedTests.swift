import FileFormats
import TestSupport
import Testing

@Suite struct DelimitedTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func rows(_ path: String) throws -> [[String]] {
    let reader = try DelimitedReader(path: path)
    var rows: [[String]] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  @Test(
    "tables are read as their notation says",
    arguments: [
      ("a.tsv", "a\tb\r\n\"c\t\t\n\n", [["a", "b"], ["\"c", "", ""], [""]]),
      ("a.csv", "a,b\n\"c,\"\"d\",\n", [["a", "b"], ["c,\"d", ""]]),
      ("a.csv", "\"two\r\nlines\",x\ny", [["two\nlines", "x"], ["y"]]),
      ("a.csv", "say \"hi\",b", [["say \"hi\"", "b"]]),
    ])
  func reading(name: String, text: String, expected: [[String]]) throws {
    #expect(try rows(try folder.write(text, to: name)) == expected)
  }

  @Test("damage is refused with its line")
  func damaged() throws {
    let quote = try folder.write("a\n\"b\nc", to: "quote.csv")
    #expect(throws: FileError.malformed(path: quote, line: 2, reason: "a quote without end")) {
      try rows(quote)
    }
  }

  @Test("text that is not UTF-8 is read as Windows-1252, field by field")
  func western() throws {
    let bytes = Array("é\t".utf8) + [0xE9, 0x09, 0x80, 0x81, 0x0A, 0xFF]
    let path = try folder.write(bytes, to: "bytes.tsv")
    let warnings = Warnings(of: path)
    #expect(try rows(path) == [["é", "é", "€\u{81}"], ["ÿ"]])
    #expect(
      warnings.found.map(\.reason) == ["3 fields that are not valid UTF-8 are read as Windows-1252"]
    )
  }

  @Test(
    "the first line tells the separator",
    arguments: [
      ("a.csv", "a,b", "commas"), ("a.csv", "a;b,c;d", "semicolons"), ("a.csv.gz", "a\tb", "tabs"),
      ("a.csv", "a\tb,c", "commas"), ("a.txt", "a\tb,c", "tabs"), ("-", "a;b", "semicolons"),
      ("a.csv", "\"a;b;c\",d", "commas"), ("a.txt", "abc", "commas"),
    ])
  func separators(path: String, line: String, expected: String) {
    #expect("\(DelimitedText(firstLine: Array(line.utf8), path: path))" == expected)
  }
}
