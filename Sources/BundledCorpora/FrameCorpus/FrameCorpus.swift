/// Semantic frames with their fillers, which expand to a corpus.
///
/// A frame is an event with roles ("an agent bakes a dish"); a meaning is a frame with a filler for
/// every role; a sentence is a meaning in one of its wordings. Because sentences are made from
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
  /// The running sum of the weights of the frames, for drawing a frame.
  let cumulativeWeights: [Int]

  /// The topics in the order of the files: "kitchen", "hospital" and so on.
  public let topics: [String]

  /// Reads `lexicon.txt`, `common.frames`, then every other `.frames` file by name.
  ///
  /// - Throws: ``CorpusError`` with the file and line of the first thing wrong.
  public init(directory: String) throws(CorpusError) {
    lexicon = try Lexicon(contentsOf: directory + "/lexicon.txt")
    let paths = try DataFileLines.files(in: directory, fileExtension: "frames")
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

  /// Weights each frame by its fillers, with those of a class divided among the frames that use it.
  ///
  /// So a word of a frame with many fillers occurs about as often as one of a frame with few.
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

  /// The number of meanings: frames times the fillers of their slots.
  public var meaningCount: Int {
    frames.reduce(0) { total, frame in
      total
        + frame.slots.reduce(1) { $0 * ($1.concepts.count + ($1.isOptional ? 1 : 0)) }
    }
  }
}
