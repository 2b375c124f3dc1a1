extension JSONValue {
  /// Parses one value that makes up the whole text.
  ///
  /// - Throws: `FileError.malformed` with the path, the line and the reason.
  public init(parsing bytes: [UInt8], path: String) throws(FileError) {
    self = try JSONParser.parse(bytes, path: path) { (parser) throws(JSONParser.Failure) in
      try parser.value()
    }
  }

  /// Reads and parses a file of at most `limit` bytes.
  public init(contentsOf path: String, limit: Int = 1 << 30) throws(FileError) {
    try self.init(parsing: try JSONParser.bytes(ofFile: path, limit: limit), path: path)
  }
}

extension JSONValue {
  /// Parses a file in memory of at most `limit` bytes.
  package init(_ file: MappedFile, limit: Int = 1 << 30) throws(FileError) {
    try self.init(parsing: try JSONParser.bytes(of: file, limit: limit), path: file.path)
  }
}

extension JSONParser {
  /// Parses a whole text with `body`.
  ///
  /// - Throws: `FileError.malformed` with the path, the line and the reason.
  package static func parse<Result>(
    _ bytes: [UInt8], path: String, _ body: (inout JSONParser) throws(Failure) -> Result
  ) throws(FileError) -> Result {
    var parser = JSONParser(bytes)
    do {
      return try parser.document(body)
    } catch {
      let line = bytes[..<min(error.offset, bytes.count)].count { $0 == 0x0A } + 1
      throw .malformed(
        path: path, line: line,
        reason: "not valid JSON: \(error.reason) (byte \(error.offset) of \(bytes.count))")
    }
  }

  /// The content of a file of JSON of at most `limit` bytes.
  package static func bytes(ofFile path: String, limit: Int = 1 << 30) throws(FileError) -> [UInt8]
  {
    try bytes(of: MappedFile(path: path), limit: limit)
  }

  /// The content of a file of JSON of at most `limit` bytes.
  package static func bytes(of file: MappedFile, limit: Int = 1 << 30) throws(FileError) -> [UInt8]
  {
    guard file.count <= limit else {
      throw .malformed(
        path: file.path, line: nil, reason: "\(file.count) bytes of JSON; at most \(limit) are read"
      )
    }
    return file.bytes(0..<file.count)
  }
}
