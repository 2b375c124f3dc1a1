import AnomalyDetection
import FileFormats
import TestSupport
import Testing

@Suite("Records as sentences")
struct RecordTests {
  @Test("numbers fall into bins, with their own for zero and for what lies outside")
  func numbers() {
    let field = RecordField(
      name: "bytes", values: (0..<90).map { $0 < 10 ? "0" : "\($0)" })
    let places = ["-1", "0", "5", "10", "89", "90", "1e9"].map(field.place)
    // Below the range; zero; above zero; the first of the others; the last; above the range.
    #expect(places[0] == 0)
    #expect(places[1] == 1)
    #expect(places[2] == 2)
    #expect(places[4] != places[5])
    #expect(places[5] == places[6])
    #expect(field.place(of: "many") == nil)
    #expect(field.place(of: "nan") == nil)
    guard case .number(let bounds) = field.kind else {
      Issue.record("not numbers")
      return
    }
    #expect(bounds == bounds.sorted() && Set(bounds).count == bounds.count)
  }

  @Test("a value that is no number makes the field a text")
  func texts() {
    let field = RecordField(name: "protocol", values: ["udp", "tcp", "7", "tcp"])
    #expect(field.kind == .text(values: ["7", "tcp", "udp"]))
    #expect(["udp", "tcp", "7", "icmp"].map(field.place) == [2, 1, 0, nil])
    #expect(RecordField(name: "none", values: []).kind == .text(values: []))
  }

  @Test("a record is a sentence with one word per field")
  func sentences() {
    let encoder = RecordEncoder(
      names: ["kind", "size"], records: [["a", "1"], ["b", "2"], ["b", "3"]])
    #expect(encoder.sentence(of: ["b", "1"]) == "f0v1 f1v1")
    #expect(encoder.sentence(of: ["c", "9"]).hasPrefix("f0vx f1v"))
    #expect(encoder.words(of: ["c", "9"]) == ["kind=c", "size=9"])
  }

  @Test("columns are found by number and name, in any notation")
  func reader() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a;b;c\n1;\"x;y\";3\n\n4;5;6\n", to: "t.csv")
    let named = try RecordReader(path: path, columns: [.name("c"), .number(2)])
    #expect(named.names == ["c", "b"])
    #expect(try named.next() == ["3", "x;y"])
    #expect(named.lineNumber == 2)
    #expect(try named.next() == ["6", "5"])
    #expect(try named.next() == nil)
    let numbered = try RecordReader(path: path, columns: [.number(1)])
    #expect(numbered.names == ["1"])
    #expect(try numbered.next() == ["a"])
    let error = try #require(throws: FileError.self) {
      try RecordReader(path: path, columns: [.name("d")])
    }
    #expect("\(error)".contains("no column d; the first row has a, b, c"), "\(error)")
    let short = try folder.write("1,2\n3\n", to: "s.csv")
    let reader = try RecordReader(path: short, columns: [.number(2), .number(1)])
    #expect(try reader.next() == ["2", "1"])
    #expect(throws: FileError.self) { try reader.next() }
  }
}
