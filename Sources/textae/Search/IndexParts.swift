import CommandLineKit
import LexicalSearch
import TextAutoencoder
import VectorSearch

/// What an index keeps of its rows besides vectors, made again whenever rows are written.
struct IndexParts {
  let design: IndexDesign
  /// How many rows each text has, if texts were split.
  let groups: [Int]?
  /// What is left if the user interrupts.
  let saved: String
  let work: RunOptions

  /// The words of the sentences, if the design has them.
  var all: [any SegmentPart] {
    guard let stemmer = design.stemmer.flatMap(WordStemmers.named) else { return [] }
    let meter = work.console.meter("words", unit: "texts")
    return [
      IndexWords(analyzer: TextAnalyzer(stemmer: stemmer), groups: groups) { [saved] done in
        try Interrupt.check(saved: saved)
        meter.update(done)
      }
    ]
  }
}
