import FileFormats
import TensorKit

/// Writes an index file, a batch of vectors at a time, in constant memory.
///
///     let builder = try IndexBuilder(path: "reviews.index", dimension: 512)
///     try builder.append(vectors: try embedder.embed(sentences), sentences: sentences)
///     try builder.finish()
///
/// Vectors go straight to the file; what follows them is kept in temporary files on the same disk.
/// The index appears under its name once it is finished. The same content gives the same bytes.
public final class IndexBuilder {
  /// The most components that a vector may have.
  public static let maximumDimension = IndexHeader.maximumDimension

  private let file: AtomicFile
  private let model: IndexModel?
  private var header = IndexHeader()
  private var vectors = Checksum()
  private let halfSquaredNorms: SpoolFile
  private let offsets: SpoolFile
  private let text: SpoolFile

  /// Begins an index of vectors of `dimension` components.
  ///
  /// - Throws: `FileError` if the output cannot be created.
  public init(
    path: String, dimension: Int, metric: Metric = .cosine, kind: IndexKind = .flat,
    hasSentences: Bool = true, model: IndexModel? = nil, existing: OverwritePolicy = .replace
  ) throws(FileError) {
    precondition(
      dimension > 0 && dimension <= IndexHeader.maximumDimension,
      "vectors of \(dimension) components")
    file = try AtomicFile(path: path, existing: existing)
    guard file.isSeekable else { throw .notSeekable(path: path) }
    halfSquaredNorms = try SpoolFile(besides: path)
    offsets = try SpoolFile(besides: path)
    text = try SpoolFile(besides: path)
    self.model = model
    header.kind = kind
    header.metric = metric
    header.dimension = dimension
    header.hasSentences = hasSentences
    header.modelChecksum = model?.checksum
    try file.write([UInt8](repeating: 0, count: IndexHeader.byteCount))
    if hasSentences { try appendOffset() }
  }

  /// How many vectors have been appended.
  public var count: Int { header.count }

  /// Appends vectors `[n × dimension]` and the n sentences they belong to.
  ///
  /// - Throws: `SearchError` with the row, counted over the whole index, if a vector is not finite;
  ///   `FileError` if writing fails.
  public func append(vectors: Matrix, sentences: [String]) throws {
    precondition(
      header.hasSentences && sentences.count == vectors.rows,
      "\(sentences.count) sentences for \(vectors.rows) vectors")
    try append(vectors)
    for sentence in sentences {
      try text.write(Array(sentence.utf8))
      try appendOffset()
    }
  }

  /// Appends vectors `[n × dimension]` to an index without sentences.
  ///
  /// - Throws: the errors of `append(vectors:sentences:)`.
  public func append(vectors: Matrix) throws {
    precondition(!header.hasSentences, "sentences are missing")
    try append(vectors)
  }

  /// Completes the index.
  public func finish() throws(FileError) {
    let length = file.count - IndexHeader.byteCount
    header.sections = [
      .init(
        tag: .vectors, offset: IndexHeader.byteCount, length: length, checksum: vectors.value)
    ]
    if header.metric == .l2 { try appendSection(.halfSquaredNorms, halfSquaredNorms) }
    if header.hasSentences {
      try appendSection(.offsets, offsets)
      try appendSection(.text, text)
    }
    if let model {
      let spool = try SpoolFile(besides: file.path)
      try spool.write(Array(model.path.utf8))
      try appendSection(.modelPath, spool)
    }
    try file.rewrite(header.bytes, at: 0)
    try file.commit()
  }

  private func append(_ source: Matrix) throws {
    guard source.columns == header.dimension else {
      throw SearchError.wrongDimension(expected: header.dimension, found: source.columns)
    }
    let prepared = try prepare(source)
    try prepared.vectors.withElements { values in
      vectors.update(values)
      try file.write(values)
    }
    if header.metric == .l2 {
      var bytes: [UInt8] = []
      for value in prepared.halfSquaredNorms {
        bytes.append(littleEndian: UInt64(value.bitPattern), bytes: 4)
      }
      try halfSquaredNorms.write(bytes)
    }
    header.largestNorm = max(header.largestNorm, prepared.norms.max() ?? 0)
    header.count += source.rows
  }

  /// Checks and normalizes vectors; rows in errors are counted over the whole index.
  private func prepare(_ source: Matrix) throws(SearchError) -> PreparedVectors {
    do {
      return try PreparedVectors(source, metric: header.metric)
    } catch {
      switch error {
      case .notFinite(let row): throw .notFinite(row: header.count + row)
      case .tooLong(let row, let limit): throw .tooLong(row: header.count + row, limit: limit)
      case .wrongDimension: throw error
      }
    }
  }

  private func appendOffset() throws(FileError) {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(text.count))
    try offsets.write(bytes)
  }

  private func appendSection(_ tag: IndexHeader.Tag, _ spool: SpoolFile) throws(FileError) {
    let offset = IndexHeader.aligned(file.count)
    try file.write([UInt8](repeating: 0, count: offset - file.count))
    var checksum = Checksum()
    try spool.forEachPiece { (piece) throws(FileError) in
      checksum.update(piece)
      try file.write(piece)
    }
    header.sections.append(
      .init(tag: tag, offset: offset, length: spool.count, checksum: checksum.value))
  }
}
