/// The header of a safetensors file, validated against the size of the file.
struct SafetensorsHeader {
  static let maximumBytes = 100_000_000

  /// The tensors in the order of their bytes, which they cover without gap or overlap.
  let entries: [SafetensorsFile.Entry]
  let metadata: [(key: String, value: String)]
  /// The bytes of length and header, at the start of the file.
  private let range: Range<Int>

  init(_ file: MappedFile) throws(FileError) {
    guard file.count >= 8 else {
      throw .truncated(path: file.path, expected: 8, found: file.count)
    }
    let length = file.integer(at: 0, bytes: 8)
    guard length <= UInt64(Self.maximumBytes) else {
      throw file.malformed("a header of \(length) bytes; this is no safetensors file")
    }
    range = 0..<8 + Int(length)
    guard range.upperBound <= file.count else {
      throw .truncated(path: file.path, expected: range.upperBound, found: file.count)
    }
    let json = try JSONValue(parsing: file.bytes(8..<range.upperBound), path: file.path)
    guard let members = json.members else { throw file.malformed("the header is no JSON object") }
    var metadata: [(key: String, value: String)] = []
    var entries: [SafetensorsFile.Entry] = []
    var names: Set<String> = []
    for member in members {
      if member.key == SafetensorsKey.metadata {
        metadata = try Self.metadata(member.value, file)
      } else {
        guard names.insert(member.key).inserted else {
          throw file.malformed("tensor \(member.key) occurs twice")
        }
        entries.append(try Self.entry(member, base: range.upperBound, file))
      }
    }
    self.metadata = metadata
    self.entries = try Self.contiguous(entries, from: range.upperBound, file)
  }

  /// Whether the file has nothing of what our writer adds.
  var isForeign: Bool {
    text(SafetensorsKey.version) == nil && text(SafetensorsKey.checksum) == nil
  }

  /// Refuses files of newer programs.
  func checkVersion(path: String) throws(FileError) {
    guard let version = text(SafetensorsKey.version) else { return }
    guard let number = Int(version), number >= 1 else {
      throw .malformed(path: path, line: nil, reason: "format version \"\(version)\" is no number")
    }
    if number > SafetensorsKey.supportedVersion {
      throw .unsupportedVersion(
        path: path, found: version, supported: String(SafetensorsKey.supportedVersion))
    }
  }

  /// Compares the checksum of the whole file with the one it carries.
  func verify(_ file: MappedFile) throws(FileError) {
    guard let text = text(SafetensorsKey.checksum) else {
      throw .checksumMissing(path: file.path)
    }
    guard let expected = UInt64(hexadecimal: text) else {
      throw .checksumMismatch(path: file.path)
    }
    var header = file.bytes(range)
    guard let digits = header.onlyOffset(of: Array("\"checksum\":\"\(text)\"".utf8)) else {
      throw .checksumMismatch(path: file.path)
    }
    let start = digits + "\"checksum\":\"".utf8.count
    header.replaceSubrange(start..<start + text.utf8.count, with: SafetensorsKey.blank.utf8)
    var checksum = Checksum()
    checksum.update(header)
    file.advise(.sequential)
    file.withBytes(range.upperBound..<file.count) { checksum.update($0) }
    guard checksum.value == expected else { throw .checksumMismatch(path: file.path) }
  }

  private func text(_ key: String) -> String? {
    metadata.first { $0.key == key }?.value
  }

  private static func metadata(
    _ value: JSONValue, _ file: MappedFile
  ) throws(FileError) -> [(key: String, value: String)] {
    guard let members = value.members else { throw file.malformed("__metadata__ is no object") }
    var result: [(key: String, value: String)] = []
    for member in members {
      guard let text = member.value.text else {
        throw file.malformed("__metadata__ entry \(member.key) is no text")
      }
      result.append((member.key, text))
    }
    return result
  }

  private static func entry(
    _ member: JSONValue.Member, base: Int, _ file: MappedFile
  ) throws(FileError) -> SafetensorsFile.Entry {
    let name = member.key
    guard let fields = member.value.members, fields.count == 3,
      let type = member.value["dtype"]?.text,
      let shape = member.value["shape"]?.wholeNumbers,
      let offsets = member.value["data_offsets"]?.wholeNumbers, offsets.count == 2
    else { throw file.malformed("tensor \(name) lacks a type, a shape or its offsets") }
    guard let element = TensorElement(rawValue: type) else {
      throw file.malformed("tensor \(name) has the unknown type \(type)")
    }
    let specification = TensorSpecification(name: name, element: element, shape: shape)
    guard offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= file.count - base,
      specification.byteCount == offsets[1] - offsets[0]
    else { throw file.malformed("tensor \(name): shape, offsets and file size do not agree") }
    return .init(specification: specification, range: base + offsets[0]..<base + offsets[1])
  }

  /// The entries by place, if they cover everything from `start` to the end of the file.
  private static func contiguous(
    _ entries: [SafetensorsFile.Entry], from start: Int, _ file: MappedFile
  ) throws(FileError) -> [SafetensorsFile.Entry] {
    let sorted = entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var end = start
    for entry in sorted {
      guard entry.range.lowerBound == end else {
        throw file.malformed("tensor \(entry.specification.name) leaves a gap or overlaps another")
      }
      end = entry.range.upperBound
    }
    guard end == file.count else {
      throw file.malformed("\(file.count - end) bytes after the last tensor")
    }
    return sorted
  }
}

extension MappedFile {
  /// The error that the content does not follow its format.
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
  /// Where a sequence of bytes stands, if it does exactly once.
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
