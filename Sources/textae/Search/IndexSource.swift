import CommandLineKit
import FileFormats
import SentenceEmbedding
import TensorKit
import VectorSearch

/// Where the vectors of an index come from, some at a time.
protocol IndexSource: AnyObject {
  var dimension: Int { get }
  var hasSentences: Bool { get }
  /// How many vectors there are, if that is known.
  var count: Int? { get }
  var model: IndexModel? { get }

  /// The next vectors with their sentences; nil after the last.
  func next(_ count: Int) throws -> IndexPart?
}

/// Some vectors `[n × dimension]`, with n sentences if the source has any.
struct IndexPart {
  let vectors: Matrix
  let sentences: [String]
}

/// Sentences that a model embeds.
final class EmbeddedSource: IndexSource {
  private let embedder: any SentenceEmbedder
  private var stream: SentenceStream
  let model: IndexModel?
  let count: Int? = nil
  let hasSentences = true

  init(embedder: any SentenceEmbedder, modelPath: String, stream: SentenceStream) {
    self.embedder = embedder
    self.stream = stream
    model = IndexModel(path: modelPath, checksum: embedder.checksum)
  }

  var dimension: Int { embedder.dimension }

  func next(_ count: Int) throws -> IndexPart? {
    guard let sentences = try stream.next(count) else { return nil }
    return IndexPart(vectors: try embedder.embed(sentences), sentences: sentences)
  }
}

/// Vectors of a file, with sentences of other files beside them if there are any.
final class VectorFileSource: IndexSource {
  private let vectors: VectorFile
  private var sentences: SentenceStream?
  private var done = 0
  let model: IndexModel? = nil

  init(path: String, sentenceFiles: [String]) throws {
    vectors = try VectorFile(path: path)
    sentences = sentenceFiles.isEmpty ? nil : SentenceStream(files: sentenceFiles)
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
      throw CommandFailure(
        "vectors and sentences do not match", at: vectors.path,
        advice: part == nil
          ? "there are more sentences than the \(done - lines.count) vectors"
          : "there are vectors without sentences from number \(done + 1) on",
        exitStatus: .badData)
    }
    return part.map { IndexPart(vectors: $0.vectors, sentences: lines) }
  }
}
