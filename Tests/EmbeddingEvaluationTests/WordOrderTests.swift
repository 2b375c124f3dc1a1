import EmbeddingEvaluation
import TensorKit
import TestSupport
import Testing

@Suite("Word order probe")
struct WordOrderTests {
  private let evaluator = Evaluator(
    bootstrap: Bootstrap(resamples: 50), pool: WorkerPool(threads: 2))

  private func words(_ examples: [LabeledText], at places: [Int]) -> Set<Substring> {
    Set(examples.flatMap { example in places.map { example.text.split(separator: " ")[$0] } })
  }

  @Test("Every bag of words occurs once in each class", arguments: [1, 2])
  func balance(seed: UInt64) {
    let probe = WordOrderProbe(seed: seed)
    #expect(probe.training.count == 2_000 && probe.test.count == 1_000)
    for examples in [probe.training, probe.test] {
      var classes: [[Substring]: [String]] = [:]
      for example in examples {
        classes[example.text.split(separator: " ").sorted(), default: []].append(example.label)
        let acting = example.text.split(separator: " ")[1]
        #expect(example.label == acting)
      }
      #expect(classes.count == examples.count / 2)
      #expect(classes.values.allSatisfy { $0.sorted() == ["old", "young"] })
      #expect(Set(examples.map(\.text)).count == examples.count)
    }
  }

  @Test("The test has nouns and verbs of its own")
  func disjoint() {
    // So many that every word of the lists occurs.
    let probe = WordOrderProbe(trainingCount: 20_000, testCount: 5_700)
    let nouns = (words(probe.training, at: [2, 6]), words(probe.test, at: [2, 6]))
    let verbs = (words(probe.training, at: [3]), words(probe.test, at: [3]))
    #expect(nouns.0.count == 40 && nouns.1.count == 20 && nouns.0.isDisjoint(with: nouns.1))
    #expect(verbs.0.count == 30 && verbs.1.count == 15 && verbs.0.isDisjoint(with: verbs.1))
  }

  @Test("The seed alone decides the sentences")
  func deterministic() {
    #expect(WordOrderProbe().test == WordOrderProbe(seed: 1).test)
    #expect(WordOrderProbe().training == WordOrderProbe(testCount: 2).training)
    #expect(WordOrderProbe().test != WordOrderProbe(seed: 2).test)
  }

  @Test("A bag of letters is at chance, an embedder of positions is always right")
  func figures() throws {
    let probe = WordOrderProbe(trainingCount: 400, testCount: 200).examples
    #expect(probe.count == 200 && probe.sentences.count == 200)
    let bag = try evaluator.evaluate(probe, with: LetterEmbedder())
    #expect(bag.result.accuracy == 0.5 && bag.result.majority == 0.5)
    #expect(bag.result.kind == .wordOrder && bag.result.pairs == 200 && bag.result.folds == nil)
    // The words of the probe are told by their places, 3 letters against 5.
    let order = try evaluator.evaluate(probe, with: LengthEmbedder())
    #expect(order.result.accuracy == 1)
    #expect(order.result.intervals["accuracy"]?.lower == 1)
    let difference = order.difference(
      from: bag, bootstrap: Bootstrap(resamples: 50), pool: evaluator.pool)
    #expect(difference?.difference == 0.5)
  }

  @Test("Sentences of a file do not replace the training sentences")
  func ownTraining() throws {
    let probe = WordOrderProbe(trainingCount: 400, testCount: 200).examples
    let folder = try TemporaryFolder()
    let other = try EvaluationFile(
      path: folder.write(
        "sentence\tlabel\na fine film\tgood\nnot so\tbad\nyes\tgood\n", to: "other.tsv"))
    #expect(other.kind == .classification)
    let found = try evaluator.evaluate(probe, with: LengthEmbedder(), training: other)
    #expect(found.result.accuracy == 1 && found.result.classes == 2)
  }
}
