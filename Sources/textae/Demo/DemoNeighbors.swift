import CommandLineKit
import DataStructures
import FileFormats
import TextAutoencoder

/// The neighbors of the same sentences according to two embedders, side by side.
enum DemoNeighbors {
  static func section(
    _ queries: [String], autoencoder: [[SentenceNeighbor]], skipGram: [[SentenceNeighbor]],
    _ searched: Int
  ) -> DemoSection {
    var text =
      "4. Nearest neighbors of held-out sentences among \(grouped(searched)) others\n"
      + "    " + TextFormat.padded("autoencoder", to: 48) + "skip-gram\n"
    var json: [JSONValue] = []
    for (place, query) in queries.enumerated() {
      text += "  \(query)\n"
      for (left, right) in zip(autoencoder[place], skipGram[place]) {
        text += "    " + cell(left) + "  " + cell(right) + "\n"
      }
      json.append([
        "query": .string(query), "autoencoder": array(autoencoder[place]),
        "skipGram": array(skipGram[place]),
      ])
    }
    return DemoSection(key: "neighbors", json: .array(json), text: text)
  }

  private static func cell(_ neighbor: SentenceNeighbor) -> String {
    let score = TextFormat.fixed(Double(neighbor.score), places: 2)
    return TextFormat.padded(TextFormat.truncated("\(score)  \(neighbor.sentence)", to: 46), to: 46)
  }

  private static func array(_ neighbors: [SentenceNeighbor]) -> JSONValue {
    .array(
      neighbors.map {
        ["sentence": .string($0.sentence), "score": .float($0.score)]
      })
  }
}
