/// The header of a safetensors file, validated against the size of the file.
struct SafetensorsHeader {
  static let maximumBytes = 100_000_000

  /// The tensors in the order of their bytes, which they cover without gap or overlap.
  let entries: [SafetensorsFile.Entry]
  let metadata: [(key: String, value: String)]
  /// How the content of the file can be verified.
  let checksums: Checksums

  /// The checksums that a file carries.
  enum Checksums {
    /// Nothing: another program wrote it.
    case none
    /// Version 1: one of the whole file. `sum` has taken in the header and lacks the `data`.
    case file(expected: UInt64, sum: Checksum, data: Range<Int>)
    /// Version 2: one of the header, which has been verified, and one for each tensor by its name.
    case tensors([String: UInt64])
  }

  /// Reads and validates the header, and verifies its checksum where it has one of its own.
  init(_ file: TensorBytes) throws(FileError) {
    let size = file.count
    let bytes = try Self.bytes(file, size: size)
    let path = file.path
    let json = try JSONValue(parsing: Array(bytes[8...]), path: path)
    guard let members = json.members else {
      throw .malformed(path: path, "the header is no JSON object")
    }
    var metadata: [(key: String, value: String)] = []
    var entries: [SafetensorsFile.Entry] = []
    // The parser refuses equal bytes; Swift also takes canonically equivalent names for equal.
    var names: Set<String> = []
    for member in members {
      if member.key == SafetensorsKey.metadata {
        metadata = try Self.metadata(member.value, path)
      } else {
        guard names.insert(member.key).inserted else {
          throw .malformed(path: path, "tensor \(member.key) occurs twice")
        }
        entries.append(try Self.entry(member, data: bytes.count..<size, path))
      }
    }
    self.metadata = metadata
    self.entries = try Self.contiguous(entries, data: bytes.count..<size, path)
    checksums = try Self.checksums(bytes, metadata, self.entries, size: size, path)
  }

  /// The eight bytes of the length, and the header after them.
  private static func bytes(_ file: TensorBytes, size: Int) throws(FileError) -> [UInt8] {
    guard size >= 8 else { throw .truncated(path: file.path, expected: 8, found: size) }
    let length = try file.bytes(0..<8).littleEndian(at: 0, bytes: 8)
    guard length <= UInt64(maximumBytes) else {
      throw .malformed(
        path: file.path, "a header of \(length) bytes; this is not a safetensors file")
    }
    let end = 8 + Int(length)
    guard end <= size else { throw .truncated(path: file.path, expected: end, found: size) }
    return try file.bytes(0..<end)
  }

  private static func metadata(
    _ value: JSONValue, _ path: String
  ) throws(FileError) -> [(key: String, value: String)] {
    guard let members = value.members else {
      throw .malformed(path: path, "__metadata__ is not an object")
    }
    var result: [(key: String, value: String)] = []
    for member in members {
      guard let text = member.value.text else {
        throw .malformed(path: path, "__metadata__ entry \(member.key) is not text")
      }
      result.append((member.key, text))
    }
    return result
  }

  private static func entry(
    _ member: JSONValue.Member, data: Range<Int>, _ path: String
  ) throws(FileError) -> SafetensorsFile.Entry {
    let name = member.key
    guard let fields = member.value.members, fields.count == 3,
      let type = member.value["dtype"]?.text,
      let shape = member.value["shape"]?.wholeNumbers,
      let offsets = member.value["data_offsets"]?.wholeNumbers, offsets.count == 2
    else { throw .malformed(path: path, "tensor \(name) lacks a type, a shape or its offsets") }
    guard let element = TensorElement(rawValue: type) else {
      throw .malformed(path: path, "tensor \(name) has the unknown type \(type)")
    }
    let specification = TensorSpecification(name: name, element: element, shape: shape)
    guard offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= data.count,
      specification.byteCount == offsets[1] - offsets[0]
    else {
      throw .malformed(path: path, "tensor \(name): shape, offsets and file size do not agree")
    }
    let start = data.lowerBound
    return .init(specification: specification, range: start + offsets[0]..<start + offsets[1])
  }

