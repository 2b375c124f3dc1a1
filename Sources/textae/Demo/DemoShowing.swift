import BundledCorpora
import CommandLineKit
import DataStructures
import FileFormats
import TextAutoencoder

/// The parts of a demo that use the trained models.
struct DemoShowing {
  let schedule: DemoSchedule
  let corpus: DemoCorpus
  let autoencoder: SentenceAutoencoder
  let skipGram: any SentenceEmbedder
  let work: RunOptions

  func show(_ report: inout DemoReport) throws {
    work.console.note("embedding and searching")
    try report.add(neighbors())
    let expanded = try reconstruction(corpus.bundled.heldOutExpanded)
    let written = try reconstruction(corpus.bundled.heldOutWritten)
    try report.add(
      DemoReconstruction.section(expanded: expanded, written: written, schedule.examples))
    try report.add(try paraphrases())
    try report.add(try walk())
    let ranking = try DemoRanking(
      pairs: corpus.bundled.pairs, autoencoder: autoencoder, skipGram: skipGram)
    try report.add(ranking.section)
    try report.add(
      DemoSection(
        key: "summary",
        json: [
          "exactExpanded": .number(expanded.share), "exactWritten": .number(written.share),
          "spearmanAutoencoder": .number(ranking.spearman.autoencoder),
          "spearmanSkipGram": .number(ranking.spearman.skipGram),
        ],
        text: """
          Summary
            exact matches, held-out sentences            \(TextFormat.percent(expanded.share))
            exact matches, written by hand               \(TextFormat.percent(written.share))
            similarity, rank correlation, autoencoder    \(correlation(ranking.spearman.autoencoder))
            similarity, rank correlation, skip-gram      \(correlation(ranking.spearman.skipGram))

          """))
  }

  private func correlation(_ value: Double) -> String { TextFormat.fixed(value, places: 2) }

  /// Evenly spaced held-out sentences, for variety.
  private func sample(_ count: Int, of sentences: [String]) -> [String] {
    let step = max(1, sentences.count / count)
    return (0..<min(count, sentences.count)).map { sentences[$0 * step] }
  }

  private func neighbors() throws -> DemoSection {
    let searched = Array(corpus.bundled.training.prefix(schedule.searched))
    let queries =
      sample(schedule.queries - 1, of: corpus.bundled.heldOutExpanded)
      + sample(1, of: corpus.bundled.heldOutWritten)
    let first = try SentenceIndex(searched, embedder: autoencoder, threads: work.threads)
      .neighbors(of: queries, count: schedule.neighbors, by: .vectors)
    let second = try SentenceIndex(searched, embedder: skipGram, threads: work.threads)
      .neighbors(of: queries, count: schedule.neighbors, by: .vectors)
    return DemoNeighbors.section(queries, autoencoder: first, skipGram: second, searched.count)
  }

  private func reconstruction(_ sentences: [String]) throws -> DemoReconstruction {
    try DemoReconstruction(
      sentences: Array(sentences.prefix(schedule.reconstructed)), model: autoencoder)
  }

  private func paraphrases() throws -> DemoSection {
    var options = ParaphraseOptions()
    options.count = 4
    options.seed = schedule.seed
    let sentences = Array(sample(5, of: corpus.bundled.heldOutExpanded).suffix(2))
    let found = try sentences.map { try autoencoder.paraphrases(of: $0, options: options) }
    var text = "6. Paraphrases, decoded from points near a sentence's vector\n"
    for (sentence, paraphrases) in zip(sentences, found) {
      text += "  \(sentence)\n"
      for paraphrase in paraphrases {
        text += "    \(TextFormat.fixed(paraphrase.similarity, places: 2))  \(paraphrase.text)\n"
      }
    }
    let json = zip(sentences, found).map { sentence, paraphrases -> JSONValue in
      ["input": .string(sentence), "paraphrases": .array(paraphrases.map(\.json))]
    }
    return DemoSection(key: "paraphrases", json: .array(json), text: text)
  }

  private func walk() throws -> DemoSection {
    let ends = sample(7, of: corpus.bundled.heldOutExpanded).dropFirst().dropLast()
    let (start, end) = (ends.first ?? "", ends.last ?? "")
    let steps = try autoencoder.interpolation(from: start, to: end, steps: 5)
    return DemoSection(
      key: "walk", json: .array(steps.map(\.json)),
      text: "7. Interpolation from one sentence to another\n"
        + steps.map { "    \(TextFormat.fixed($0.position, places: 1))  \($0.text)\n" }.joined())
  }
}
