import FileFormats
import TensorKit
import VectorSearch

/// The vectors of a file, with sentences from other files if there are any.
final class VectorFileSource: IndexSource {
  private let vectors: VectorFile
  private var rows: RowStream?
  private var done = 0
  let model: IndexModel? = nil

  init(path: String, rows: RowStream?, skipsBadRows: Bool) throws {
    vectors = try VectorFile(path: path, skipsBadRows: skipsBadRows)
    self.rows = rows
  }

  var vectorFile: String? { vectors.path }
  var dimension: Int { vectors.dimension }
  var hasSentences: Bool { rows != nil || vectors.hasLabels }
  var columns: [String] { rows?.columns ?? [] }
  var count: Int? { vectors.count }

  func next(_ count: Int) throws -> IndexPart? {
    let part = try vectors.next(count)
    guard rows != nil else { return part }
    var (sentences, fields): ([String], [[String]]) = ([], [])
    let wanted = part?.vectors.rows ?? 1
    while sentences.count < wanted, let more = try rows?.next(wanted - sentences.count) {
      sentences += more.sentences
      fields += more.fields
    }
    done += sentences.count
    guard sentences.count == part?.vectors.rows ?? 0 else {
      throw part == nil
        ? CommandError.spareSentences(vectors: vectors.path, count: done - sentences.count)
        : CommandError.missingSentences(vectors: vectors.path, first: done + 1)
    }
    return part.map { IndexPart(vectors: $0.vectors, sentences: sentences, fields: fields) }
  }
}
