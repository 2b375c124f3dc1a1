import TensorKit

/// Sentences that show whether a vector holds the order of the words: who acts on whom?
///
/// Somebody old and somebody young are on the two sides of a verb; the class is the one who acts:
///
///     old    the old doctor helped the young farmer
///     young  the young farmer helped the old doctor
///
/// Every bag of words occurs once in each class, so averages of word vectors are right half the
/// time, as guessing is. The nouns and verbs of the test do not occur in the sentences to learn
/// from, so a linear classifier cannot know who does what to whom: it must find the order itself.
///
/// ```swift
/// let probe = WordOrderProbe()
/// let accuracy = try evaluator.evaluate(probe.examples, with: embedder).result.accuracy
/// ```
public struct WordOrderProbe: Sendable {
  /// Sentences to learn from, half of each class; the two with the same words are adjacent.
  public let training: [LabeledText]
  /// Sentences to classify, half of each class, with other nouns and verbs.
  public let test: [LabeledText]

  /// Draws sentences without repetition; they depend on `seed` alone.
  ///
  /// Both numbers are even; there are up to 46,800 sentences to learn from and 5,700 to classify.
  public init(trainingCount: Int = 2_000, testCount: Int = 1_000, seed: UInt64 = 1) {
    training = Self.sentences(
      trainingCount, nouns: WordOrderLists.trainingNouns, verbs: WordOrderLists.trainingVerbs,
      random: RandomStream(seed: seed, purpose: .testData, item: 1))
    test = Self.sentences(
      testCount, nouns: WordOrderLists.testNouns, verbs: WordOrderLists.testVerbs,
      random: RandomStream(seed: seed, purpose: .testData, item: 2))
  }

  /// The sentences in the form that an evaluator takes, as if read from a file.
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
      "\(count) is not an even number from 2 to \(2 * bags.count)")
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
