/// The arrays that NumPy's `savez` puts into one file, a zip archive without compression.
///
///     let archive = try NPZArchive(path: "vectors.npz")
///     let matrix = try archive.matrix()
public struct NPZArchive {
  /// An array and where its file lies.
  private struct Entry {
    let name: String
    let method: UInt64
    let header: Int
    let size: Int
  }

  private let file: MappedFile
  private let entries: [Entry]

  /// Reads the directory at the end of an archive.
  ///
  /// - Throws: `FileError` for whatever is wrong with it; never traps on its content.
  public init(path: String) throws(FileError) {
    let file = try MappedFile(path: path)
    self.file = file
    if ForeignFormat(file.bytes(0..<min(256, file.count))) == .torch {
      throw .foreign(path: path, format: .torch, purpose: .vectors)
    }
    // The last record has 22 bytes; `savez` writes no comment behind it.
    let end = file.count - 22
    guard end >= 0, file.integer(at: end, bytes: 4) == 0x0605_4B50 else {
      throw file.malformed("is no archive as NumPy's savez writes it")
    }
    let count = Int(file.integer(at: end + 10, bytes: 2))
    var place = Int(file.integer(at: end + 16, bytes: 4))
    var entries: [Entry] = []
    for _ in 0..<count {
      guard place + 46 <= end, file.integer(at: place, bytes: 4) == 0x0201_4B50 else {
        throw file.malformed("its directory is damaged")
      }
      let nameLength = Int(file.integer(at: place + 28, bytes: 2))
      let rest = Int(
        file.integer(at: place + 30, bytes: 2) + file.integer(at: place + 32, bytes: 2))
      guard place + 46 + nameLength + rest <= end else {
        throw file.malformed("its directory is damaged")
      }
      let name = String(
        decoding: file.bytes(place + 46..<place + 46 + nameLength), as: UTF8.self)
      entries.append(
        Entry(
          name: name.hasSuffix(".npy") ? String(name.dropLast(4)) : name,
          method: file.integer(at: place + 10, bytes: 2),
          header: Int(file.integer(at: place + 42, bytes: 4)),
          size: Int(file.integer(at: place + 24, bytes: 4))))
      place += 46 + nameLength + rest
    }
    self.entries = entries
  }

  /// The names of the arrays.
  public var names: [String] { entries.map(\.name) }

  /// An array as a file of its own; without a name, the only one.
  ///
  /// - Throws: `FileError`; `malformed` for several arrays without a name, or compressed ones.
  public func matrix(named name: String? = nil) throws(FileError) -> NPYFile {
    guard
      let entry = name.map({ name in entries.first { $0.name.utf8.elementsEqual(name.utf8) } })
        ?? entries.first
    else {
      throw file.malformed("no array \(name ?? ""); it has " + names.joined(separator: ", "))
    }
    guard name != nil || entries.count == 1 else {
      throw file.malformed(
        "has several arrays: " + names.joined(separator: ", ") + "; name one behind a colon")
    }
    guard entry.method == 0 else {
      throw file.malformed("is compressed; numpy.savez writes it without compression")
    }
    guard entry.size < 0xFFFF_FFFF, entry.header + 30 <= file.count,
      file.integer(at: entry.header, bytes: 4) == 0x0403_4B50
    else { throw file.malformed("array \(entry.name) cannot be found; save it as .npy") }
    let start =
      entry.header + 30
      + Int(
        file.integer(at: entry.header + 26, bytes: 2)
          + file.integer(at: entry.header + 28, bytes: 2))
    guard start + entry.size <= file.count else {
      throw .truncated(path: file.path, expected: start + entry.size, found: file.count)
    }
    return try NPYFile(MappedFile(file, start..<start + entry.size))
  }
}
