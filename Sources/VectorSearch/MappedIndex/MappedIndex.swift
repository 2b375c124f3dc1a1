import FileFormats
import TensorKit

/// Vectors, and the sentences they belong to, in a memory-mapped file that can be searched.
///
///     let index = try MappedIndex(path: "reviews.index")
///     for neighbor in try index.search(queries: queries, count: 10, pool: pool)[0] {
///       print(neighbor.score, try index.sentence(neighbor.id) ?? "")
///     }
///
/// Opening an index checks its header and the size of the file, which takes no time; `verify` reads
/// everything. Whatever the file holds, no later call reads outside it.
public final class MappedIndex: VectorIndex {
  /// The path as it was given.
  public let path: String
  /// How many vectors there are.
  public var count: Int { header.count }
  /// How many components a vector has.
  public var dimension: Int { header.dimension }
  /// How vectors are compared.
  public var metric: Metric { header.metric }
  /// How the vectors are stored.
  public var kind: IndexKind { header.kind }
  /// Whether the sentences are stored with the vectors.
  public var hasSentences: Bool { header.hasSentences }
  /// The model that made the vectors, if it is known.
  public let model: IndexModel?
  /// The size of the file in bytes.
  public var byteCount: Int { file.count }
  private let file: MappedFile
  private let header: IndexHeader
  private let rows: VectorRows

  /// Maps an index and validates its header.
  ///
  /// - Throws: `FileError`, for instance `unsupportedVersion` for the index of a newer program.
  public init(path: String) throws(FileError) {
    file = try MappedFile(path: path)
    self.path = path
    header = try IndexHeader(file)
    rows = VectorRows(
      file, at: header.section(.vectors)?.offset ?? 0,
      halfSquaresAt: header.section(.halfSquaredNorms)?.offset, count: header.count,
      dimension: header.dimension, largestNorm: header.largestNorm)
    if let checksum = header.modelChecksum, let place = header.section(.modelPath) {
      let path = String(decoding: file.bytes(place.offset..<place.end), as: UTF8.self)
      model = IndexModel(path: path, checksum: checksum)
    } else {
      model = nil
    }
  }

  /// The vectors nearest to each query, `[queries × dimension]`; see `VectorIndex`.
  public func search(
    queries: Matrix, count: Int, pool: WorkerPool
  ) throws(SearchError) -> [[Neighbor]] {
    try ExactScan(rows: rows, metric: metric).search(queries: queries, count: count, pool: pool)
  }

  /// The score of two vectors of the index.
  public func score(between first: Int, and second: Int) -> Float {
    ExactScan(rows: rows, metric: metric).score(between: first, and: second)
  }

  /// The sentence of a vector, or nil if the index has none.
  ///
  /// - Throws: `FileError.malformed` if the file is damaged at this place.
  public func sentence(_ id: Int) throws(FileError) -> String? {
    precondition(id >= 0 && id < count, "sentence \(id) of \(count)")
    guard let text = header.section(.text), let range = try textRange(id) else { return nil }
    return String(
      decoding: file.bytes(text.offset + range.lowerBound..<text.offset + range.upperBound),
      as: UTF8.self)
  }

  /// A stored vector, of length 1 if the metric is the cosine: `[dimension]`.
  public func vector(_ id: Int) -> [Float] {
    precondition(id >= 0 && id < count, "vector \(id) of \(count)")
    let base = header.section(.vectors)?.offset ?? 0
    return file.floats(at: base + id * dimension * 4, count: dimension)
  }

  /// Reads the whole file and detects every flipped bit.
  ///
  /// - Throws: `FileError.checksumMismatch`, or `malformed` for content that contradicts itself.
  public func verify() throws(FileError) {
    var end = IndexHeader.byteCount
    for section in header.sections {
      guard file.bytes(end..<section.offset).allSatisfy({ $0 == 0 }),
        file.checksum(section.offset..<section.end) == section.checksum
      else { throw .checksumMismatch(path: path) }
      end = section.end
    }
    if hasSentences {
      var previous = 0
      for id in 0..<count {
        let range = try textRange(id)
        guard range?.lowerBound == previous else { throw damagedSentences }
        previous = range?.upperBound ?? 0
      }
      guard previous == header.section(.text)?.length else { throw damagedSentences }
    }
  }

  private func textRange(_ id: Int) throws(FileError) -> Range<Int>? {
    guard let offsets = header.section(.offsets), let text = header.section(.text) else {
      return nil
    }
    let start = file.integer(at: offsets.offset + id * 8, bytes: 8)
    let end = file.integer(at: offsets.offset + id * 8 + 8, bytes: 8)
    guard start <= end, end <= UInt64(text.length) else { throw damagedSentences }
    return Int(start)..<Int(end)
  }

  private var damagedSentences: FileError {
    file.malformed("damaged: its table of sentences contradicts itself. Make it again")
  }
}
