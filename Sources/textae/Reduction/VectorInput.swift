import CommandLineKit
import FileFormats
import Foundation
import TensorKit

/// A file of vectors, or standard input, which is copied to disk because readers need to seek.
final class VectorInput {
  private let file: VectorFile
  private let copy: String?

  /// Opens a path; `-` is standard input.
  init(path: String) throws {
    guard path == "-" else {
      (file, copy) = (try VectorFile(path: path), nil)
      return
    }
    let copy = FileManager.default.temporaryDirectory
      .appendingPathComponent("textae-\(UUID().uuidString).stdin").path
    self.copy = copy
    do {
      try Self.copyStandardInput(to: copy)
      file = try VectorFile(path: copy)
    } catch {
      try? FileManager.default.removeItem(atPath: copy)
      throw error
    }
  }

  deinit {
    // A copy that cannot be removed lies among the temporary files of the system.
    if let copy { try? FileManager.default.removeItem(atPath: copy) }
  }

  private static func copyStandardInput(to path: String) throws {
    let output = try AtomicFile(path: path)
    let source = try ByteSource(path: "-")
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var count = try source.read(into: &buffer)
    while count > 0 {
      try Interrupt.check()
      try output.write(Array(buffer[..<count]))
      count = try source.read(into: &buffer)
    }
    try output.commit()
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
