import FileFormats
import TensorKit

/// Finds the parts of a segment and checks their sizes.
struct SectionReader {
  let file: MappedFile
  let header: SegmentHeader

  /// The bytes of a section, which must have this length if it is there.
  func range(_ name: String, _ length: Int) throws(FileError) -> Range<Int>? {
    guard let section = header.section(name) else { return nil }
    guard section.length == length else { throw mismatch(name) }
    return section.range
  }

  /// Rows in a section that has to be there.
  private func rows(_ name: String, stride: Int) throws(FileError) -> ByteRows {
    // Count and stride are at most 2³¹ and 2²³, so their product does not overflow.
    guard let range = try range(name, header.count * stride) else { throw mismatch(name) }
    return ByteRows(file, at: range.lowerBound, count: header.count, stride: stride)
  }

  func vectors() throws(FileError) -> StoredVectors {
    let fineType = CodecKinds.coded(UInt64(header.fine)) as? any ReadableCodec.Type
    guard let fineType, let coarseType = CodecKinds.coded(UInt64(header.coarse)) else {
      throw .unsupportedVersion(
        path: file.path, found: "codec \(max(header.coarse, header.fine))",
        supported: CodecKinds.all.map { "codec \($0.code)" }.joined(separator: ", "))
    }
    let fine = fineType.init(dimension: header.dimension, parameters: [])
    let fineRows = try rows(
      SectionName.vectors, stride: fineType.rowBytes(dimension: header.dimension))
    let hasTwoForms = header.coarse != header.fine
    var coarse: any VectorCodec = fine
    var coarseRows = fineRows
    if hasTwoForms {
      let count = coarseType.parameterCount(dimension: header.dimension)
      let range = try range(SectionName.parameters, count * 4)
      guard range != nil || count == 0 else { throw mismatch(SectionName.parameters) }
      coarse = coarseType.init(
        dimension: header.dimension,
        parameters: range.map { file.floats(at: $0.lowerBound, count: count) } ?? [])
      coarseRows = try rows(
        SectionName.codes, stride: coarseType.rowBytes(dimension: header.dimension))
    }
    return StoredVectors(
      metric: header.metric, dimension: header.dimension, coarse: coarse, coarseRows: coarseRows,
      fine: fine, fineRows: fineRows,
      halfSquares: header.metric == .l2
        ? FloatColumn(try rows(SectionName.halfSquares, stride: 4)) : nil,
      longest: header.longest, residual: header.residual, hasTwoForms: hasTwoForms)
  }

  /// Texts, if there are any.
  func texts(_ offsets: String, _ text: String, _ count: Int) throws(FileError) -> TextTable? {
    let bytes = (count + 1).multipliedReportingOverflow(by: 8)
    guard !bytes.overflow, let places = try range(offsets, bytes.partialValue) else { return nil }
    guard let text = header.section(text) else { throw mismatch(text) }
    return TextTable(file: file, offsets: places, text: text.range)
  }

  func graph() throws(FileError) -> StoredGraph? {
    guard let numbers = try range(SectionName.graph, StoredGraph.numberBytes) else { return nil }
    func number(_ index: Int) -> Int {
      Int(file.integer(at: numbers.lowerBound + index * 4, bytes: 4))
    }
    let slots = file.integer(at: numbers.lowerBound + 24, bytes: 8)
    let seed = file.integer(at: numbers.lowerBound + 32, bytes: 8)
    let (width, effort, levels, entry) = (number(0), number(1), number(2), number(4))
    guard GraphParameters.linkRange.contains(width), GraphParameters.effortRange.contains(effort),
      levels <= NeighborGraph.maximumLevels, slots <= UInt64(file.count),
      number(3) == 0 || entry < header.count,
      let links = try range(
        SectionName.links, NeighborGraph.lowestBytes(count: header.count, width: width)),
      let places = try range(
        SectionName.places, NeighborGraph.placeBytes(count: header.count)),
      let upper = try range(
        SectionName.slots, NeighborGraph.slotBytes(slots: Int(slots), width: width))
    else { throw file.malformed("its graph does not match its header") }
    let duplicates = try range(SectionName.duplicates, header.count * 4)
    return StoredGraph(
      NeighborGraph(
        file, lowestAt: links.lowerBound, placesAt: places.lowerBound, slotsAt: upper.lowerBound,
        count: header.count, width: width, slotCount: Int(slots),
        entry: number(3) == 0 ? nil : entry, levels: levels),
      GraphParameters(links: width, effort: effort, seed: seed),
      duplicates: duplicates.map {
        DuplicateColumn(ByteRows(file, at: $0.lowerBound, count: header.count, stride: 4))
      })
  }

  private func mismatch(_ name: String) -> FileError {
    file.malformed("its section \(name) does not match its header")
  }
}
