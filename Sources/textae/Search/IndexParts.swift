import CommandLineKit
import LexicalSearch
import TextAutoencoder
import VectorSearch

/// What an index keeps of its rows besides vectors, made again whenever rows are written.
struct IndexParts {
  let design: IndexDesign
  /// How many rows each text has, if texts were split.
  let groups: [Int]?
  let index: String
  let work: RunOptions

  /// The words of the sentences, if the design has them.
  var all: [any SegmentPart] {
    guard let stemmer = design.stemmer.flatMap(WordStemmers.named) else { return [] }
    let index = index
    return [
      IndexWords(analyzer: TextAnalyzer(stemmer: stemmer), groups: groups) { _ in
        try Interrupt.check(saved: "\(index) is as it was")
      }
    ]
  }
}
