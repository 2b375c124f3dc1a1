import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import Foundation
import TestSupport
import Testing

@Suite("Learning from pairs of sentences")
struct PairTests {
  /// Sentences about the same object belong together, whoever does what with it.
  private static let pairs: [(String, String)] = (0..<50).map { number in
    let sentences = TinyLanguage.sentences(100)
    return (sentences[number], sentences[99 - (49 - number) / 5 * 5 - number % 5])
  }

  private static func options(_ objectives: [Objective] = [.reconstruct, .pair]) -> TrainingOptions
  {
    var options = TrainingOptions.quick
    options.objectives = objectives
    return options
  }

  @Test("an epoch has every sentence and every pair once, evenly mixed; some pairs are held out")
  func epochs() throws {
    let folder = try TemporaryFolder()
    let sentences = TinyLanguage.sentences(100)
    let trainer = try folder.trainer(
      "m.textae", sentences: sentences, options: Self.options(), pairs: Self.pairs)
    let tokenizer = try folder.tokenizer(for: folder.file("corpus.txt"))
    let all = Self.pairs.map { [tokenizer.encode($0.0), tokenizer.encode($0.1)] }
    var (kinds, seen): ([Bool], [[[UInt32]]]) = ([], [])
    var events = TrainingEvents()
    events.onBatch = { batch in
      kinds.append(batch.arePairs == true)
      guard batch.arePairs == true, let views = batch.views else { return }
      #expect(batch.sentences == Array(views.prefix(views.count / 2)))
      for (first, second) in zip(batch.sentences, views.suffix(views.count / 2)) {
        seen.append([first, second])
      }
    }
    var reports: [ValidationReport] = []
    events.onValidation = { reports.append($0) }
    #expect(try trainer.run(events) == .finished)
    // 90 sentences are 12 batches of 8, 45 pairs are 6.
    try #require(kinds.count == 36 && kinds.count { $0 } == 12)
    for start in stride(from: 0, to: 36, by: 3) {
      #expect(kinds[start..<start + 3].count { $0 } == 1, "\(start)")
    }
    try #require(seen.count == 90 && seen.allSatisfy { all.contains($0) })
    let (first, second) = (Set(seen[..<45]), Set(seen[45...]))
    #expect(first.count == 45 && first == second && seen[..<45] != seen[45...])
    let report = try #require(reports.last)
    let losses = try #require(report.objectiveLosses)
    let (reconstruct, pair) = (try #require(losses["reconstruct"]), try #require(losses["pair"]))
    #expect(abs(report.validationLoss - reconstruct - pair) < 1e-9)
  }

  @Test("the partners come closer to each other than to other sentences")
  func learns() throws {
    let folder = try TemporaryFolder()
    var options = Self.options()
    (options.epochs, options.learningRate, options.validationFraction) = (40, 0.01, 0)
    (options.patience, options.validationInterval) = (1_000, 10_000)
    let pairs = Array(Self.pairs.prefix(5))
    var losses: [Double] = []
    var events = TrainingEvents()
    events.onBatch = { if $0.arePairs == true { losses.append($0.loss) } }
    _ = try folder.trainer(
      "m.textae", sentences: TinyLanguage.sentences(100), options: options, pairs: pairs
    ).run(events)
    #expect(try #require(losses.last) < 0.5 * losses[0], "\(losses)")
  }

  @Test("gives the same bytes with one thread, two and three")
  func threads() throws {
    let folder = try TemporaryFolder()
    for threads in 1...3 {
      let trainer = try folder.trainer(
        "m\(threads).textae", sentences: TinyLanguage.sentences(60), options: Self.options(),
        threads: threads, pairs: Self.pairs)
      _ = try trainer.run()
    }
    try folder.expectSame(
      ["model.safetensors", "training.safetensors", "config.json"],
      in: ["m1.textae", "m2.textae", "m3.textae"])
  }

  @Test("continues after an interruption as if there had been none", arguments: [1, 2, 3, 8, 17])
  func resumes(_ stop: Int) throws {
    try TemporaryFolder().expectResumable(Self.options(), pairs: Self.pairs, stoppedAfter: stop)
  }

  @Test("a run is not resumed with other pairs")
  func otherPairs() throws {
    let folder = try TemporaryFolder()
    func trainer(_ pairs: [(String, String)], resuming: Bool = false) throws
      -> AutoencoderTrainer
    {
      try folder.trainer(
        "m.textae", sentences: TinyLanguage.sentences(20), options: Self.options(),
        resuming: resuming, pairs: pairs)
    }
    _ = try trainer(Self.pairs).run()
    #expect(
      throws: AutoencoderError.differentRun(
        path: folder.file("m.textae/training.safetensors"), setting: "file of pairs", begun: nil,
        now: nil)
    ) { _ = try trainer(Self.pairs.reversed(), resuming: true) }
  }

  @Test("pairs are given exactly if an objective learns from them, and not alone")
  func needed() throws {
    let folder = try TemporaryFolder()
    func message(_ objectives: [Objective], _ pairs: [(String, String)]) throws -> String {
      let error = try #require(throws: AutoencoderError.self) {
        try folder.trainer(
          "m.textae", sentences: TinyLanguage.sentences(20), options: Self.options(objectives),
          pairs: pairs)
      }
      return "\(error)"
    }
    #expect(try message([.bag, .pair], []).contains("must be given with the objective pair"))
    #expect(try message([.bag], Self.pairs).contains("left out without the objective pair"))
    #expect(try message([.pair], Self.pairs).contains("learns nothing from the corpus"))
    #expect(try message([.bag, .pair], [("a sailor", "")]).contains("has no word"))
  }
}
