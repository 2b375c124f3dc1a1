import FileFormats
import TensorKit
import VectorSearch

/// The vectors of a file, with sentences from other files if there are any.
final class VectorFileSource: IndexSource {
  private let vectors: VectorFile
  private var sentences: SentenceStream?
  private var done = 0
  let model: IndexModel? = nil

  init(path: String, sentences: SentenceStream?, skipsBadRows: Bool) throws {
    vectors = try VectorFile(path: path, skipsBadRows: skipsBadRows)
    self.sentences = sentences
  }

  var dimension: Int { vectors.dimension }
  var hasSentences: Bool { sentences != nil || vectors.hasLabels }
  var count: Int? { vectors.count }

  func next(_ count: Int) throws -> IndexPart? {
    let part = try vectors.next(count)
    guard sentences != nil else { return part }
    var lines: [String] = []
    let wanted = part?.vectors.rows ?? 1
    while lines.count < wanted, let more = try sentences?.next(wanted - lines.count) {
      lines += more
    }
    done += lines.count
    guard lines.count == part?.vectors.rows ?? 0 else {
      throw part == nil
        ? CommandError.spareSentences(vectors: vectors.path, count: done - lines.count)
        : CommandError.missingSentences(vectors: vectors.path, first: done + 1)
    }
    return part.map { IndexPart(vectors: $0.vectors, sentences: lines) }
  }
}
