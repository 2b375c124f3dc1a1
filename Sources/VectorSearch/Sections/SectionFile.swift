import FileFormats

/// Writes the sections of a segment one after the other.
struct SectionFile {
  let file: AtomicFile
  private(set) var sections: [SegmentHeader.Section] = []
  var open: (name: String, offset: Int, checksum: Checksum)?

  /// Begins a file with room for its header.
  init(path: String) throws(FileError) {
    file = try AtomicFile(path: path, existing: .replace)
    try file.write([UInt8](repeating: 0, count: SegmentHeader.byteCount))
  }

  mutating func begin(_ name: String) throws(FileError) {
    precondition(open == nil, "the section before \(name) is open")
    let offset = IndexHeader.aligned(file.count)
    try file.write([UInt8](repeating: 0, count: offset - file.count))
    open = (name, offset, Checksum())
  }

  mutating func write(_ bytes: [UInt8]) throws(FileError) {
    open?.checksum.update(bytes)
    try file.write(bytes)
  }

  mutating func end() {
    guard let open else { return }
    sections.append(
      SegmentHeader.Section(
        name: open.name, offset: open.offset, length: file.count - open.offset,
        checksum: open.checksum.value))
    self.open = nil
  }

  /// Writes a whole section.
  mutating func add(_ name: String, _ bytes: [UInt8]) throws(FileError) {
    try begin(name)
    try write(bytes)
    end()
  }

  /// Writes a whole section that was set aside.
  mutating func add(_ name: String, _ spool: SpoolFile) throws(FileError) {
    try begin(name)
    try spool.forEachPiece { (piece) throws(FileError) in try write(piece) }
    end()
  }

  /// Writes the header and gives the file its name.
  func finish(_ header: SegmentHeader) throws(FileError) {
    var header = header
    header.sections = sections
    try file.rewrite(header.bytes, at: 0)
    try file.commit()
  }
}
