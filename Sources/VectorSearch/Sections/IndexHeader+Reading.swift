import FileFormats
import TensorKit

extension IndexHeader {
  /// Reads the header of a file and checks it against itself and the size of the file.
  init(_ file: MappedFile) throws(FileError) {
    let magic = file.bytes(0..<min(file.count, Self.magic.count))
    guard magic == Self.magic else { throw file.malformed("is not an index of this program") }
    guard file.count >= Self.byteCount else {
      throw .truncated(path: file.path, expected: Self.byteCount, found: file.count)
    }
    // The version is checked before the checksum, which a newer format may keep elsewhere.
    let version = file.integer(at: 8, bytes: 4)
    guard version <= UInt64(Self.version) else {
      throw .unsupportedVersion(
        path: file.path, found: String(version), supported: String(Self.version))
    }
    guard version == UInt64(Self.version),
      file.checksum(0..<Self.byteCount - 8) == file.integer(at: Self.byteCount - 8, bytes: 8)
    else { throw .checksumMismatch(path: file.path) }
    try readFields(file)
    try readSections(file)
    try checkLengths(file)
  }

  private mutating func readFields(_ file: MappedFile) throws(FileError) {
    let code = file.integer(at: 12, bytes: 4)
    guard code == 0 else {
      throw .unsupportedVersion(path: file.path, found: "kind \(code)", supported: "kind 0")
    }
    let metricCode = file.integer(at: 16, bytes: 4)
    let metric = Metric.allCases.first { UInt64($0.code) == metricCode }
    let flags = file.integer(at: 20, bytes: 4)
    let count = file.integer(at: 24, bytes: 8)
    let dimension = file.integer(at: 32, bytes: 8)
    let norm = Double(bitPattern: file.integer(at: 40, bytes: 8))
    guard let metric, flags < 4, count <= UInt64(Self.maximumCount),
      (1...UInt64(Self.maximumDimension)).contains(dimension),
      norm >= 0, norm <= PreparedVectors.largestNorm
    else { throw file.malformed("its header holds impossible values") }
    self.metric = metric
    hasSentences = flags & 1 != 0
    modelChecksum = flags & 2 != 0 ? file.integer(at: 48, bytes: 8) : nil
    self.count = Int(count)
    self.dimension = Int(dimension)
    largestNorm = norm
  }

  private mutating func readSections(_ file: MappedFile) throws(FileError) {
    let number = file.integer(at: 56, bytes: 8)
    guard number <= UInt64(Self.maximumSections) else {
      throw file.malformed("\(number) sections")
    }
    var end = Self.byteCount
    for index in 0..<Int(number) {
      let place = 64 + index * 32
      let offset = file.integer(at: place + 8, bytes: 8)
      let length = file.integer(at: place + 16, bytes: 8)
      guard let tag = Tag(rawValue: file.integer(at: place, bytes: 8)), section(tag) == nil,
        offset == UInt64(Self.aligned(end)), offset <= UInt64(file.count),
        length <= UInt64(file.count) - offset
      else {
        throw file.malformed(
          "its sections do not fit into \(file.count) bytes; it may be cut short")
      }
      let section = Section(
        tag: tag, offset: Int(offset), length: Int(length),
        checksum: file.integer(at: place + 24, bytes: 8))
      sections.append(section)
      end = section.end
    }
    guard end == file.count else {
      throw file.malformed("\(file.count - end) bytes after the last section")
    }
  }

  /// Compares the lengths of the sections with the number of vectors.
  private func checkLengths(_ file: MappedFile) throws(FileError) {
    // Count and dimension are at most 2^40 and 2^20, so none of these overflows.
    var expected: [Tag: Int] = [.vectors: count * dimension * 4]
    if metric == .l2 { expected[.halfSquaredNorms] = count * 4 }
    if hasSentences { expected[.offsets] = (count + 1) * 8 }
    var present: Set<Tag> = Set(expected.keys)
    if hasSentences { present.insert(.text) }
    if modelChecksum != nil { present.insert(.modelPath) }
    guard Set(sections.map(\.tag)) == present,
      sections.allSatisfy({ expected[$0.tag] ?? $0.length == $0.length })
    else { throw file.malformed("its sections do not match its header") }
  }

  /// The next place at which a section may begin.
  static func aligned(_ offset: Int) -> Int {
    (offset + alignment - 1) / alignment * alignment
  }
}
