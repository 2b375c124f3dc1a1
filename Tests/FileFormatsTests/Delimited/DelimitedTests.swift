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
    let bytes = try folder.write(Array("a\tb\nc\t".utf8) + [0xFF], to: "bytes.tsv")
    #expect(throws: FileError.malformed(path: bytes, line: 2, reason: "text that is no UTF-8")) {
      try rows(bytes)
    }
  }
}
