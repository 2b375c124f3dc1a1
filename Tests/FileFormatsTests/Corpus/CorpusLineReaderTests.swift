import FileFormats
import TestSupport
import Testing

/// Corpora in columns of tables, as other programs write them.
@Suite("Corpora in lines and in tables")
struct CorpusLineReaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sentences(
    _ path: String, _ column: String?, skipsBadRows: Bool = false
  ) throws -> [String] {
    let reader = try CorpusLineReader(
      path: path,
      format: CorpusFormat(column: column.map(TextColumn.init), skipsBadRows: skipsBadRows))
    var sentences: [String] = []
    while let line = try reader.next() { sentences.append(String(decoding: line, as: UTF8.self)) }
    return sentences
  }

  @Test(
    "The column is found by its name or its number, whatever separates the fields",
    arguments: [
      ("a.csv", "id,text\n1,\"a, b\"\n2,\"say \"\"c\"\"\"\n", "text"),
      ("a.csv", "1,\"a, b\"\n2,\"say \"\"c\"\"\"\n", "2"),
      ("a.csv", "\u{FEFF}text;id\r\na, b;1\r\n\"say \"\"c\"\"\";2\r\n", "text"),
      ("a.txt", "id\ttext\n1\ta, b\n\n2\tsay \"c\"\n", "text"),
      ("a.tsv", "id\ttext\n1\ta, b\n2\t\"say \"\"c\"\"\"\n", "text"),
      (
        "a.jsonl", "{\"text\": \"a, b\", \"n\": 1}\n\n{\"n\": 2, \"text\": \"say \\\"c\\\"\"}",
        "text"
      ),
      ("a.txt", "text\n\"a, b\"\n\"say \"\"c\"\"\"\n", "text"),
    ])
  func columns(name: String, text: String, column: String) throws {
    let path = try folder.write(text, to: name)
    #expect(try sentences(path, column) == ["a, b", "say \"c\""])
  }

  @Test("Line breaks inside a field become spaces, so that a row is a line")
  func lineBreaks() throws {
    let path = try folder.write("text,n\n\"a\nb\",1\n\"c\r\nd\",2\n", to: "a.csv")
    #expect(try sentences(path, "text") == ["a b", "c d"])
    let lines = try folder.write("{\"t\": \"a\\nb\"}\n", to: "a.jsonl")
    #expect(try sentences(lines, "t") == ["a b"])
  }

  @Test("Blocks hold the same sentences as lines read one by one")
  func blocks() throws {
    let rows = (0..<100).map { "\($0),sentence \($0)\n" }.joined()
    let path = try folder.write("n,text\n" + rows, to: "a.csv")
    let reader = try CorpusLineReader(
      path: path, format: CorpusFormat(column: .name("text")))
    var text = ""
    while let block = try reader.nextBlock(minimumBytes: 200) {
      text += String(decoding: block.bytes, as: UTF8.self)
    }
    #expect(text == (0..<100).map { "sentence \($0)\n" }.joined())
  }

  @Test("Fields in Windows-1252 are read with one warning")
  func western() throws {
    let bytes = Array("text;n\ncaf".utf8) + [0xE9, 0x20, 0x93, 0x61, 0x94] + Array(";1\n".utf8)
    let path = try folder.write(bytes, to: "a.csv")
    let warnings = Warnings(of: path)
    #expect(try sentences(path, "text") == ["café “a”"])
    #expect(
      warnings.found.map(\.reason) == ["1 field that is not valid UTF-8 is read as Windows-1252"])
  }

  @Test(
    "A row without the column is an error with its line, or left out and counted",
    arguments: [
      ("a.csv", "n,text\n1,a\n2\n3,b\n4,c,d\n", "line 3, 1 fields, but 2 are expected"),
      ("a.jsonl", "{\"text\": \"a\"}\n{\"n\": 1}\n{\"text\": \"b\"}\nno\n", "line 2, no key text"),
      (
        "b.jsonl", "{\"text\": \"a\"}\n{\"text\": 1}\n{\"text\": \"b\"}\n{}\n",
        "line 2, text is no text"
      ),
    ])
  func badRows(name: String, text: String, first: String) throws {
    let path = try folder.write(text, to: name)
    let error = #expect(throws: FileError.self) { try sentences(path, "text") }
    let parts = first.split(separator: ", ", maxSplits: 1)
    #expect(error?.description == "\(path), \(parts[0]): \(parts[1])")
    let warnings = Warnings(of: path)
    #expect(try sentences(path, "text", skipsBadRows: true) == ["a", "b"])
    #expect(
      warnings.found.map(\.reason) == [
        "rows that cannot be read are left out: 2; the first is \(first)"
      ])
  }

  @Test("A column that is not there is an error that lists those that are")
  func missing() throws {
    let path = try folder.write("n,text\n1,a\n", to: "a.csv")
    for (column, reason) in [
      ("Text", "no column Text; the first row has n, text"), ("3", "no column 3; there are 2"),
    ] {
      #expect(throws: FileError.malformed(path: path, line: 1, reason: reason)) {
        try sentences(path, column)
      }
    }
    let lines = try folder.write("{\"n\": 1}\n", to: "a.jsonl")
    let error = #expect(throws: FileError.self) { try sentences(lines, "1") }
    #expect(error?.description.contains("its keys are n") == true)
    #expect(try sentences(folder.write("", to: "empty.csv"), "text") == [])
  }

  @Test(
    "Files that are no text are named",
    arguments: [
      (Array("PAR1".utf8) + [0x15, 0x04], .parquet), ([0x50, 0x4B, 0x03, 0x04, 0x14], .zip),
      ([0x93] + Array("NUMPY".utf8) + [1, 0], .numpy), ([0x80, 0x04, 0x95], .pickle),
      ([0xFF, 0xFE, 0x61, 0], .utf16), ([0xFE, 0xFF, 0, 0x61], .utf16),
      ([0x40, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8), .safetensors),
    ] as [([UInt8], ForeignFormat)], [nil, "text"])
  func foreign(start: (bytes: [UInt8], format: ForeignFormat), column: String?) throws {
    let path = try folder.write(start.bytes + [0x0A, 0xFF], to: "foreign")
    #expect(
      throws: FileError.foreign(
        path: path, format: start.format, purpose: column == nil ? .text : .table)
    ) { try sentences(path, column) }
  }

  @Test("A JSON array is no table", arguments: ["[\n", "[{\"text\": 1}]\n", " [ [1, 2]]\n"])
  func array(text: String) throws {
    let path = try folder.write(text, to: "a.json")
    #expect(throws: FileError.foreign(path: path, format: .jsonArray, purpose: .table)) {
      try sentences(path, "text")
    }
  }

  @Test(
    "Empty lines before a table are no rows",
    arguments: ["\n \n{\"text\": \"a b\"}\n", "\n\nn,text\n1,a b\n", "\r\nn;text\r\n1;a b\r\n"])
  func emptyStart(text: String) throws {
    #expect(try sentences(folder.write(text, to: "empty"), "text") == ["a b"])
  }
}
