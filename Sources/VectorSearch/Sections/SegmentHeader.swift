import FileFormats
import TensorKit

/// The first 4,096 bytes of a segment, numbers little-endian:
///
///     0     8 bytes   TEXTAEIX
///     8     u32       version of the format, 2
///     12    u32       the codec that queries are compared with
///     16    u32       metric: 0 cosine, 1 dot, 2 l2
///     20    u32       the codec that answers are scored with
///     24    u64       number of vectors
///     32    u64       components of a vector
///     40    f64       the length of the longest vector as answers are scored
///     48    f64       the largest distance between the two forms of a vector
///     56    u64       number of sections, at most 100
///     64    sections  16 bytes name (ASCII, zeros behind it), u64 offset, length, checksum each
///     4088  u64       checksum of the 4,088 bytes before
///
/// Sections follow in order, each at a multiple of 64 bytes with zeros before it; the last one ends
/// the file. Checksums are xxHash64. Sections of names that the reader does not know are left alone:
/// other modules may keep there what they need for the rows of the segment.
struct SegmentHeader: Equatable {
  static let byteCount = 4_096
  static let version = 2
  static let maximumSections = 100
  static let maximumNameLength = 16
  /// The most vectors of a segment, so that their numbers fit into 31 bits.
  static let maximumCount = 1 << 31 - 1
  /// No id is as large.
  static let endOfIDs = 1 << 48
  /// All that an id can be.
  static let ids = 0..<endOfIDs

  /// Where a part of the file is.
  struct Section: Equatable {
    let name: String
    let offset: Int
    let length: Int
    let checksum: UInt64

    var end: Int { offset + length }
    var range: Range<Int> { offset..<end }
  }

  var coarse: UInt32 = 0
  var fine: UInt32 = 0
  var metric = Metric.cosine
  var count = 0
  var dimension = 0
  var longest = 0.0
  var residual = 0.0
  var sections: [Section] = []

  func section(_ name: String) -> Section? { sections.first { $0.name == name } }

  /// The header as the bytes of a file.
  var bytes: [UInt8] {
    var bytes = IndexHeader.magic
    bytes.append(littleEndian: UInt64(Self.version), bytes: 4)
    bytes.append(littleEndian: UInt64(coarse), bytes: 4)
    bytes.append(littleEndian: UInt64(metric.code), bytes: 4)
    bytes.append(littleEndian: UInt64(fine), bytes: 4)
    bytes.append(littleEndian: UInt64(count))
    bytes.append(littleEndian: UInt64(dimension))
    bytes.append(littleEndian: longest.bitPattern)
    bytes.append(littleEndian: residual.bitPattern)
    bytes.append(littleEndian: UInt64(sections.count))
    for section in sections {
      let name = Array(section.name.utf8)
      bytes += name + [UInt8](repeating: 0, count: Self.maximumNameLength - name.count)
      bytes.append(littleEndian: UInt64(section.offset))
      bytes.append(littleEndian: UInt64(section.length))
      bytes.append(littleEndian: section.checksum)
    }
    bytes += [UInt8](repeating: 0, count: Self.byteCount - 8 - bytes.count)
    bytes.append(littleEndian: Checksum.of(bytes))
    return bytes
  }
}

extension SegmentHeader {
  /// Reads the header of a file and checks it against itself and the size of the file.
  init(_ file: MappedFile) throws(FileError) {
    guard file.count >= Self.byteCount else {
      throw .truncated(path: file.path, expected: Self.byteCount, found: file.count)
    }
    guard file.checksum(0..<Self.byteCount - 8) == file.integer(at: Self.byteCount - 8, bytes: 8)
    else { throw .checksumMismatch(path: file.path) }
    let metricCode = file.integer(at: 16, bytes: 4)
    let count = file.integer(at: 24, bytes: 8)
    let dimension = file.integer(at: 32, bytes: 8)
    longest = Double(bitPattern: file.integer(at: 40, bytes: 8))
    residual = Double(bitPattern: file.integer(at: 48, bytes: 8))
    guard let metric = Metric.allCases.first(where: { UInt64($0.code) == metricCode }),
      count <= UInt64(Self.maximumCount),
      (1...UInt64(IndexHeader.maximumDimension)).contains(dimension),
      longest >= 0, longest <= PreparedVectors.largestNorm, residual >= 0,
      residual <= PreparedVectors.largestNorm
    else { throw file.malformed("its header holds impossible values") }
    self.metric = metric
    self.count = Int(count)
    self.dimension = Int(dimension)
    coarse = UInt32(file.integer(at: 12, bytes: 4))
    fine = UInt32(file.integer(at: 20, bytes: 4))
    try readSections(file)
  }

  private mutating func readSections(_ file: MappedFile) throws(FileError) {
    let number = file.integer(at: 56, bytes: 8)
    guard number <= UInt64(Self.maximumSections) else {
      throw file.malformed("\(number) sections")
    }
    var end = Self.byteCount
    for index in 0..<Int(number) {
      let place = 64 + index * 40
      let name = String(
        decoding: file.bytes(place..<place + Self.maximumNameLength).prefix { $0 != 0 },
        as: UTF8.self)
      let offset = file.integer(at: place + 16, bytes: 8)
      let length = file.integer(at: place + 24, bytes: 8)
      guard !name.isEmpty, section(name) == nil, offset == UInt64(IndexHeader.aligned(end)),
        offset <= UInt64(file.count), length <= UInt64(file.count) - offset
      else {
        throw file.malformed(
          "its sections do not fit into \(file.count) bytes; it may be cut short")
      }
      let section = Section(
        name: name, offset: Int(offset), length: Int(length),
        checksum: file.integer(at: place + 32, bytes: 8))
      sections.append(section)
      end = section.end
    }
    guard end == file.count else {
      throw file.malformed("\(file.count - end) bytes after the last section")
    }
  }
}