  /// The entries in the order of their bytes, which have to cover all the data.
  private static func contiguous(
    _ entries: [SafetensorsFile.Entry], data: Range<Int>, _ path: String
  ) throws(FileError) -> [SafetensorsFile.Entry] {
    let sorted = entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var end = data.lowerBound
    for entry in sorted {
      guard entry.range.lowerBound == end else {
        throw .malformed(
          path: path, "tensor \(entry.specification.name) leaves a gap or overlaps another")
      }
      end = entry.range.upperBound
    }
    guard end == data.upperBound else {
      throw .malformed(path: path, "\(data.upperBound - end) bytes after the last tensor")
    }
    return sorted
  }
}

// MARK: - Checksums

extension SafetensorsHeader {
  private static func checksums(
    _ bytes: [UInt8], _ metadata: [(key: String, value: String)],
    _ entries: [SafetensorsFile.Entry], size: Int, _ path: String
  ) throws(FileError) -> Checksums {
    let text = { (key: String) in metadata.first { $0.key == key }?.value }
    let version = try version(text(SafetensorsKey.version), path)
    guard let digits = text(SafetensorsKey.checksum) else {
      if version == nil { return .none }
      throw .checksumMissing(path: path)
    }
    // Our writer always adds a version: a checksum without one means that the header is damaged.
    guard let version, let expected = UInt64(hexadecimal: digits),
      let sum = sum(bytes, blanking: digits)
    else { throw .checksumMismatch(path: path) }
    if version == 1 {
      return .file(expected: expected, sum: sum, data: bytes.count..<size)
    }
    guard sum.value == expected else { throw .checksumMismatch(path: path) }
    let words = (text(SafetensorsKey.tensorChecksums) ?? "").split(separator: " ")
    let values = words.compactMap { UInt64(hexadecimal: String($0)) }
    guard values.count == words.count, values.count == entries.count else {
      throw .malformed(path: path, "\(words.count) checksums for \(entries.count) tensors")
    }
    return .tensors(
      Dictionary(uniqueKeysWithValues: zip(entries.map(\.specification.name), values)))
  }

  /// The version of the format, nil in files of other programs; newer ones are refused.
  private static func version(_ text: String?, _ path: String) throws(FileError) -> Int? {
    guard let text else { return nil }
    guard let number = Int(text), number >= 1 else {
      throw .malformed(path: path, "format version \"\(text)\" is not a number")
    }
    guard number <= SafetensorsKey.supportedVersion else {
      throw .unsupportedVersion(
        path: path, found: text, supported: String(SafetensorsKey.supportedVersion))
    }
    return number
  }

  /// The checksum of the header with its own digits as zeros; nil unless they occur exactly once.
  private static func sum(_ header: [UInt8], blanking digits: String) -> Checksum? {
    let key = "\"\(SafetensorsKey.checksum)\":\""
    guard let start = header.onlyOffset(of: Array("\(key)\(digits)\"".utf8)) else { return nil }
    var blanked = header
    let first = start + key.utf8.count
    blanked.replaceSubrange(first..<first + digits.utf8.count, with: SafetensorsKey.blank.utf8)
    var checksum = Checksum()
    checksum.update(blanked)
    return checksum
  }
}

extension FileError {
  /// The error for content that does not follow a format without lines.
  static func malformed(path: String, _ reason: String) -> FileError {
    .malformed(path: path, line: nil, reason: reason)
  }
}

extension MappedFile {
  /// The error for content that does not follow its format.
  package func malformed(_ reason: String) -> FileError {
    .malformed(path: path, line: nil, reason: reason)
  }
}

extension JSONValue {
  /// The elements of an array of whole numbers.
  package var wholeNumbers: [Int]? {
    guard let elements else { return nil }
    let numbers = elements.compactMap(\.wholeNumber)
    return numbers.count == elements.count ? numbers : nil
  }
}

extension [UInt8] {
  /// Where a sequence of bytes begins, if it occurs exactly once.
  fileprivate func onlyOffset(of pattern: [UInt8]) -> Int? {
    guard !pattern.isEmpty, count >= pattern.count else { return nil }
    let matches = (0...count - pattern.count).lazy.filter {
      self[$0] == pattern[0] && self[$0..<$0 + pattern.count].elementsEqual(pattern)
    }
    var iterator = matches.makeIterator()
    guard let first = iterator.next(), iterator.next() == nil else { return nil }
    return first
  }
}
