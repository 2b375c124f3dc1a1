import CommandLineKit
import FileFormats
import Tokenization

/// The tokenized text for `skipgram`.
struct SkipGramCorpus {
  /// Longer lines are cut; real sentences are shorter.
  private static let maximumLength = 10_000
  private static let mostWords = 16_000_000

  let paths: [String]
  let format: CorpusFormat
  let words: WordOptions
  let minimumCount: Int
  let threads: Int
  let console: Console

  /// The given tokenizer, or a new one with the words that get a vector.
  func makeTokenizer() throws -> Tokenizer {
    if let path = words.tokenizer { return try TokenizerPath.open(path) }
    let meter = console.meter("count words", unit: "lines")
    let tokenizer = try VocabularyBuilder(
      model: .word, vocabularySize: Self.mostWords, minimumCount: minimumCount,
      lowercase: words.lowercase, stripAccents: words.stripAccents
    ).build(from: paths, format: format, threads: threads) { progress in
      meter.update(progress.lines)
      return !Interrupt.isRequested
    } onLongWords: {
      console.warn("words over 1,000 bytes left out of the vocabulary: \(grouped($0))")
    }
    meter.finish()
    return tokenizer
  }

  /// The corpus as token ids in a file at `path`.
  func tokenize(with tokenizer: Tokenizer, at path: String) throws -> TokenFile {
    let meter = console.meter("tokenize", unit: "lines")
    let file = try TokenFile.build(
      corpora: paths, format: format, tokenizer: tokenizer,
      maximumLength: Self.maximumLength, at: path, threads: threads
    ) { progress in
      meter.update(progress.lines)
      return !Interrupt.isRequested
    }
    meter.finish()
    if file.truncatedCount > 0 {
      console.warn(
        CutLines.warning(
          file.truncatedCount, of: file.sentenceCount,
          limit: "\(grouped(Self.maximumLength)) words", advice: "write one sentence per line"))
    }
    return file
  }
}
