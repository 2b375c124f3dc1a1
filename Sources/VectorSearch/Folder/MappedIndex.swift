import DataStructures
import FileFormats
import TensorKit

/// Vectors, and what belongs to them, in a folder of memory-mapped files that can be searched.
///
///     let index = try MappedIndex(path: "reviews.index")
///     for neighbor in try index.search(queries: queries, count: 10, pool: pool)[0] {
///       print(neighbor.score, try index.sentence(neighbor.id) ?? "")
///     }
///
/// Opening an index checks its headers and the sizes of its files, which takes no time; `verify`
/// reads everything. Whatever the files hold, no later call reads outside them. An open index stays
/// as it was when it was opened, whoever changes it meanwhile. An id stands for the same row for the
/// life of the index. Indexes in a single file, which earlier versions wrote, can be read as well.
public final class MappedIndex: VectorIndex {
  /// The path as it was given.
  public let path: String
  /// What the index is made of.
  public let design: IndexDesign
  /// How many vectors there are.
  public let count: Int
  let segments: [LiveSegment]

  /// The bytes that searches read all over: vectors as they are compared with a query, and links.
  public var searchedByteCount: Int {
    segments.reduce(0) { sum, segment in
      let parts = [SectionName.links, SectionName.places, SectionName.slots]
      let links = parts.reduce(0) { $0 + (segment.segment.section($1)?.count ?? 0) }
      let rows = segment.segment.vectors.coarseRows
      return sum + rows.count * rows.stride + links
    }
  }

  /// How many components a vector has.
  public var dimension: Int { design.dimension }
  /// How vectors are compared.
  public var metric: Metric { design.metric }
  /// How the vectors near a query are found.
  public var kind: IndexKind { design.kind }
  /// Whether the sentences are stored with the vectors.
  public var hasSentences: Bool { design.hasSentences }
  /// The names of the columns beside the sentences.
  public var columns: [String] { design.columns }
  /// The model that made the vectors, if it is known.
  public var model: IndexModel? { design.model }
  /// How many rows of the files were removed.
  var removedCount: Int { segments.reduce(0) { $0 + $1.segment.count - $1.liveCount } }
  /// The size of the files in bytes.
  public var byteCount: Int { segments.reduce(0) { $0 + $1.segment.file.count } }

  /// Whether there is an index in the folder of a path.
  public static func isFolder(_ path: String) -> Bool { IndexFolder.isIndex(path) }

  /// The file in the folder of an index that every change of it replaces.
  public static func manifest(of path: String) -> String {
    path + "/" + IndexManifest.fileName
  }

  /// Maps an index and validates its headers.
  ///
  /// - Throws: `FileError`, for instance `unsupportedVersion` for the index of a newer program.
  public init(path: String) throws(FileError) {
    self.path = path
    guard FileDescriptor.status(of: path)?.kind == .directory else {
      let file = try MappedFile(path: path)
      let header = try IndexHeader(file)
      design = try Self.design(file, header)
      segments = [LiveSegment(segment: Segment(file, header), removed: nil)]
      count = header.count
      return
    }
    guard IndexFolder.isIndex(path) else {
      throw .malformed(path: path, line: nil, reason: "a folder that is no index")
    }
    let (manifest, segments) = try IndexFolder.open(path)
    design = manifest.design
    self.segments = segments
    count = manifest.count
  }

  /// The design of an index in a single file.
  private static func design(
    _ file: MappedFile, _ header: IndexHeader
  ) throws(FileError) -> IndexDesign {
    var design = IndexDesign(
      dimension: header.dimension, metric: header.metric, hasSentences: header.hasSentences)
    if let checksum = header.modelChecksum, let place = header.section(.modelPath) {
      let path = String(decoding: file.bytes(place.offset..<place.end), as: UTF8.self)
      design.model = IndexModel(path: path, checksum: checksum)
    }
    return design
  }

  /// The vectors nearest to each query, `[queries × dimension]`; see `VectorIndex`.
  public func search(
    queries: Matrix, options: SearchOptions, pool: WorkerPool
  ) throws(SearchError) -> [[Neighbor]] {
    try search(queries: queries, options: options, where: [], pool: pool)
  }

