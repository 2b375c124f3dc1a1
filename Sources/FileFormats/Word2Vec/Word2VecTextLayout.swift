/// What the first lines of a text file tell: whether there is a header, and the dimension.
struct Word2VecTextLayout {
  /// How many lines decide the dimension where no header states it.
  private static let sampleSize = 64

  var header: Word2VecHeader?
  var dimension: Int

  /// Looks at the beginning of a file.
  ///
  /// - Throws: `FileError.malformed` if it is empty or does not begin like word vectors.
  init(_ head: ArraySlice<UInt8>, path: String) throws(FileError) {
    let text = head.starts(with: byteOrderMark) ? head.dropFirst(byteOrderMark.count) : head
    guard !text.isEmpty else {
      throw .malformed(path: path, line: nil, reason: "is empty; word vectors are needed")
    }
    // Old programs for the Mac end lines with CR alone.
    let separator: UInt8 = text.prefix(1 << 20).contains(0x0A) ? 0x0A : 0x0D
    let lines = text.split(
      separator: separator, maxSplits: Self.sampleSize, omittingEmptySubsequences: false
    ).prefix(Self.sampleSize)
    if let header = Word2VecHeader(lines[0]), try Self.isHeader(header, of: lines, path: path) {
      try header.validate(path: path)
      self.header = header
      dimension = header.dimension
      return
    }
    guard !Self.isMatrix(lines) else {
      throw .malformed(
        path: path, line: 1,
        reason:
          "a number and no word comes first: a matrix of numbers as text is not read. Write it as "
          + ".npy, for instance with numpy.save(\"x.npy\", numpy.loadtxt(\"\(path)\"))")
    }
    dimension = Self.dimension(of: lines)
    guard dimension > 0, dimension <= Word2VecReader.maximumDimension else {
      throw .malformed(path: path, line: 1, reason: "no word followed by numbers")
    }
  }

  /// Whether three whole numbers are a header; otherwise they are a word with two numbers.
  private static func isHeader(
    _ header: Word2VecHeader, of lines: ArraySlice<ArraySlice<UInt8>>, path: String
  ) throws(FileError) -> Bool {
    guard header.hasDocumentCount else { return true }
    guard lines.count > 1 else { return false }
    let count = numberCount(lines[1])
    if count == header.dimension { return true }
    if count == 2 || lines[1].allSatisfy(\.isBlank) { return false }
    throw .malformed(
      path: path, line: 2,
      reason: "expected a word and \(header.dimension) numbers, as the header of deeplearning4j "
        + "in line 1 says")
  }

  /// Whether every line begins with a number that has a point in it, as the rows of a matrix do.
  private static func isMatrix(_ lines: ArraySlice<ArraySlice<UInt8>>) -> Bool {
    let rows = lines.filter { !$0.allSatisfy(\.isBlank) }
    return !rows.isEmpty
      && rows.allSatisfy { line in
        let first = Array(line.drop(while: \.isBlank).prefix { !$0.isBlank })
        return first.contains(UInt8(ascii: ".")) && FloatText.parse(first.span) != nil
      }
  }

  /// The dimension that most lines have; the first line decides a tie.
  ///
  /// One line is not enough: the words of GloVe may have spaces and numbers in them.
  private static func dimension(of lines: ArraySlice<ArraySlice<UInt8>>) -> Int {
    let counts = lines.map(numberCount)
    let first = counts[0]
    let best = Dictionary(counts.map { ($0, 1) }, uniquingKeysWith: +)
      .max { ($0.value, $1.key) < ($1.value, $0.key) }
    guard let best, best.value > counts.count(where: { $0 == first }) else { return first }
    return best.key
  }

  /// How many numbers the line ends with, leaving at least one word before them.
  private static func numberCount(_ line: ArraySlice<UInt8>) -> Int {
    let fields = line.split(whereSeparator: \.isBlank)
    return fields.dropFirst().reversed().prefix { field in
      let field = Array(field)
      return FloatText.parse(field.span) != nil || FloatText.nonFiniteName(field.span) != nil
    }.count
  }
}
