import CommandLineKit
import DataStructures
import FileFormats
import TextAutoencoder

/// A walk from one sentence to another: the one that reads best.
struct DemoWalk {
  private static let steps = 4
  /// Longer sentences seldom come back whole from between others.
  private static let mostTokens = 12
  /// Neighbors of a sentence to walk to.
  private static let neighbors = 3

  private let from: String, to: String
  /// The texts on the way, both ends included, each once.
  private let texts: [String]
  /// The least fluency of those between the ends.
  private let fluency: Double

  /// Tries walks between neighbors; the section has the best, or says that none was good enough.
  static func best(
    among sentences: [String], by model: SentenceAutoencoder, _ language: KnownPhrases,
    _ sizes: DemoSizes, _ work: RunOptions
  ) throws -> DemoSection {
    let pairs = try candidates(sentences, model, work).evenly(sizes.walks)
    let meter = work.console.meter("walk", unit: "walks", total: pairs.count)
    var best: DemoWalk?
    for (number, pair) in pairs.enumerated() {
      try Interrupt.check()
      let walk = try DemoWalk(from: pair.0, to: pair.1, by: model, language)
      if let walk, walk.isBetter(than: best) { best = walk }
      meter.update(number + 1)
    }
    meter.finish()
    return section(best, pairs.count)
  }

  /// Short sentences and their neighbors, each pair once.
  private static func candidates(
    _ sentences: [String], _ model: SentenceAutoencoder, _ work: RunOptions
  ) throws -> [(String, String)] {
    let short = sentences.filter { model.tokens(of: $0).count <= mostTokens }
    guard short.count > 1 else { return [] }
    let index = try SentenceIndex(short, embedder: model, threads: work.threads)
    let found = try index.neighbors(of: short, count: neighbors + 1, by: .vectors)
    return zip(short, found).flatMap { sentence, neighbors in
      // A pair of mutual neighbors is tried in one direction.
      neighbors.map(\.sentence).filter { $0 != sentence }.map { other -> (String, String) in
        (min(sentence, other), max(sentence, other))
      }
    }.reduce(into: (seen: Set<[String]>(), pairs: [(String, String)]())) { result, pair in
      if result.seen.insert([pair.0, pair.1]).inserted { result.pairs.append(pair) }
    }.pairs
  }

  /// Nil if there is nothing to read between the ends, or something that does not read like a sentence.
  private init?(
    from: String, to: String, by model: SentenceAutoencoder, _ language: KnownPhrases
  ) throws {
    let walk = try model.interpolation(from: from, to: to, steps: Self.steps).map(\.text)
    guard let first = walk.first, let last = walk.last else { return nil }
    let texts = walk.distinctByBytes()
    let between = texts.filter { $0 != first && $0 != last }
    guard !between.isEmpty else { return nil }
    var least = 1.0
    for text in between {
      guard let fluency = language.fluency(of: text, besides: [from, to]) else { return nil }
      least = min(least, fluency)
    }
    (self.from, self.to, self.texts, fluency) = (from, to, texts, least)
  }

  private func isBetter(than other: DemoWalk?) -> Bool {
    guard let other else { return true }
    return (texts.count, fluency) > (other.texts.count, other.fluency)
  }

  private static func section(_ walk: DemoWalk?, _ tried: Int) -> DemoSection {
    var text =
      "5. A walk from one vector to another, the best of \(grouped(tried)); each line is written from "
      + "a point on it\n\n"
    for line in walk?.texts ?? [] { text += "    \(line)\n" }
    if walk == nil { text += "   none read well enough\n" }
    return DemoSection(
      key: "walk",
      json: [
        "tried": .integer(tried), "from": walk.map { .string($0.from) } ?? .null,
        "to": walk.map { .string($0.to) } ?? .null,
        "texts": .array((walk?.texts ?? []).map { .string($0) }),
        "fluency": walk.map { .number($0.fluency) } ?? .null,
      ], text: text)
  }
}
