import DataStructures
import FileFormats
import Testing

@Suite struct JSONTests {
  private func parse(_ text: String) throws -> JSONValue {
    try JSONValue(parsing: Array(text.utf8), path: "test")
  }

  static let values: [JSONValue] = [
    .null, true, false, 0, -17, 9_007_199_254_740_993, "", "a\"\\\n\t\u{1}\u{7F}é👩‍👩‍👧",
    .number(0.1), .number(-1e300), [], [1, [2, []], "x"], [:],
    ["b": 1, "a": ["z": .null, "é": 1, "e\u{301}": 2]],
  ]

  @Test("what is written is read back the same, members in order", arguments: values)
  func roundTrip(value: JSONValue) throws {
    #expect(try parse(value.jsonText) == value)
    #expect(try parse(value.indentedText) == value)
  }

  @Test(
    "texts are read as the standard says",
    arguments: [
      (#""\u00e9\ud83d\ude00\/\b\f\r""#, JSONValue.string("é😀/\u{8}\u{c}\r")),
      (" [1 , 2.5e1 ,-0.5]\n", .array([.integer(1), .number(25), .number(-0.5)])),
      ("1000000000000000000000000000000", .number(1e30)), ("\u{FEFF}[]", .array([])),
    ])
  func reading(text: String, expected: JSONValue) throws {
    #expect(try parse(text) == expected)
  }

  @Test(
    "damaged texts are refused and never trap",
    arguments: [
      "", " ", "{", "[1,]", "[1 2]", #"{"a":1,"a":2}"#, #"{"a"}"#, "{a:1}", "01", "1.", "-", "1e",
      "1e999", "tru", "\"", "\"\\x\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\u00g0\"", "\"\n\"",
      "[] []", "nan", "[]\u{FEFF}", String(repeating: "[", count: 100_000),
    ])
  func damaged(text: String) {
    #expect(throws: FileError.self) { try parse(text) }
  }

  @Test("invalid UTF-8 in a text is refused with its line")
  func invalid() {
    let error = #expect(throws: FileError.self) {
      try JSONValue(parsing: Array("[\n\"".utf8) + [0xFF, 0x22, 0x5D], path: "test")
    }
    guard case .malformed("test", 2, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("single precision is written with the fewest digits that give it back")
  func floats() throws {
    #expect(
      JSONValue.array([.float(0.1), .float(1), .float(-0.0), .float(.nan)]).jsonText
        == "[0.1,1,-0,null]")
    var numbers = SplitMix64(seed: 5)
    for _ in 0..<2000 {
      let value = Float(bitPattern: UInt32(truncatingIfNeeded: numbers.next()))
      guard value.isFinite else { continue }
      let back = try #require(try parse(JSONValue.float(value).jsonText).doubleValue)
      #expect(Float(back) == value)
    }
  }
}
