import FileFormats
import TensorKit
import VectorSearch

/// A file of vectors, read in groups of rows; what is in it decides the format.
///
/// A NumPy matrix, one of an .npz or a tensor of a safetensors file (several are told apart by
/// FILE:NAME), .fvecs, or word2vec text or binary.
final class VectorFile {
  private enum Content {
    case rows(count: Int, columns: Int, read: (Range<Int>) throws -> [Float])
    case words(Word2VecReader)
  }

  let path: String
  private let content: Content
  private var position = 0

  init(path spelling: String, skipsBadRows: Bool = false) throws {
    let (path, name) = Self.parts(of: spelling)
    self.path = path
    let start = try MappedFile(path: path).start
    if start.dropFirst().starts(with: "NUMPY".utf8) {
      content = try Self.content(NPYFile(path: path), path)
    } else if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      content = try Self.content(NPZArchive(path: path).matrix(named: name), path)
    } else if path.hasSuffix(".safetensors") {
      content = try Self.content(SafetensorsFile(path: path, verification: .ifPresent), name)
    } else if path.hasSuffix(".fvecs") {
      let file = try FvecsFile(path: path)
      content = .rows(count: file.rows, columns: file.columns) { try file.floats(rows: $0) }
    } else {
      content = .words(try Word2VecReader(path: path, skipsBadRows: skipsBadRows))
    }
  }

  /// The path, and the name behind a colon if there is no file of the whole spelling.
  private static func parts(of spelling: String) -> (path: String, name: String?) {
    guard !Paths.exists(spelling), let colon = spelling.lastIndex(of: ":") else {
      return (spelling, nil)
    }
    let path = String(spelling[..<colon])
    return Paths.exists(path)
      ? (path, String(spelling[spelling.index(after: colon)...])) : (spelling, nil)
  }

  private static func content(_ matrix: NPYFile, _ path: String) throws -> Content {
    guard (1...IndexDesign.maximumDimension).contains(matrix.columns) else {
      throw FileError.malformed(
        path: path, line: nil,
        reason: "a matrix of \(matrix.rows) × \(matrix.columns); rows need 1 to "
          + "\(IndexDesign.maximumDimension) numbers")
    }
    return .rows(count: matrix.rows, columns: matrix.columns) { matrix.floats(rows: $0) }
  }

  private static func content(_ file: SafetensorsFile, _ name: String?) throws -> Content {
    let matrices = file.tensors.filter { tensor in
      tensor.shape.count == 2 && tensor.element.isReadableAsFloat
        && (1...IndexDesign.maximumDimension).contains(tensor.shape[1])
    }
    let chosen = matrices.filter { $0.name == name ?? $0.name }
    guard chosen.count == 1, let tensor = chosen.first else {
      throw FileError.malformed(
        path: file.path, line: nil,
        reason: matrices.isEmpty
          ? "no tensor is a matrix of floats"
          : "name one of its matrices behind a colon: "
            + matrices.map(\.name).joined(separator: ", "))
    }
    let (rows, columns) = (tensor.shape[0], tensor.shape[1])
    let values = try file.floats(tensor.name)
    return .rows(count: rows, columns: columns) { range in
      Array(values[range.lowerBound * columns..<range.upperBound * columns])
    }
  }

  var dimension: Int {
    switch content {
    case .rows(_, let columns, _): columns
    case .words(let reader): reader.dimension
    }
  }

  /// The number of vectors, if the file states it.
  var count: Int? {
    switch content {
    case .rows(let count, _, _): count
    case .words(let reader): reader.declaredCount
    }
  }

  /// Whether each vector comes with a word.
  var hasLabels: Bool {
    if case .words = content { true } else { false }
  }

  /// The next vectors, at most `count`, with their words; nil after the last.
  func next(_ count: Int) throws -> IndexPart? {
    switch content {
    case .rows(let rows, let columns, let read):
      let end = min(rows, position + count)
      guard position < end else { return nil }
      let values = try read(position..<end)
      defer { position = end }
      return IndexPart(
        vectors: Matrix(rows: end - position, columns: columns, values: values),
        sentences: [], fields: [])
    case .words(let reader):
      return try words(reader, count)
    }
  }

  private func words(_ reader: Word2VecReader, _ count: Int) throws -> IndexPart? {
    var values: [Float] = []
    var labels: [String] = []
    var vector: [Float] = []
    while labels.count < count, let word = try reader.next(into: &vector) {
      labels.append(word)
      values += vector
    }
    guard !labels.isEmpty else { return nil }
    return IndexPart(
      vectors: Matrix(rows: labels.count, columns: reader.dimension, values: values),
      sentences: labels, fields: [])
  }
}

extension MappedFile {
  /// The first bytes, as many as a format needs to be recognized.
  fileprivate var start: [UInt8] { bytes(0..<min(count, 6)) }
}
