import FileFormats

extension LexicalHeader {
  /// Reads the header of an index and checks it against itself and the size of the file.
  init(_ file: IndexBytes) throws(FileError) {
    guard Self.isAt(file) else { throw file.malformed("is not an index of words of this program") }
    guard file.count >= Self.byteCount else {
      throw .truncated(path: file.path, expected: Self.byteCount, found: file.count)
    }
    // The version is checked before the checksum, which a newer format may keep elsewhere.
    let version = file.uint32(at: 8)
    guard version <= UInt32(Self.version) else {
      throw .unsupportedVersion(
        path: file.path, found: String(version), supported: String(Self.version))
    }
    guard version == UInt32(Self.version),
      file.checksum(0..<Self.byteCount - 8) == file.uint64(at: Self.byteCount - 8)
    else { throw .checksumMismatch(path: file.path) }
    try readFields(file)
    try readSections(file)
    try checkLengths(file)
  }

  /// Whether a file begins as an index of words.
  static func isAt(_ file: IndexBytes) -> Bool {
    file.array(0..<min(file.count, magic.count)) == magic
  }

  private mutating func readFields(_ file: IndexBytes) throws(FileError) {
    let flags = file.uint32(at: 12)
    let limit = UInt64(file.count)
    let (documents, terms, words) = (
      file.uint64(at: 16), file.uint64(at: 24), file.uint64(at: 32)
    )
    // A term or document takes more than a byte, and a document has fewer words than 2³².
    guard flags < 4, documents <= UInt64(Self.maximumDocuments), documents <= limit, terms <= limit,
      words <= documents << 32
    else { throw file.malformed("its header holds impossible values") }
    hasTexts = flags & 1 != 0
    hasGroups = flags & 2 != 0
    self.documents = Int(documents)
    self.terms = Int(terms)
    self.words = Int(words)
  }

  private mutating func readSections(_ file: IndexBytes) throws(FileError) {
    let number = file.uint64(at: 48)
    guard number <= UInt64(Self.maximumSections) else {
      throw file.malformed("\(number) sections")
    }
    var end = Self.byteCount
    for index in 0..<Int(number) {
      let place = 56 + index * 32
      let length = file.uint64(at: place + 16)
      guard let tag = Tag(rawValue: file.uint64(at: place)), section(tag) == nil,
        file.uint64(at: place + 8) == UInt64(end), length <= UInt64(file.count - end)
      else {
        throw file.malformed(
          "its sections do not fit into \(file.count) bytes; it may be cut short")
      }
      let section = Section(
        tag: tag, offset: end, length: Int(length), checksum: file.uint64(at: place + 24))
      sections.append(section)
      end = section.end
    }
    guard end == file.count else {
      throw file.malformed("\(file.count - end) bytes after the last section")
    }
  }

  /// Compares the lengths of the sections with the numbers of documents and terms.
  private func checkLengths(_ file: IndexBytes) throws(FileError) {
    // Both numbers are at most the size of the file, so none of these overflows.
    let expected: [Tag: Int] = [
      .records: (terms + 1) * TermRecord.byteCount, .lengths: documents * 4, .norms: documents * 4,
      .offsets: (documents + 1) * 8, .groups: (documents + 1) * 8,
    ]
    guard sections.map(\.tag).sorted(by: { $0.rawValue < $1.rawValue }) == tags,
      sections.allSatisfy({ expected[$0.tag] ?? $0.length == $0.length }),
      (section(.blocks)?.length ?? 0) % BlockEntry.byteCount == 0
    else { throw file.malformed("its sections do not match its header") }
  }
}
