import TensorKit

/// Sentences that show whether the order of words is in a vector: which of two acts on the other?
///
/// Somebody old and somebody young stand on the two sides of a verb; the class is the one who acts:
///
///     old    the old doctor helped the young farmer
///     young  the young farmer helped the old doctor
///
/// Every bag of words occurs once in each class, so that averages of word vectors are at chance, one
/// half. The nouns and verbs of the test do not occur in the sentences to learn from, so that a linear
/// classifier cannot know who does what to whom: it must find the order itself.
///
/// ```swift
/// let probe = WordOrderProbe()
/// let accuracy = try evaluator.evaluate(probe.examples, with: embedder).result.accuracy
/// ```
public struct WordOrderProbe: Sendable {
  /// Sentences to learn from, half of each class, the two with the same words side by side.
  public let training: [LabeledText]
  /// Sentences to be told apart, half of each class, with other nouns and verbs.
  public let test: [LabeledText]

  /// Draws sentences without repetition, keyed by `seed` alone.
  ///
  /// Both numbers are even; there are up to 46,800 sentences to learn from, and 5,700 to be told apart.
  public init(trainingCount: Int = 2_000, testCount: Int = 1_000, seed: UInt64 = 1) {
    training = Self.sentences(
      trainingCount, nouns: WordOrderLists.trainingNouns, verbs: WordOrderLists.trainingVerbs,
      random: RandomStream(seed: seed, purpose: .testData, item: 1))
    test = Self.sentences(
      testCount, nouns: WordOrderLists.testNouns, verbs: WordOrderLists.testVerbs,
      random: RandomStream(seed: seed, purpose: .testData, item: 2))
  }

  /// The sentences as an evaluator takes them, in the place of a file.
  public var examples: EvaluationFile {
    EvaluationFile(
      path: "generated sentences", kind: .wordOrder,
      content: .labeled(test: test, training: training))
  }

  private static func sentences(
    _ count: Int, nouns: [String], verbs: [String], random: RandomStream
  ) -> [LabeledText] {
    let bags = verbs.flatMap { verb in
      nouns.indices.flatMap { one in nouns[..<one].map { (verb, nouns[one], $0) } }
    }
    precondition(
      count > 0 && count.isMultiple(of: 2) && count <= 2 * bags.count,
      "\(count) is no even number from 2 to \(2 * bags.count)")
    var random = random
    return bags.shuffled(using: &random).prefix(count / 2).flatMap { verb, one, other in
      let isFirstOld = random.below(2) == 0
      let old = "the old \(isFirstOld ? one : other)"
      let young = "the young \(isFirstOld ? other : one)"
      return [
        LabeledText(label: "old", text: "\(old) \(verb) \(young)"),
        LabeledText(label: "young", text: "\(young) \(verb) \(old)"),
      ]
    }
  }
}
