import EmbeddingEvaluation
import Foundation
import SentenceEmbedding
import TensorKit
import Testing

@Suite("Comparison of embedders")
struct ComparisonTests {
  private let sentences = [
    "a cat sat here", "the act was there", "big dogs run", "small birds sing", "one two three four",
    "a cat sat there", "no", "the quick brown fox", "a cat sat here", "lazy dogs sleep all day",
  ]

  private func comparison(count: Int = 3, threads: Int = 1) -> Comparison {
    Comparison(
      of: [
        Comparison.Model(name: "letters", embedder: LetterEmbedder()),
        Comparison.Model(
          name: "lengths", embedder: LengthEmbedder(), postProcessing: "centered"),
      ], count: count, pool: WorkerPool(threads: threads))
  }

  @Test("Neighbors are the nearest of each embedder, without the query and its duplicate")
  func neighbors() throws {
    let result = try comparison().run(queries: ["a cat sat here"], sentences: sentences)
    #expect(result.sentences == 9)
    let lists = try #require(result.queries.first).neighbors
    #expect(lists.count == 2 && lists.allSatisfy { $0.count == 3 })
    #expect(lists[0][0].sentence == "a cat sat there")
    for list in lists {
      #expect(!list.contains { $0.sentence == "a cat sat here" })
      #expect(list.map(\.score) == list.map(\.score).sorted(by: >))
      for neighbor in list { #expect(sentences.contains(neighbor.sentence)) }
    }
  }

  @Test("An embedder agrees with itself, and less with another")
  func agreement() throws {
    let twins = Comparison(
      of: [
        Comparison.Model(name: "one", embedder: LetterEmbedder()),
        Comparison.Model(name: "two", embedder: LetterEmbedder()),
        Comparison.Model(name: "three", embedder: LengthEmbedder()),
      ], count: 2, pool: WorkerPool(threads: 1))
    let result = try twins.run(queries: [], sentences: sentences)
    #expect(result.agreement.map { [$0.first, $0.second] } == [[0, 1], [0, 2], [1, 2]])
    #expect(result.agreement[0].overlap == 1)
    #expect(abs((result.agreement[0].rankCorrelation ?? 0) - 1) < 1e-9)
    #expect(result.agreement[1].overlap < 1)
    #expect(result.agreement[1].queries == 9)
  }

  @Test("Letter counts ignore word order, lengths do not; each side wins a probe")
  func probes() throws {
    let result = try comparison().run(queries: [], sentences: sentences)
    let byKind = Dictionary(uniqueKeysWithValues: result.probes.map { ($0.kind, $0) })
    let order = try #require(byKind[.wordOrder])
    #expect(abs(order.movement[0]) < 1e-9)
    #expect(order.movement[1] > 0.01 && order.winner == 1)
    #expect(order.paraphraseIsNearer?[0] == 0)
    #expect(try #require(byKind[.paraphrase]).paraphraseIsNearer == nil)
    #expect(Set(result.probes.compactMap(\.winner)) == [0, 1])
    #expect(result.probes.allSatisfy { $0.intervals.allSatisfy { $0 != nil } })
  }

  @Test(
    "The built-in probes are twenty or more of each kind, all different",
    arguments: ProbeKind.allCases)
  func builtIn(kind: ProbeKind) {
    let pairs = ProbePair.builtIn.filter { $0.kind == kind }
    #expect(pairs.count >= 20)
    #expect(Set(pairs.map(\.first)).count == pairs.count)
    #expect(pairs.allSatisfy { $0.first != $0.second })
    if kind == .wordOrder {
      for pair in pairs {
        #expect(
          pair.first.split(separator: " ").sorted() == pair.second.split(separator: " ").sorted())
      }
    }
  }

  @Test("The threads do not show")
  func deterministic() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let one = try comparison().run(queries: ["no"], sentences: sentences)
    let three = try comparison(threads: 3).run(queries: ["no"], sentences: sentences)
    #expect(try encoder.encode(one) == encoder.encode(three))
  }

  @Test("No line is wider than the terminal, and no sentence is lost", arguments: [40, 80, 160])
  func layout(width: Int) throws {
    let long =
      sentences + [
        "a cat sat here and thought about " + String(repeating: "many things ", count: 30),
        "日本語の文はとても長い" + String(repeating: "長", count: 60), "tab\tand \u{1B}[31m escape",
      ]
    let result = try comparison(count: 12).run(queries: ["a cat sat here"], sentences: long)
    let text = ComparisonText(width: width).render(result)
    for line in text.split(separator: "\n") {
      let wide = line.count { $0.unicodeScalars.first.map { $0.value > 0x2E80 } ?? false }
      #expect(line.count + wide <= width, "\(line)")
      #expect(!line.hasSuffix(" "))
    }
    #expect(!text.contains("\u{1B}"))
    #expect(text.contains("letters   ") && text.contains("lengths (centered)"))
    #expect(text.contains("birds") && text.contains("lazy") && text.contains("word order"))
    #expect(text.contains("* found by both models"))
  }

  @Test("Every probe names its winner, and the legend explains only what occurs")
  func legend() throws {
    let result = try comparison(count: 1).run(queries: ["no"], sentences: sentences)
    let text = ComparisonText(width: 80).render(result)
    let order = try #require(text.split(separator: "\n").first { $0.contains("word order") })
    #expect(order.split(separator: " ").last == "lengths")
    #expect(result.queries[0].neighbors[0][0].id != result.queries[0].neighbors[1][0].id)
    #expect(!text.contains("*"))
    let undecided = result.probes.contains { $0.winner == nil }
    #expect(text.contains("- the lead may be chance") == undecided)

    let twins = ["one", "two"].map { Comparison.Model(name: $0, embedder: LetterEmbedder()) }
    let equal = try Comparison(of: twins, count: 1, pool: WorkerPool(threads: 1))
      .run(queries: ["no"], sentences: sentences)
    let drawn = ComparisonText(width: 80).render(equal)
    #expect(drawn.contains("- the lead may be chance") && drawn.contains("* found by both"))
  }

  @Test("Names that differ at their ends can be told apart in narrow columns")
  func names() throws {
    let models = ["mean", "sif", "sif-weights"].map {
      Comparison.Model(name: "very-long-name.skipgram:\($0)", embedder: LetterEmbedder())
    }
    let result = try Comparison(of: models, count: 1, pool: WorkerPool(threads: 1))
      .run(queries: ["no"], sentences: sentences)
    let text = ComparisonText(width: 80).render(result)
    for ending in ["mean ", ":sif ", "weights "] { #expect(text.contains(ending), "\(ending)") }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
