/// word2vec's binary format: a header line, then a word, a space and four bytes per number.
///
/// word2vec.c ends every vector with a newline and gensim does not; both are read.
final class Word2VecBinarySource: Word2VecSource {
  static let maximumWordLength = 1 << 16

  let path: String
  let header: Word2VecHeader
  private let source: ByteSource
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)
  private var start = 0
  private var end = 0
  private var count = 0

  init(_ source: ByteSource) throws(FileError) {
    self.source = source
    path = source.path
    end = try source.read(into: &buffer)
    guard let newline = buffer[..<end].firstIndex(of: 0x0A),
      let header = Word2VecHeader(buffer[..<newline]), !header.hasDocumentCount
    else {
      throw .malformed(path: path, line: 1, reason: "no header with two whole numbers")
    }
    try header.validate(path: path)
    self.header = header
    start = newline + 1
    try checkSize()
  }

  func next(into vector: inout [Float]) throws(FileError) -> [UInt8]? {
    if vector.count != header.dimension {
      vector = [Float](repeating: 0, count: header.dimension)
    }
    while try byte() == 0x0A { start += 1 }
    guard try byte() != nil else { return nil }
    var word: [UInt8] = []
    while let byte = try byte(), byte != 0x20 {
      guard word.count < Self.maximumWordLength else {
        throw malformed("a word of more than \(Self.maximumWordLength) bytes")
      }
      word.append(byte)
      start += 1
    }
    start += 1
    count += 1
    guard !word.isEmpty else { throw malformed("an empty word") }
    for index in vector.indices { vector[index] = try float() }
    if let index = vector.firstIndex(where: { !$0.isFinite }) {
      let value = vector[index].isNaN ? "NaN" : "infinite"
      throw .badRow(
        path: path, line: nil,
        reason: "number \(index + 1) of the vector is \(value) (word \(count) of \(header.count))")
    }
    return word
  }

  func expectEnd() throws(FileError) {
    while let byte = try byte() {
      guard byte == 0x0A || byte == 0x0D else {
        throw malformed("more words than the header promises")
      }
      start += 1
    }
  }

  /// The next byte, which stays unread, or nil at the end of the file.
  private func byte() throws(FileError) -> UInt8? {
    if start >= end { try refill() }
    return start < end ? buffer[start] : nil
  }

  private func float() throws(FileError) -> Float {
    if end - start < 4 { try refill() }
    guard end - start >= 4 else {
      throw malformed(
        "cut short inside a vector, or a word has a space in it, which this format has no way to tell"
      )
    }
    let value = Float(bitPattern: UInt32(buffer.littleEndian(at: start, bytes: 4)))
    start += 4
    return value
  }

  private func refill() throws(FileError) {
    let rest = start < end ? Array(buffer[start..<end]) : []
    buffer.replaceSubrange(0..<rest.count, with: rest)
    start = 0
    end = rest.count
    while end < 4 {
      let count = try source.read(into: &buffer, from: end)
      guard count > 0 else { return }
      end += count
    }
  }

  /// Compares the promise of the header with the size of the file, where it has one.
  private func checkSize() throws(FileError) {
    guard let size = source.size else { return }
    let (needed, overflow) = (header.dimension * 4 + 2).multipliedReportingOverflow(
      by: header.count)
    guard !overflow, needed <= size - start else {
      throw .truncated(
        path: path, expected: overflow ? .max : needed + start, found: size)
    }
  }

  private func malformed(_ reason: String) -> FileError {
    .malformed(path: path, line: nil, reason: "\(reason) (word \(count) of \(header.count))")
  }
}
