import DataStructures

/// The immutable parts of a tokenizer, shared by its copies and by all threads.
final class TokenizerCore: Sendable {
  /// What turns words into tokens.
  enum Model: Sendable {
    /// Each word is a token or `unknown`.
    case wordLevel(unknown: UInt32)
    /// Each word is split into tokens.
    case bytePair(BytePairModel)
    /// Each word is cut into the longest pieces.
    case wordPiece(WordPieceModel)
    /// Each word is cut into its most likely pieces.
    case unigram(UnigramModel)
  }

  /// Every token as it is spelled in files, by id.
  let tokens: TokenTable
  let normalizer: NormalizerPipeline
  let preTokenizer: PreTokenizer
  let model: Model
  let specials: AddedTokens
  /// The byte that every special token begins with, if it is the same and ASCII has a fast path.
  let specialFirstByte: UInt8?
  let roles: TokenRoles
  let decoder: TokenDecoder
  /// The most tokens of a sentence, those put before and after it included.
  let maximumLength: Int
  /// The file, if it says what this library does not write itself.
  let source: [UInt8]?
  /// Ids put before and after those of a sentence.
  let prefix, suffix: [UInt32]
  /// The checksum, once somebody has asked for it.
  let knownChecksum = Locked<UInt64?>(nil)
  /// Buffers that wait for the next caller, so that one sentence costs no allocation.
  private let idle = Locked<[ScratchBox]>([])

  init(
    tokens: TokenTable, normalizer: NormalizerPipeline, preTokenizer: PreTokenizer, model: Model,
    specials: AddedTokens, prefix: [UInt32] = [], suffix: [UInt32],
    roles: TokenRoles = .standard, decoder: TokenDecoder, maximumLength: Int = .max,
    source: [UInt8]? = nil
  ) {
    self.tokens = tokens
    self.normalizer = normalizer
    self.preTokenizer = preTokenizer
    self.model = model
    self.specials = specials
    self.roles = roles
    self.decoder = decoder
    self.maximumLength = maximumLength
    self.source = source
    let isPlain = if case .metaspace = preTokenizer { false } else { normalizer.isPlain }
    specialFirstByte = isPlain ? specials.onlyFirstByte : nil
    self.prefix = prefix
    self.suffix = suffix
  }

  /// Lends buffers, those of an earlier call if they are free.
  func withScratch<R>(_ body: (inout EncodingScratch) throws -> R) rethrows -> R {
    let box = idle.withLock { $0.popLast() } ?? ScratchBox()
    defer { idle.withLock { $0.append(box) } }
    return try body(&box.scratch)
  }
}

/// Holds the buffers of one thread. Sendable because only its borrower uses it at any time.
private final class ScratchBox: @unchecked Sendable {
  var scratch = EncodingScratch()
}

/// What encoding writes to: text, cache, merging and ids, reused from line to line.
struct EncodingScratch: ~Copyable {
  /// Buffers are cut back to this many elements after an unusually long line.
  private static let usualSize = 1 << 16

  var text = PaddedText()
  var cache = WordCache()
  var merging = MergeScratch()
  var output = TokenBuffer()
  let classes = ByteClasses()

  /// Frees memory that only a very long line needed.
  mutating func shrink() {
    guard text.count > Self.usualSize else { return }
    text.shrink(to: Self.usualSize)
    output.shrink(to: Self.usualSize)
    merging = MergeScratch()
  }
}
