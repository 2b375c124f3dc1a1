import FileFormats
import TensorKit

/// Rows of an index that never change: vectors with their ids, sentences and fields, in one file.
///
/// Opening checks the header and the sizes of the sections, which takes no time; `verify` reads
/// everything. Whatever the file holds, no later call reads outside it.
final class Segment: Sendable {
  let file: MappedFile
  let vectors: StoredVectors
  let graph: StoredGraph?
  let sentences: TextTable?
  /// The fields beside the sentences, `columnCount` for each row.
  let fields: TextTable?
  let columnCount: Int
  let header: SegmentHeader
  private let ids: Range<Int>?
  private let headerBytes: Int

  var count: Int { vectors.count }

  /// Opens a segment with a number of columns.
  init(path: String, columns: Int) throws(FileError) {
    let file = try MappedFile(path: path)
    guard file.count >= 12, file.bytes(0..<8) == IndexHeader.magic,
      file.integer(at: 8, bytes: 4) != 1
    else {
      throw file.malformed("is not a segment of an index")
    }
    let version = file.integer(at: 8, bytes: 4)
    guard version == UInt64(SegmentHeader.version) else {
      throw .unsupportedVersion(
        path: path, found: "\(version)", supported: "\(SegmentHeader.version)")
    }
    let header = try SegmentHeader(file)
    let reader = SectionReader(file: file, header: header)
    self.file = file
    self.header = header
    headerBytes = SegmentHeader.byteCount
    columnCount = columns
    vectors = try reader.vectors()
    graph = try reader.graph()
    ids = try reader.range(SectionName.ids, header.count * 8)
    sentences = try reader.texts(SectionName.offsets, SectionName.text, header.count)
    fields =
      columns == 0
      ? nil
      : try reader.texts(SectionName.fieldOffsets, SectionName.fields, header.count * columns)
    guard columns == 0 || fields != nil else { throw file.malformed("its columns are missing") }
  }

  /// The only segment of an index that an earlier version wrote as a single file.
  init(_ file: MappedFile, _ header: IndexHeader) {
    let codec = F32Codec(dimension: header.dimension, parameters: [])
    let rows = ByteRows(
      file, at: header.section(.vectors)?.offset ?? 0, count: header.count,
      stride: header.dimension * 4)
    vectors = StoredVectors(
      metric: header.metric, dimension: header.dimension, coarse: codec, coarseRows: rows,
      fine: codec, fineRows: rows,
      halfSquares: header.section(.halfSquaredNorms).map {
        FloatColumn(ByteRows(file, at: $0.offset, count: header.count, stride: 4))
      }, longest: header.largestNorm, residual: 0, hasTwoForms: false)
    self.file = file
    graph = nil
    ids = nil
    fields = nil
    columnCount = 0
    if let offsets = header.section(.offsets), let text = header.section(.text) {
      sentences = TextTable(
        file: file, offsets: offsets.offset..<offsets.end, text: text.offset..<text.end)
    } else {
      sentences = nil
    }
    var common = SegmentHeader()
    common.sections = header.sections.map {
      SegmentHeader.Section(
        name: "\($0.tag)", offset: $0.offset, length: $0.length, checksum: $0.checksum)
    }
    self.header = common
    headerBytes = IndexHeader.byteCount
  }

  /// The bytes of a section, for whoever keeps data of its own there.
  func section(_ name: String) -> Range<Int>? { header.section(name)?.range }

  /// The id of a row as the file has it, which may be damaged.
  func id(_ row: Int) -> Int {
    precondition(row >= 0 && row < count, "row \(row) of \(count)")
    guard let ids else { return row }
    return Int(truncatingIfNeeded: file.integer(at: ids.lowerBound + row * 8, bytes: 8))
  }

  /// The id of a row.
  ///
  /// - Throws: `FileError.malformed` for a number that is no id.
  func checkedID(_ row: Int) throws(FileError) -> Int {
    let id = id(row)
    guard SegmentHeader.ids.contains(id) else {
      throw file.malformed(
        "damaged: \(id) in its section \(SectionName.ids) is no id. Restore it or make it again")
    }
    return id
  }

  /// Whether the first and the last id are in a range; those between ascend if the file is intact.
  func endsAreIn(_ range: Range<Int>) -> Bool {
    count == 0 || range.contains(id(0)) && range.contains(id(count - 1))
  }

  /// The row of an id.
  ///
  /// - Complexity: O(log n).
  func row(of id: Int) -> Int? {
    guard ids != nil else { return id >= 0 && id < count ? id : nil }
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self.id(middle) < id { low = middle + 1 } else { high = middle }
    }
    return low < count && self.id(low) == id ? low : nil
  }

  /// The field of a row in a column.
  func field(_ row: Int, _ column: Int) throws(FileError) -> String {
    precondition(column >= 0 && column < columnCount, "column \(column) of \(columnCount)")
    return try fields?[row * columnCount + column] ?? ""
  }

  /// The error for a section that is not what was written.
  func damage(in section: String) -> FileError {
    file.malformed(
      "damaged: its section \(section) is not what was written. Restore it or make it again")
  }

  /// Reads the whole file and detects every flipped bit.
  func verify() throws(FileError) {
    var end = headerBytes
    for section in header.sections {
      guard file.bytes(end..<section.offset).allSatisfy({ $0 == 0 }),
        file.checksum(section.range) == section.checksum
      else { throw damage(in: section.name) }
      end = section.end
    }
    try sentences?.verify()
    try fields?.verify()
    if ids != nil {
      var last = -1
      for row in 0..<count {
        let id = try checkedID(row)
        guard id > last else { throw file.malformed("its ids are not in order") }
        last = id
      }
    }
    try graph?.verify(file)
  }
}
