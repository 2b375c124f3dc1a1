extension JSONParser {
  /// The first byte of the next value, by which its kind is known; 0 at the end.
  package var next: UInt8 {
    mutating get {
      skipSpace()
      return byte
    }
  }

  /// Parses an object; `body` is called at each value and has to parse it.
  package mutating func members(
    _ body: (inout JSONParser, _ key: String) throws(Failure) -> Void
  ) throws(Failure) {
    // Keys are compared as bytes: texts that only look the same are different keys.
    var keys: Set<[UInt8]> = []
    try objectEntries { (parser) throws(Failure) in
      let key = try parser.string()
      guard keys.insert(Array(key.utf8)).inserted else {
        throw parser.failure("key \(key) occurs twice")
      }
      try parser.colon()
      try body(&parser, key)
    }
  }

  /// Parses an object; `body` is called at each key and has to parse it, the colon and the value.
  ///
  /// Duplicate keys are not found here; that is up to `body`.
  package mutating func objectEntries(
    _ body: (inout JSONParser) throws(Failure) -> Void
  ) throws(Failure) {
    try list("{", "}") { (parser) throws(Failure) in
      guard parser.next == UInt8(ascii: "\"") else { throw parser.failure("expected a key") }
      try body(&parser)
    }
  }

  /// Parses the colon between a key and its value.
  package mutating func colon() throws(Failure) {
    skipSpace()
    try expect(":")
  }

  /// Parses an array; `body` is called at each element and has to parse it.
  package mutating func elements(
    _ body: (inout JSONParser) throws(Failure) -> Void
  ) throws(Failure) {
    try list("[", "]", body)
  }

  private mutating func list(
    _ opening: Unicode.Scalar, _ closing: Unicode.Scalar,
    _ body: (inout JSONParser) throws(Failure) -> Void
  ) throws(Failure) {
    skipSpace()
    guard depth < Self.maximumDepth else { throw failure("nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    try expect(opening)
    skipSpace()
    if accept(closing) { return }
    repeat {
      try body(&self)
      skipSpace()
    } while accept(",")
    try expect(closing)
  }
}
