import FileFormats
import TensorKit

/// Writes a segment: rows are set aside on disk as they come, and coded once all are there.
final class SegmentWriter {
  let path: String
  private var design: IndexDesign
  private let ids: SpoolFile?
  private let vectors: SpoolFile
  private let texts: TextSpool?
  private let fields: TextSpool?
  private(set) var count = 0

  /// Rows that are coded at a time.
  private static let blockRows = 4_096
  /// Rows that a codec gets to know before it codes any.
  private static let sampleRows = 10_000

  /// Begins a segment; `hasIDs` says whether rows have ids other than their number.
  init(path: String, design: IndexDesign, hasIDs: Bool) throws(FileError) {
    self.path = path
    self.design = design
    ids = hasIDs ? try SpoolFile(besides: path) : nil
    vectors = try SpoolFile(besides: path)
    texts = design.hasSentences ? try TextSpool(besides: path) : nil
    fields = design.columns.isEmpty ? nil : try TextSpool(besides: path)
  }

  /// Appends vectors that are in the form in which they are compared, with all that belongs to them.
  ///
  /// Ids have to ascend.
  func append(
    _ prepared: Matrix, ids: [Int], sentences: [String], fields: [[String]]
  ) throws(FileError) {
    precondition(self.ids == nil || ids.count == prepared.rows, "\(ids.count) ids")
    precondition(texts == nil || sentences.count == prepared.rows, "\(sentences.count) sentences")
    precondition(self.fields == nil || fields.count == prepared.rows, "\(fields.count) rows")
    precondition(
      count + prepared.rows <= SegmentHeader.maximumCount, "\(count + prepared.rows) rows")
    if let spool = self.ids {
      var bytes: [UInt8] = []
      for id in ids { bytes.append(littleEndian: UInt64(id)) }
      try spool.write(bytes)
    }
    var failure: FileError?
    prepared.withElements { values in
      do throws(FileError) { try vectors.write(values) } catch { failure = error }
    }
    if let failure { throw failure }
    for row in 0..<prepared.rows {
      if let texts { try texts.append(Array(sentences[row].utf8)) }
      guard let spool = self.fields else { continue }
      precondition(fields[row].count == design.columns.count, "\(fields[row].count) fields")
      for field in fields[row] { try spool.append(Array(field.utf8)) }
    }
    count += prepared.rows
  }

  /// Codes the rows, builds the graph, and gives the file its name. The design may differ from that
  /// of the beginning in how vectors are stored and found.
  ///
  /// - Throws: `FileError`; `SearchError.tooLong` for a vector that a codec cannot hold; and what
  ///   `progress` throws to give up: it is told how many rows are done. `others` are the segments that
  ///   stay beside this one.
  func finish(
    _ design: IndexDesign, parts: [any SegmentPart] = [], beside others: [LiveSegment] = [],
    pool: WorkerPool,
    progress: (Int) throws -> Void = { _ in }
  ) throws {
    self.design = design
    let floats = ByteRows(
      try vectors.mapped(), at: 0, count: count, stride: design.dimension * 4)
    var file = try SectionFile(path: path)
    var header = SegmentHeader()
    header.metric = design.metric
    header.count = count
    header.dimension = design.dimension
    header.coarse = design.codec.type.code
    header.fine = design.fineCodec.type.code
    let fine = makeFine()
    let coder = RowCoder(floats: floats, dimension: design.dimension, pool: pool)
    var halfSquares: [UInt8] = []
    try file.begin(SectionName.vectors)
    try forEachBlock { range in
      let (block, norms) = coder.encode(range, fine)
      try block.write(first: range.count, to: &file)
      for (row, norm) in zip(range, norms) {
        guard norm <= PreparedVectors.largestNorm else {
          throw SearchError.tooLong(row: row, limit: PreparedVectors.largestNorm)
        }
        header.longest = max(header.longest, norm)
        guard design.metric == .l2 else { continue }
        halfSquares.append(
          littleEndian: UInt64(Float(norm * norm / 2).bitPattern), bytes: 4)
      }
    }
    file.end()
    if design.metric == .l2 { try file.add(SectionName.halfSquares, halfSquares) }
    if design.codec != design.fineCodec {
      header.residual = try writeCodes(&file, coder, fine)
    }
    if let ids { try file.add(SectionName.ids, ids) }
    if let texts {
      try file.add(SectionName.offsets, texts.offsets)
      try file.add(SectionName.text, texts.text)
    }
    if let fields {
      try file.add(SectionName.fieldOffsets, fields.offsets)
      try file.add(SectionName.fields, fields.text)
    }
    if design.kind == .hnsw { try writeGraph(&file, coder, halfSquares, pool, progress) }
    for part in parts {
      for (name, bytes) in try part.sections(of: try content(others)) { try file.add(name, bytes) }
    }
    try file.finish(header)
  }

