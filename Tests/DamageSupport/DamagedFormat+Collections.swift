import EmbeddingEvaluation
import TestSupport

extension DamagedFormat {
  /// Examples that are divided among several files.
  static let collections: [DamagedFormat] = intact.map { name, bytes in
    DamagedFormat(name, as: name, parts: intact.count, in: collectionFolder) {
      [Array(bytes.utf8)]
    } read: { path in
      // A collection is opened by its folder, scores and pairs by either file.
      _ = try? EvaluationFile(path: path)
      _ = try? EvaluationFile(path: String(path.dropLast(name.split(separator: "/")[1].count + 1)))
    }
  }

  private static let intact = [
    ("retrieval/docs.tsv", "a\tcold sea\tcold sea, cold wind\nb\tbread\t\nc\tsea\n"),
    ("retrieval/queries.tsv", "1\tcold\n2\tbread\n3\tnothing\n"),
    ("retrieval/qrels.tsv", "1\t0\ta\t2\n1\t0\tc\t1\n2\t0\tb\t3\n3\t0\ta\t0\n"),
    ("intents/seq.in", "book a table\nplay a song\nbook a flight\n"),
    ("intents/label", "book\nplay\nbook\n"),
    ("scores/STS.gs.x.txt", "4.5\n\n1\n"),
    ("scores/STS.input.x.txt", "a b\tc d\ne f\tg h\ni\tj\n"),
  ]

  @Sendable private static func collectionFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in intact { try folder.write(text, to: name) }
    return folder
  }
}
