import FileFormats

/// The file `rows.jsonl`: what belongs to the vectors, a line for each in their order.
///
///     {"id":17,"sentence":"The soup was hot.","fields":{"label":"good"}}
struct RowLines {
  private let file: AtomicFile
  private let index: MappedIndex
  private var line: [UInt8] = []

  init(_ index: MappedIndex, in folder: String) throws(FileError) {
    self.index = index
    file = try AtomicFile(path: folder + "/rows.jsonl")
  }

  mutating func append(_ row: MappedIndex.Row) throws(FileError) {
    line.removeAll(keepingCapacity: true)
    var members = [JSONValue.Member(key: "id", value: .integer(row.id))]
    if let sentence = row.sentence {
      members.append(JSONValue.Member(key: "sentence", value: .string(sentence)))
    }
    if !index.columns.isEmpty {
      members.append(JSONValue.Member(key: "fields", value: index.json(fields: row.fields)))
    }
    JSONValue.object(members).append(to: &line)
    line.append(UInt8(ascii: "\n"))
    try file.write(line)
  }

  func finish() throws(FileError) { try file.commit() }
}
