import CommandLineKit
import FileFormats
import TensorKit

/// A file of vectors, or a pipe, which is copied to disk because readers need to seek.
final class VectorInput {
  private let file: VectorFile
  private let copy: PipeCopy?

  /// Opens a path; `-` is standard input.
  init(path: String) throws {
    copy = try PipeCopy(of: path)
    file = try VectorFile(path: copy?.path ?? path)
  }

  var dimension: Int { file.dimension }

  /// The number of vectors, if the file states it.
  var count: Int? { file.count }

  /// The next vectors with their words or, if the file has none, their numbers; nil after the last.
  func next(_ count: Int, from first: Int) throws -> IndexPart? {
    guard let part = try file.next(count) else { return nil }
    guard part.sentences.isEmpty else { return part }
    return IndexPart(
      vectors: part.vectors, sentences: (0..<part.vectors.rows).map { String(first + $0) })
  }

  /// All vectors, `[n × dimension]`.
  func all(console: Console) throws -> Matrix {
    let result = Matrix(rows: count ?? 0, columns: dimension)
    result.resize(rows: 0)
    let meter = console.meter("read", unit: "vectors", total: count)
    while let part = try file.next(4_096) {
      try Interrupt.check()
      let first = result.rows
      result.resize(rows: first + part.vectors.rows)
      for row in 0..<part.vectors.rows { result.copyRow(first + row, from: part.vectors, row) }
      meter.update(result.rows)
    }
    meter.finish()
    return result
  }
}
