import CommandLineKit
import DataStructures
import FileFormats
import SentenceEmbedding
import TextAutoencoder

/// The answers to the queries of the demo by the model, by word vectors and by shared words.
struct DemoSearch {
  /// The number of neighbors in the figures; the nearest is shown.
  private static let neighbors = 3

  private let searched: Int
  private let answers: [(query: DemoQuery, columns: [Column])]

  /// What one of them answers.
  private struct Column {
    let name: String
    let key: String
    let neighbors: [SentenceNeighbor]
  }

  init(
    _ sentences: [String], model: any SentenceEmbedder, skipGram: any SentenceEmbedder,
    _ work: RunOptions
  ) throws {
    work.console.note("embedding \(counted(sentences.count, "sentence"))")
    let byModel = try SentenceIndex(sentences, embedder: model, threads: work.threads)
    let byWords = try SentenceIndex(sentences, embedder: skipGram, threads: work.threads)
    searched = sentences.count
    answers = try DemoQuery.all.map { query in
      try Interrupt.check()
      func column(
        _ name: String, _ key: String, _ index: SentenceIndex, _ ranking: Ranking
      ) throws -> Column {
        let found = try index.neighbors(of: query.text, count: Self.neighbors, by: ranking)
        return Column(name: name, key: key, neighbors: found)
      }
      return (
        query,
        [
          try column("model", "model", byModel, .vectors),
          try column("skip-gram", "skipGram", byWords, .vectors),
          try column("words", "words", byModel, .words),
        ]
      )
    }
  }

  var section: DemoSection {
    var text =
      "1. The nearest of \(grouped(searched)) sentences written by hand: by the English model, by "
      + "skip-gram\n   word vectors, and by shared words. The queries were chosen from thirty,\n"
      + "   to show what works and a weakness\n"
    for (query, columns) in answers {
      text += "\n  \(TextFormat.padded(query.text, to: 48)) \(query.shows)\n"
      for column in columns {
        text +=
          "    " + TextFormat.padded(column.name, to: 11) + line(column.neighbors.first) + "\n"
      }
    }
    return DemoSection(
      key: "search", json: ["sentences": .integer(searched), "queries": .array(answers.map(json))],
      text: text)
  }

  private func line(_ neighbor: SentenceNeighbor?) -> String {
    guard let neighbor else { return "nothing" }
    return TextFormat.fixed(Double(neighbor.score), places: 2) + "  " + neighbor.sentence
  }

  private func json(_ answer: (query: DemoQuery, columns: [Column])) -> JSONValue {
    .object(
      [
        JSONValue.Member(key: "query", value: .string(answer.query.text)),
        JSONValue.Member(key: "shows", value: .string(answer.query.shows)),
      ]
        + answer.columns.map { column in
          JSONValue.Member(
            key: column.key,
            value: .array(
              column.neighbors.map {
                ["sentence": .string($0.sentence), "score": .float($0.score)]
              }))
        })
  }
}
