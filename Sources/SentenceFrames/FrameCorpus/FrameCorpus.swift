/// Semantic frames with their fillers, from which a corpus is expanded.
///
/// A frame is an event with roles ("an agent bakes a dish"); a meaning is a frame with a filler in
/// every role; a sentence is a meaning in one of its wordings. Since sentences are made from
/// meanings, the corpus knows which of them say the same thing.
///
/// ```swift
/// let corpus = try FrameCorpus(directory: "corpora/frames")
/// let expansion = try corpus.expand(count: 40_000, seed: 1)
/// for sentence in expansion.training { … }
/// ```
///
/// The same files, count and seed give the same bytes on every machine.
public struct FrameCorpus: Sendable {
  let lexicon: Lexicon
  let frames: [Frame]
  /// Running sum of the frames' weights, for drawing a frame.
  let cumulativeWeights: [Int]

  /// The topics in the order of the files: "kitchen", "hospital" and so on.
  public let topics: [String]

  /// Reads `lexicon.txt`, then `common.frames`, then every other `.frames` file of a folder by name.
  ///
  /// - Throws: ``CorpusError`` with the file and line of the first thing wrong.
  public init(directory: String) throws(CorpusError) {
    lexicon = try Lexicon(contentsOf: directory + "/lexicon.txt")
    let paths = try TextLines.files(in: directory, fileExtension: "frames")
    let common = directory + "/common.frames"
    var file = FrameFile(lexicon: lexicon)
    for path in paths.filter({ $0 == common }) + paths.filter({ $0 != common }) {
      try file.read(path)
    }
    frames = file.frames
    topics = file.topics
    guard !frames.isEmpty else {
      throw .nothingFound(directory: directory, fileExtension: "frames")
    }
    cumulativeWeights = Self.cumulativeWeights(of: frames)
  }

  /// The same corpus with the frames of some topics only; the others remain known by name.
  ///
  /// - Throws: ``CorpusError/unknownTopic(_:known:)`` for a topic that there is none of.
  public func restricted(to names: [String]) throws(CorpusError) -> FrameCorpus {
    for name in names where !topics.contains(name) {
      throw .unknownTopic(name, known: topics)
    }
    return FrameCorpus(self, frames: frames.filter { names.contains(topics[$0.topic]) })
  }

  private init(_ whole: FrameCorpus, frames: [Frame]) {
    lexicon = whole.lexicon
    topics = whole.topics
    self.frames = frames
    cumulativeWeights = Self.cumulativeWeights(of: frames)
  }

  /// Weighs a frame by the fillers it brings: those of a class count in equal parts for all frames that
  /// use the class. Thus a word of a rich frame is met about as often as one of a poor frame.
  private static func cumulativeWeights(of frames: [Frame]) -> [Int] {
    var uses: [String: Int] = [:]
    for name in frames.flatMap(\.slots).compactMap(\.className) {
      uses[name, default: 0] += 1
    }
    var sum = 0
    return frames.map { frame in
      for slot in frame.slots {
        let words = slot.concepts.reduce(0) { $0 + $1.synonyms.count }
        sum += words * 100 / (slot.className.flatMap { uses[$0] } ?? 1)
      }
      return sum
    }
  }

  /// The number of frames.
  public var frameCount: Int { frames.count }

  /// The number of meanings: frames times the fillers of their slots.
  public var meaningCount: Int {
    frames.reduce(0) { total, frame in
      total
        + frame.slots.reduce(1) { $0 * ($1.concepts.count + ($1.isOptional ? 1 : 0)) }
    }
  }
}