  private func makeFine() -> any ReadableCodec {
    guard let type = design.fineCodec.type as? any ReadableCodec.Type else {
      preconditionFailure("\(design.fineCodec) cannot be read")
    }
    return type.init(dimension: design.dimension, parameters: [])
  }

  private func forEachBlock(_ body: (Range<Int>) throws -> Void) rethrows {
    for start in stride(from: 0, to: count, by: Self.blockRows) {
      try body(start..<min(count, start + Self.blockRows))
    }
  }

  /// Writes the rows of the coarse form; returns the largest distance from the fine form.
  private func writeCodes(
    _ file: inout SectionFile, _ coder: RowCoder, _ fine: any ReadableCodec
  ) throws(FileError) -> Double {
    let sample = Matrix(rows: 0, columns: design.dimension)
    coder.floats.copyFloats(0..<min(count, Self.sampleRows), into: sample)
    let type = design.codec.type
    let parameters = type.parameters(for: sample)
    if !parameters.isEmpty {
      var bytes: [UInt8] = []
      for value in parameters { bytes.append(littleEndian: UInt64(value.bitPattern), bytes: 4) }
      try file.add(SectionName.parameters, bytes)
    }
    let codec = type.init(dimension: design.dimension, parameters: parameters)
    var residual = 0.0
    try file.begin(SectionName.codes)
    for start in stride(from: 0, to: count, by: Self.blockRows) {
      let range = start..<min(count, start + Self.blockRows)
      let (block, distances) = coder.encode(range, codec, against: fine)
      try block.write(first: range.count, to: &file)
      residual = max(residual, distances.max() ?? 0)
    }
    file.end()
    // What a float of the score may lose is part of the bound of the codec.
    return residual * (1 + 1e-9)
  }

  private func writeGraph(
    _ file: inout SectionFile, _ coder: RowCoder, _ halfSquares: [UInt8], _ pool: WorkerPool,
    _ progress: (Int) throws -> Void
  ) throws {
    // Links are chosen by bytes where the codec itself cannot compare two rows.
    let type = design.codec.type as? any ReadableCodec.Type ?? Int8Codec.self
    let codec = type.init(dimension: design.dimension, parameters: [])
    let block = coder.encode(0..<count, codec).block
    let column = ByteBlock(count: halfSquares.count / 4, stride: 4)
    for row in 0..<column.count {
      column.withMutableRow(row) { bytes in
        for byte in 0..<4 { bytes[byte] = halfSquares[row * 4 + byte] }
      }
    }
    let vectors = GraphVectors(
      codec: codec, rows: block.rows,
      halfSquares: halfSquares.isEmpty ? nil : FloatColumn(column.rows))
    let duplicates = Duplicates(of: block.rows, pool: pool)
    let builder = GraphBuilder(
      vectors, firsts: duplicates.firsts, design.graph, pool: pool)
    let graph = try builder.build(progress: progress)
    try file.add(SectionName.graph, StoredGraph.numbers(of: graph, design.graph))
    try graph.write(to: &file)
    guard !duplicates.next.isEmpty else { return }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(duplicates.next.count * 4)
    for row in duplicates.next { bytes.append(littleEndian: UInt64(row), bytes: 4) }
    try file.add(SectionName.duplicates, bytes)
  }

  /// The rows for parts of other modules.
  private func content(_ others: [LiveSegment]) throws(FileError) -> SegmentContent {
    guard let texts else {
      return SegmentContent(count: count, path: path, others: others, texts: nil)
    }
    let offsets = try texts.offsets.mapped()
    let text = try texts.text.mapped()
    return SegmentContent(count: count, path: path, others: others) { row in
      let start = Int(offsets.integer(at: row * 8, bytes: 8))
      let end = Int(offsets.integer(at: row * 8 + 8, bytes: 8))
      return String(decoding: text.bytes(start..<end), as: UTF8.self)
    }
  }
}