  /// The vectors nearest to each query among those whose fields fulfill all conditions.
  ///
  /// With conditions or ids, every vector that fulfills them is compared with the query, so that the
  /// answer is what the answer of a flat index would be without the others.
  ///
  /// - Throws: `SearchError`, also for a condition on a column that is not there, and `damaged` if the index
  ///   is.
  public func search(
    queries: Matrix, options: SearchOptions, where conditions: [FieldCondition],
    pool: WorkerPool
  ) throws(SearchError) -> [[Neighbor]] {
    guard queries.columns == dimension else {
      throw .wrongDimension(expected: dimension, found: queries.columns)
    }
    let places = try places(of: conditions)
    let prepared = try PreparedVectors(queries, metric: metric)
    var found = [[TopK<Double>.Element]](repeating: [], count: queries.rows)
    let isFiltered = options.ids != nil || !conditions.isEmpty
    for segment in segments {
      let allowed =
        isFiltered ? segment.rows(where: places, ids: options.ids, pool: pool) : nil
      let more = try segment.search(prepared, options, allowed: allowed, pool: pool)
      for query in found.indices { found[query] += more[query] }
    }
    return found.map { elements in
      let sorted = segments.count == 1 ? elements : elements.sorted { $0.precedes($1) }
      return sorted.prefix(options.count).map {
        Neighbor(id: $0.id, score: metric.score(ofOrder: $0.score))
      }.filter { metric.isAtLeast($0.score, options.threshold) }
    }
  }

  private func places(
    of conditions: [FieldCondition]
  ) throws(SearchError) -> [(column: Int, condition: FieldCondition)] {
    var places: [(column: Int, condition: FieldCondition)] = []
    for condition in conditions {
      guard let column = columns.firstIndex(ofBytes: condition.column) else {
        throw .unknownColumn(condition.column, columns: columns)
      }
      places.append((column, condition))
    }
    return places
  }

  /// The score of two vectors of the index, counted from 0 in the order of the files.
  public func score(between first: Int, and second: Int) -> Float {
    let (x, y) = (liveVector(first), liveVector(second))
    return metric.score(ofOrder: metric.order(x.span, y.span))
  }

  /// The vector at a place among those that are there.
  private func liveVector(_ place: Int) -> [Float] {
    precondition(place >= 0 && place < count, "vector \(place) of \(count)")
    var place = place
    for segment in segments {
      if place >= segment.liveCount {
        place -= segment.liveCount
        continue
      }
      return segment.segment.vectors.vector(segment.live?.row(at: place) ?? place)
    }
    preconditionFailure("\(count) vectors in \(segments.count) segments")
  }

  // MARK: - Rows

  /// Whether there is a row of an id.
  public func contains(_ id: Int) -> Bool { row(of: id) != nil }

  /// The ids of all rows, in order of the files.
  public var ids: [Int] {
    segments.flatMap { segment in
      (0..<segment.segment.count).filter { !(segment.removed?.contains($0) ?? false) }
        .map(segment.segment.id)
    }
  }

  /// The ids of the rows whose fields fulfill all conditions.
  ///
  /// - Throws: `SearchError.unknownColumn`.
  public func ids(
    where conditions: [FieldCondition], pool: WorkerPool
  ) throws(SearchError) -> Set<Int> {
    let places = try places(of: conditions)
    var ids: Set<Int> = []
    for segment in segments {
      segment.rows(where: places, ids: nil, pool: pool).forEach {
        ids.insert(segment.segment.id($0))
      }
    }
    return ids
  }

  /// The sentence of an id, or nil if the index has none.
  ///
  /// - Throws: `FileError.malformed` if the file is damaged at this place.
  public func sentence(_ id: Int) throws(FileError) -> String? {
    guard let (segment, row) = row(of: id) else { return nil }
    return try segment.sentences?[row]
  }

  /// The fields of an id, one for each column; nil if there is no such row.
  ///
  /// - Throws: `FileError.malformed` if the file is damaged at this place.
  public func fields(_ id: Int) throws(FileError) -> [String]? {
    guard let (segment, row) = row(of: id) else { return nil }
    var fields: [String] = []
    for column in columns.indices { fields.append(try segment.field(row, column)) }
    return fields
  }

  /// The vector of an id as answers are scored with it, of length 1 if the metric is the cosine:
  /// [dimension]; nil if there is no such row.
  public func vector(_ id: Int) -> [Float]? {
    row(of: id).map { segment, row in segment.vectors.vector(row) }
  }

  private func row(of id: Int) -> (segment: Segment, row: Int)? {
    // An id that was given to another row later is in a later segment.
    for segment in segments.reversed() {
      guard let row = segment.segment.row(of: id), !(segment.removed?.contains(row) ?? false)
      else { continue }
      return (segment.segment, row)
    }
    return nil
  }

  /// The sections of a name that another module keeps; nil if a segment lacks it.
  public func sections(named name: String) -> [IndexSection]? {
    let sections = segments.compactMap { $0.section(named: name) }
    return sections.count == segments.count ? sections : nil
  }

  /// Reads all files and detects every flipped bit.
  ///
  /// - Throws: `FileError.checksumMismatch`, or `malformed` for content that contradicts itself.
  public func verify() throws(FileError) {
    for segment in segments { try segment.segment.verify() }
    guard segments.count > 1 else { return }
    let ids = ids.sorted()
    for (id, next) in zip(ids, ids.dropFirst()) where id == next {
      throw .malformed(
        path: path, line: nil,
        reason: "damaged: two rows have the id \(id). Restore it or make it again")
    }
  }
}
