import CommandLineKit
import FileFormats
import LexicalSearch
import SentenceEmbedding
import TensorKit
import TextAutoencoder
import VectorSearch

/// Writes an index of vectors with the words of its sentences.
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
    /// Lines, of which each may have several vectors.
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
    let isNew = !Paths.exists(output)
    var design = design
    design.stemmer = source.hasSentences ? analyzer?.stemmerName : nil
    let builder = try IndexBuilder(path: output, design: design, existing: existing)
    // How many rows each text has, where they differ.
    var groups: [Int]? = split == .sentences ? [] : nil
    let meter = work.console.meter("index", unit: "vectors", total: source.count)
    while let part = try source.next(4_096) {
      try Interrupt.check(saved: "\(output) was not written")
      language.read(part.sentences)
      try source.locating {
        try builder.append(vectors: part.vectors, sentences: part.sentences, fields: part.fields)
      }
      groups? += part.texts?.map { DocumentVectors.count(sentences: $0.count) } ?? []
      meter.update(builder.count)
    }
    language.finish()
    guard builder.count > 0 else { return nil }
    meter.finish()
    choose(builder)
    // Another program may have made an index of this name.
    if isNew, Paths.exists(output) { throw FileError.alreadyExists(path: output) }
    let parts = IndexParts(
      design: design, groups: groups, saved: "\(output) was not written", work: work)
    let graph = work.console.meter("graph", unit: "vectors", total: builder.count)
    try source.locating {
      try builder.finish(parts: parts.all, pool: WorkerPool(threads: work.threads)) { done in
        try Interrupt.check(saved: "\(output) was not written")
        graph.update(done)
      }
    }
    graph.finish()
    return Written(vectors: builder.count, texts: groups?.count ?? builder.count)
  }
}
