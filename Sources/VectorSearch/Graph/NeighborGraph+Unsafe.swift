import FileFormats
import TensorKit

/// Links between vectors on several levels, in memory or in a mapped file.
///
/// Whatever the memory holds, no link leads outside: numbers of rows and places are checked when
/// they are followed.
@safe struct NeighborGraph: @unchecked Sendable {
  // Safe to share: whoever writes to a graph in memory does so where nobody reads.
  /// Row after row: the number of links, then room for twice `width` of them.
  private let lowest: UnsafeMutablePointer<UInt32>
  /// For each row one more than its first slot, or 0 if it is on the lowest level only.
  private let places: UnsafeMutablePointer<UInt32>
  /// A slot for each row and level above the lowest: the number of links, then room for `width`.
  private let slots: UnsafeMutablePointer<UInt32>
  private let owner: AnyObject
  let count: Int
  let width: Int
  let slotCount: Int
  /// The row at which a search begins; nil if the graph is empty.
  var entry: Int?
  /// How many levels there are above the lowest.
  var levels: Int

  static let maximumLevels = 31

  static func lowestBytes(count: Int, width: Int) -> Int { count * (2 * width + 1) * 4 }
  static func placeBytes(count: Int) -> Int { count * 4 }
  static func slotBytes(slots: Int, width: Int) -> Int { slots * (width + 1) * 4 }

  /// An empty graph in memory.
  init(count: Int, width: Int, slotCount: Int) {
    let lowestBytes = Self.lowestBytes(count: count, width: width)
    let placeBytes = Self.placeBytes(count: count)
    let memory = AlignedMemory(
      lowestBytes + placeBytes + Self.slotBytes(slots: slotCount, width: width) + 4)
    // All three lie behind each other in memory of their common size.
    unsafe lowest = memory.start.assumingMemoryBound(to: UInt32.self)
    unsafe places = (memory.start + lowestBytes).assumingMemoryBound(to: UInt32.self)
    unsafe slots = (memory.start + lowestBytes + placeBytes).assumingMemoryBound(to: UInt32.self)
    owner = memory
    self.count = count
    self.width = width
    self.slotCount = slotCount
    entry = nil
    levels = 0
  }

  /// A graph in a file, which is only read; the three offsets are multiples of four.
  init(
    _ file: MappedFile, lowestAt: Int, placesAt: Int, slotsAt: Int, count: Int, width: Int,
    slotCount: Int, entry: Int?, levels: Int
  ) {
    precondition(
      lowestAt % 4 == 0 && placesAt % 4 == 0 && slotsAt % 4 == 0
        && lowestAt + Self.lowestBytes(count: count, width: width) <= file.count
        && placesAt + Self.placeBytes(count: count) <= file.count
        && slotsAt + Self.slotBytes(slots: slotCount, width: width) <= file.count,
      "\(count) rows and \(slotCount) slots of \(width) links")
    guard let start = unsafe file.buffer.baseAddress.map(UnsafeMutableRawPointer.init(mutating:))
    else { preconditionFailure("\(file.path) is empty") }
    // The ranges lie inside the mapping, checked above. Nothing is written through them.
    unsafe lowest = (start + lowestAt).assumingMemoryBound(to: UInt32.self)
    unsafe places = (start + placesAt).assumingMemoryBound(to: UInt32.self)
    unsafe slots = (start + slotsAt).assumingMemoryBound(to: UInt32.self)
    owner = file
    self.count = count
    self.width = width
    self.slotCount = slotCount
    self.entry = entry
    self.levels = levels
  }

  // MARK: - Following links

  /// The links of a row on a level, 0 being the lowest; none if it is not on that level.
  @inline(__always) func links(of row: Int, on level: Int) -> GraphLinks {
    guard let (start, room) = unsafe list(row, level) else { return GraphLinks() }
    // `room` numbers follow the first.
    return unsafe GraphLinks(start: start + 1, count: min(Int(start[0]), room))
  }

  /// On how many levels above the lowest each row is: its slots end where those of another begin.
  var levelsOfRows: [Int] {
    // There is a place for each row.
    let placed = (0..<count).map { (place: unsafe Int(places[$0]), row: $0) }
      .filter { $0.place > 0 && $0.place <= slotCount }.sorted { $0 < $1 }
    var levels = [Int](repeating: 0, count: count)
    for (index, (place, row)) in placed.enumerated() {
      let end = index + 1 < placed.count ? placed[index + 1].place : slotCount + 1
      levels[row] = min(end - place, Self.maximumLevels)
    }
    return levels
  }

  /// Where the links of a row begin, with their number, and how many there can be.
  @inline(__always) private func list(
    _ row: Int, _ level: Int
  ) -> (start: UnsafeMutablePointer<UInt32>, room: Int)? {
    precondition(row >= 0 && row < count, "row \(row) of \(count)")
    if level == 0 { return unsafe (lowest + row * (2 * width + 1), 2 * width) }
    let place = unsafe Int(places[row])
    guard place > 0, place - 1 + level - 1 < slotCount else { return nil }
    return unsafe (slots + (place - 1 + level - 1) * (width + 1), width)
  }

  // MARK: - Building

  /// Gives a row the slots from `slot` on.
  func place(_ row: Int, at slot: Int) {
    precondition(row >= 0 && row < count && slot < slotCount, "row \(row), slot \(slot)")
    unsafe places[row] = UInt32(slot + 1)
  }

  /// Replaces the links of a row; nobody else may read or write them meanwhile.
  func setLinks(of row: Int, on level: Int, _ ids: [UInt32]) {
    guard let (start, room) = unsafe list(row, level) else {
      preconditionFailure("row \(row) is not on level \(level)")
    }
    precondition(ids.count <= room, "\(ids.count) links of \(room)")
    // There is room for all, checked above.
    unsafe start[0] = UInt32(ids.count)
    for (index, id) in ids.enumerated() { unsafe start[1 + index] = id }
  }

  /// Writes the three parts as sections.
  func write(to file: inout SectionFile) throws(FileError) {
    // The memory of each part has as many bytes.
    try unsafe file.add(
      SectionName.links,
      UnsafeRawBufferPointer(start: lowest, count: Self.lowestBytes(count: count, width: width)))
    try unsafe file.add(
      SectionName.places,
      UnsafeRawBufferPointer(start: places, count: Self.placeBytes(count: count)))
    try unsafe file.add(
      SectionName.slots,
      UnsafeRawBufferPointer(start: slots, count: Self.slotBytes(slots: slotCount, width: width)))
  }
}

/// The links of a row; the rows they name are not checked.
@safe struct GraphLinks: Sequence, IteratorProtocol {
  private var position: UnsafePointer<UInt32>?
  private(set) var count: Int

  /// No links.
  init() {
    unsafe position = nil
    count = 0
  }

  fileprivate init(start: UnsafeMutablePointer<UInt32>, count: Int) {
    unsafe position = UnsafePointer(start)
    self.count = count
  }

  @inline(__always) mutating func next() -> UInt32? {
    guard count > 0, let at = unsafe position else { return nil }
    count -= 1
    unsafe position = at + 1
    return unsafe at.pointee
  }
}
