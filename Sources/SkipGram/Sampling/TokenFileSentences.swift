import DataStructures
import Tokenization

/// The sentences of a token file.
struct TokenFileSentences: SentenceSource {
  let file: TokenFile

  var chunkCount: Int { file.chunkCount }

  func chunk(_ index: Int) throws -> TokenSequences {
    let chunk = try file.chunk(index)
    var sentences = TokenSequences()
    for sentence in 0..<chunk.count { sentences.append { $0 += chunk[sentence] } }
    return sentences
  }
}
