import AutoencoderModel
import DataStructures
import NeuralLayers
import Tokenization

/// The sentences used for validation.
enum ValidationSentences {
  /// Sentences held out of the corpus, few enough to be in memory.
  case heldOut(CorpusSentences)
  /// A separate file, read chunk by chunk.
  case file(TokenFile)

  /// The sentences that a split holds out of a corpus.
  init(of split: ValidationSplit, in corpus: TokenFile) throws {
    var sentences = CorpusSentences()
    var number = 0
    for index in 0..<corpus.chunkCount {
      let chunk = try corpus.numberedChunk(index)
      for sentence in chunk.lines.indices {
        if split.holdsOut(number) { sentences.append(sentence, of: chunk) }
        number += 1
      }
    }
    self = .heldOut(sentences)
  }

  var count: Int {
    switch self {
    case .heldOut(let sentences): sentences.count
    case .file(let file): file.sentenceCount
    }
  }

  /// Calls `body` with all sentences in order, in groups that fit in memory.
  func forEachGroup(_ body: (CorpusSentences) throws -> Void) throws {
    switch self {
    case .heldOut(let sentences):
      if sentences.count > 0 { try body(sentences) }
    case .file(let file):
      for index in 0..<file.chunkCount {
        try body(CorpusSentences(try file.numberedChunk(index)))
      }
    }
  }

  /// The first group; there must be a sentence.
  func firstGroup() throws -> CorpusSentences {
    switch self {
    case .heldOut(let sentences): sentences
    case .file(let file): CorpusSentences(try file.numberedChunk(0))
    }
  }
}
