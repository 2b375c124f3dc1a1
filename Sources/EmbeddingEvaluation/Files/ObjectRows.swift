import FileFormats

/// JSON lines as the rows of a table: the keys of the first object name the columns.
enum ObjectRows {
  /// The keys of the first object and then up to `limit` rows of fields.
  ///
  /// - Throws: `FileError` for a line that is no object.
  static func rows(_ path: String, limit: Int) throws(FileError) -> [[String]] {
    let reader = try LineReader(path: path)
    var rows: [[String]] = []
    while rows.count <= limit, let members = try next(reader) {
      if rows.isEmpty { rows.append(members.map(\.key)) }
      rows.append(fields(members, keys: rows[0]))
    }
    return rows
  }

  /// Calls `body` with the fields of every object and the number of its line.
  static func forEach(
    _ path: String, keys: [String], _ body: ([String], Int) throws -> Void
  ) throws {
    let reader = try LineReader(path: path)
    while let members = try next(reader) {
      try body(fields(members, keys: keys), reader.lineNumber)
    }
  }

  private static func next(_ reader: LineReader) throws(FileError) -> [JSONValue.Member]? {
    while let line = try reader.next() {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      guard let members = (try? JSONValue(parsing: line, path: reader.path))?.members else {
        throw .malformed(path: reader.path, line: reader.lineNumber, reason: "no JSON object")
      }
      return members
    }
    return nil
  }

  /// The values in the order of the keys; a missing one is empty.
  private static func fields(_ members: [JSONValue.Member], keys: [String]) -> [String] {
    keys.map { key in
      switch JSONValue.object(members)[key] {
      case nil, .null: ""
      case .string(let text): text
      // Labels that are no texts are compared with 0 and 1.
      case .bool(let value): value ? "1" : "0"
      case .some(let value): value.jsonText
      }
    }
  }
}
