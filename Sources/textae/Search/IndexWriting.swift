import CommandLineKit
import FileFormats
import LexicalSearch
import SentenceEmbedding
import TensorKit
import TextAutoencoder
import VectorSearch

/// Writes an index of vectors with the words of its sentences beside it.
struct IndexWriting {
  /// The index to write.
  let output: String
  var existing = OverwritePolicy.replace
  /// The words are left out without an analyzer.
  let analyzer: TextAnalyzer?
  /// Whether each text is made of several sentences.
  var split = TextSplit.none
  let work: RunOptions

  /// What was written.
  struct Written {
    let vectors: Int
    /// Texts with words.
    let texts: Int
  }

  /// Writes all that `source` has, by `design`; `choose` decides what depends on the number of vectors.
  ///
  /// Returns nil, and writes nothing, if there is nothing.
  func write(
    _ source: any IndexSource, _ design: IndexDesign, language: LanguageCheck,
    choose: (IndexBuilder) -> Void
  ) throws -> Written? {
    var language = language
    try WordIndexFile.settle(output)
    let builder = try IndexBuilder(path: output, design: design, existing: existing)
    let words = try makeWords(source)
    let meter = work.console.meter("index", unit: "vectors", total: source.count)
    while let part = try source.next(4_096) {
      try Interrupt.check(saved: "\(output) was not written")
      language.read(part.sentences)
      try builder.append(vectors: part.vectors, sentences: part.sentences, fields: part.fields)
      try append(part, to: words)
      meter.update(builder.count)
    }
    language.finish()
    guard builder.count > 0 else { return nil }
    meter.finish()
    choose(builder)
    try finish(builder, words)
    return Written(vectors: builder.count, texts: words?.count ?? 0)
  }

  /// Completes the words and then the index, so that no index is there without its words.
  private func finish(_ builder: IndexBuilder, _ words: LexicalIndexBuilder?) throws {
    let graph = work.console.meter("graph", unit: "vectors", total: builder.count)
    let isNew = !Paths.exists(output)
    do {
      try builder.finish(
        pool: WorkerPool(threads: work.threads),
        beforeCommit: { fingerprint in
          // Another program may have made an index of this name, and its words.
          if isNew, Paths.exists(output) { throw FileError.alreadyExists(path: output) }
          try words?.finish(partner: fingerprint)
        },
        progress: { done in
          try Interrupt.check(saved: "\(output) was not written")
          graph.update(done)
        })
    } catch {
      // If even this fails, the first error is still the one to report.
      try? WordIndexFile.settle(output)
      if words != nil, !Paths.exists(output) { WordIndexFile.remove(of: output) }
      throw error
    }
    graph.finish()
    if words == nil { WordIndexFile.remove(of: output) }
    try WordIndexFile.settle(output)
  }

  private func makeWords(_ source: any IndexSource) throws -> LexicalIndexBuilder? {
    guard source.hasSentences, let analyzer else { return nil }
    let path =
      Paths.exists(output)
      ? WordIndexFile.waitingPath(of: output) : WordIndexFile.path(of: output)
    // Nobody misses the words of an index that is made anew; another file of that name stays.
    return try LexicalIndexBuilder(
      path: path, analyzer: analyzer, hasTexts: false, hasGroups: split == .sentences,
      existing: existing == .replace || LexicalIndex.isAt(path) ? .replace : .refuse)
  }

  private func append(_ part: IndexPart, to words: LexicalIndexBuilder?) throws {
    guard let texts = part.texts else {
      for sentence in part.sentences { try words?.append(sentence) }
      return
    }
    for sentences in texts {
      try words?.append(
        sentences: sentences, rows: DocumentVectors.count(sentences: sentences.count))
    }
  }
}
