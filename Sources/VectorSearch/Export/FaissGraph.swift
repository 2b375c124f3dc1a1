import FileFormats
import Foundation

/// A graph as faiss stores it: for each row a fixed room for the links of all its levels, from the lowest.
///
/// Each part is an i64 number of elements and the elements: f64 probabilities of the levels, i32 links up to
/// each level, i32 levels and i64 first links of the rows, i32 links with -1 for none; then five i32.
struct FaissGraph {
  private let stored: StoredGraph
  private let graph: NeighborGraph
  /// For each row the number of levels above the lowest.
  private let levels: [Int]
  /// Rows that are equal to an earlier one, with the one before them and the first of all.
  private let equals: [Int: (before: Int, first: Int)]

  /// Where links are missing.
  private static let none = UInt64(UInt32.max)
  /// What faiss looks at unless it is told otherwise.
  private static let searchEffort = 16

  /// Prepares a graph of at least one row.
  init(_ stored: StoredGraph) {
    self.stored = stored
    graph = stored.graph
    levels = stored.graph.levelsOfRows
    var equals: [Int: (before: Int, first: Int)] = [:]
    for row in 0..<stored.graph.count {
      if let next = stored.rowEqual(to: row) { equals[next] = (row, equals[row]?.first ?? row) }
    }
    self.equals = equals
  }

  /// Writes the graph; links of a damaged one to rows that are not on their level are left out.
  func write(to file: AtomicFile) throws(FileError) {
    let probabilities = probabilities
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(probabilities.count))
    for probability in probabilities { bytes.append(littleEndian: probability.bitPattern) }
    bytes.append(littleEndian: UInt64(probabilities.count + 1))
    for level in 0...probabilities.count {
      bytes.append(littleEndian: UInt64(room(levels: level)), bytes: 4)
    }
    bytes.append(littleEndian: UInt64(graph.count))
    try file.write(bytes)
    for level in levels { try write(level + 1, bytes: 4, to: file) }
    try write(graph.count + 1, bytes: 8, to: file)
    var end = 0
    try write(end, bytes: 8, to: file)
    for level in levels {
      end += room(levels: level + 1)
      try write(end, bytes: 8, to: file)
    }
    try write(end, bytes: 8, to: file)
    for row in 0..<graph.count { try file.write(links(of: row)) }
    bytes.removeAll()
    let entry = graph.entry ?? 0
    let numbers = [entry, levels[entry], stored.parameters.effort, Self.searchEffort, 1]
    for number in numbers { bytes.append(littleEndian: UInt64(number), bytes: 4) }
    try file.write(bytes)
  }

  private func write(_ number: Int, bytes: Int, to file: AtomicFile) throws(FileError) {
    var field: [UInt8] = []
    field.append(littleEndian: UInt64(number), bytes: bytes)
    try file.write(field)
  }

  /// The probability that a row is on a level and none above, rounded as faiss rounds it, for all levels that
  /// the graph has and those that faiss would have.
  private var probabilities: [Double] {
    let scale = Float(1 / log(Double(graph.width)))
    var result: [Double] = []
    while true {
      let level = Float(result.count)
      let probability = Float(exp(Double(-level / scale)) * (1 - exp(Double(-1 / scale))))
      if probability < 1e-9, result.count > graph.levels { return result }
      result.append(Double(probability))
    }
  }

  /// How many links fit on so many levels.
  private func room(levels: Int) -> Int { levels == 0 ? 0 : (levels + 1) * graph.width }

  private func links(of row: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for level in 0...levels[row] {
      let room = level == 0 ? 2 * graph.width : graph.width
      var ids = (level == 0 ? lowestLinks(of: row) : Array(graph.links(of: row, on: level)))
        .filter { Int($0) < graph.count && levels[Int($0)] >= level }
      ids.removeLast(max(0, ids.count - room))
      for place in 0..<room {
        bytes.append(littleEndian: place < ids.count ? UInt64(ids[place]) : Self.none, bytes: 4)
      }
    }
    return bytes
  }

  /// The links of a row on the lowest level. Of equal rows only the first has some in our graph: here the
  /// others have the same, and each one leads to the next, ahead of those that fill the room.
  private func lowestLinks(of row: Int) -> [UInt32] {
    let equal = equals[row]
    var ids = Array(graph.links(of: equal?.first ?? row, on: 0))
    if let equal { ids.insert(UInt32(equal.before), at: 0) }
    if let next = stored.rowEqual(to: row) { ids.insert(UInt32(next), at: 0) }
    return ids
  }
}
