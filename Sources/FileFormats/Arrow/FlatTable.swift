/// A table of FlatBuffers: what a field has, by its number; see flatbuffers.dev, "Internals".
///
/// Only what Arrow's metadata needs. A table is written before what it refers to, so offsets lead forward.
struct FlatTable: Sendable {
  /// A field of a table.
  enum Field: Sendable {
    /// A number of 1, 2, 4 or 8 bytes.
    case number(Int, bytes: Int)
    case text(String)
    case table(FlatTable)
    case tables([FlatTable])
    /// Structs of numbers of eight bytes, some for each.
    case structs([[Int]])
  }

  /// The fields that are there, by their numbers.
  let fields: [(number: Int, field: Field)]

  init(_ fields: [(number: Int, field: Field)]) { self.fields = fields }

  /// The bytes of a buffer whose root is this table, up to a multiple of eight.
  var bytes: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 4)
    append(to: &bytes, referredAt: 0)
    bytes.pad(to: 8)
    return bytes
  }

  /// Appends a table, and stores where it is.
  private func append(to bytes: inout [UInt8], referredAt reference: Int) {
    // Large fields first, so that each lies at a multiple of its size.
    let order = fields.sorted { ($1.field.byteCount, $0.number) < ($0.field.byteCount, $1.number) }
    var places: [Int: Int] = [:]
    var end = 4
    for (number, field) in order {
      end = (end + field.byteCount - 1) / field.byteCount * field.byteCount
      places[number] = end
      end += field.byteCount
    }
    let slots = (fields.map(\.number).max() ?? -1) + 1
    bytes.pad(to: 2)
    let directory = bytes.count
    bytes.append(littleEndian: UInt64(4 + 2 * slots), bytes: 2)
    bytes.append(littleEndian: UInt64(end), bytes: 2)
    for slot in 0..<slots { bytes.append(littleEndian: UInt64(places[slot] ?? 0), bytes: 2) }
    bytes.pad(to: 8)
    let start = bytes.count
    bytes.set(start - reference, at: reference, bytes: 4)
    bytes += [UInt8](repeating: 0, count: end)
    bytes.set(start - directory, at: start, bytes: 4)
    for (number, field) in fields {
      let place = start + (places[number] ?? 0)
      switch field {
      case .number(let value, let count): bytes.set(value, at: place, bytes: count)
      case .text(let text):
        bytes.refer(from: place)
        bytes.append(littleEndian: UInt64(text.utf8.count), bytes: 4)
        bytes += Array(text.utf8) + [0]
      case .table(let table): table.append(to: &bytes, referredAt: place)
      case .tables(let tables):
        bytes.refer(from: place)
        bytes.append(littleEndian: UInt64(tables.count), bytes: 4)
        let references = tables.indices.map { bytes.count + 4 * $0 }
        bytes += [UInt8](repeating: 0, count: 4 * tables.count)
        for (table, reference) in zip(tables, references) {
          table.append(to: &bytes, referredAt: reference)
        }
      case .structs(let structs):
        // The numbers begin at a multiple of eight, behind their count.
        while bytes.count % 8 != 4 { bytes.append(0) }
        bytes.refer(from: place)
        bytes.append(littleEndian: UInt64(structs.count), bytes: 4)
        for number in structs.joined() { bytes.append(littleEndian: UInt64(number)) }
      }
    }
  }
}

extension FlatTable.Field {
  /// The bytes in the table itself: of the number, or of the way to what is elsewhere.
  fileprivate var byteCount: Int {
    switch self {
    case .number(_, let bytes): bytes
    case .text, .table, .tables, .structs: 4
    }
  }
}

extension [UInt8] {
  /// Appends zeros up to a multiple of a size.
  mutating func pad(to size: Int) {
    while count % size != 0 { append(0) }
  }

  fileprivate mutating func set(_ value: Int, at place: Int, bytes: Int) {
    for offset in 0..<bytes {
      self[place + offset] = UInt8(truncatingIfNeeded: value >> (8 * offset))
    }
  }

  /// Stores how far it is from a place to the end, where something begins at a multiple of four.
  fileprivate mutating func refer(from place: Int) {
    pad(to: 4)
    set(count - place, at: place, bytes: 4)
  }
}
