/// The text that ships with the project, divided as the vocabularies use it.
///
/// ```swift
/// let corpus = try BundledCorpus(directory: "corpora")
/// corpus.training.joined(separator: "\n")   // a corpus of one sentence per line
/// ```
public struct BundledCorpus: Sendable {
  /// The number of expanded sentences to train on.
  public static let expandedCount = 40_000
  /// The seed of the expansion.
  public static let seed: UInt64 = 1

  /// Expanded and written sentences to train on, well mixed.
  public let training: [String]
  /// Expanded sentences whose meanings do not occur in training.
  public let heldOutExpanded: [String]
  /// Written sentences kept from training.
  public let heldOutWritten: [String]
  /// Graded pairs of expanded sentences.
  public let pairs: [GradedPair]

  /// Reads and expands a folder that holds `frames` and `written`; takes well under a second.
  ///
  /// - Parameters:
  ///   - directory: the folder `corpora` of the project.
  ///   - expandedCount: the number of expanded sentences to train on.
  /// - Throws: ``CorpusError`` with the file and line of the first thing wrong.
  public init(
    directory: String, expandedCount: Int = BundledCorpus.expandedCount
  ) throws(CorpusError) {
    let written = try WrittenCorpus(directory: directory + "/written")
    let frames = try FrameCorpus(directory: directory + "/frames")
    let expansion = try frames.expand(count: expandedCount, seed: Self.seed)
    training = Self.mixed(expansion.training + written.training)
    heldOutExpanded = expansion.heldOut
    heldOutWritten = written.heldOut
    pairs = expansion.pairs
  }

  /// Orders sentences by a hash: as good as a shuffle, and it needs no seed.
  private static func mixed(_ sentences: [String]) -> [String] {
    sentences.map { (hash: StableHash.hash($0.utf8), sentence: $0) }
      .sorted { ($0.hash, $0.sentence) < ($1.hash, $1.sentence) }
      .map(\.sentence)
  }
}
