import FileFormats
import TensorKit
import VectorSearch

/// A file of vectors, read in groups of rows: a matrix without names, or word vectors.
///
/// FILE:NAME tells several matrices of a file apart.
final class VectorFile {
  private enum Content {
    case matrix(any RowMatrix)
    case words(Word2VecReader)
  }

  let path: String
  private let content: Content
  private let skipsBadRows: Bool
  private var position = 0
  /// Rows of a matrix that were left out so far, and the number of the first, from 0.
  private var bad = (count: 0, first: 0)

  /// Opens a file; its name and its first bytes determine the format.
  ///
  /// With `skipsBadRows`, rows that are no vector, or not of finite numbers, are left out, with one
  /// warning.
  init(path spelling: String, skipsBadRows: Bool = false) throws {
    let (path, name) = Self.parts(of: spelling)
    self.path = path
    self.skipsBadRows = skipsBadRows
    guard let kind = try RowMatrices.kind(of: path) else {
      content = .words(try Word2VecReader(path: path, skipsBadRows: skipsBadRows))
      return
    }
    let matrix = try kind.open(path, matrix: name)
    guard (1...IndexDesign.maximumDimension).contains(matrix.columns) else {
      throw FileError.malformed(
        path: path, line: nil,
        reason: "a matrix of \(matrix.rows) × \(matrix.columns); rows need 1 to "
          + "\(IndexDesign.maximumDimension) numbers")
    }
    content = .matrix(matrix)
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

  var dimension: Int {
    switch content {
    case .matrix(let file): file.columns
    case .words(let reader): reader.dimension
    }
  }

  /// The number of vectors, if the file states it.
  var count: Int? {
    switch content {
    case .matrix(let file): file.rows
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
    case .matrix(let file):
      return matrix(file, count)
    case .words(let reader):
      return try words(reader, count)
    }
  }

  private func matrix(_ file: any RowMatrix, _ count: Int) -> IndexPart? {
    while position < file.rows {
      let end = min(file.rows, position + count)
      let values = file.floats(rows: position..<end)
      file.release(rows: position..<end)
      let vectors = Matrix(rows: end - position, columns: file.columns, values: values)
      let good = skipsBadRows ? finite(vectors) : Array(0..<vectors.rows)
      position = end
      guard good.isEmpty else {
        return IndexPart(
          vectors: good.count == vectors.rows ? vectors : vectors.rows(at: good), sentences: [])
      }
    }
    if bad.count > 0 {
      FileWarning(
        path: path,
        reason:
          "rows with NaN or infinity are left out: \(bad.count); the first is vector \(bad.first) (counted from 0)"
      ).tell()
      bad.count = 0
    }
    return nil
  }

  /// The rows whose numbers are all finite; the others are counted.
  private func finite(_ vectors: Matrix) -> [Int] {
    (0..<vectors.rows).filter { row in
      let isFinite = vectors.withRow(row) { values in
        values.indices.allSatisfy { values[$0].isFinite }
      }
      if !isFinite {
        if bad.count == 0 { bad.first = position + row }
        bad.count += 1
      }
      return isFinite
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
      sentences: labels)
  }
}
