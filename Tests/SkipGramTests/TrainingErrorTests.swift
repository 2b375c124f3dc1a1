import SkipGram
import TensorKit
import Testing

@Suite("Settings and corpora that cannot be trained on")
struct TrainingErrorTests {
  private func train(
    _ sentences: [[UInt32]], _ configuration: SkipGramConfiguration = ToyCorpus.configuration
  ) throws {
    _ = try SkipGramModel.train(
      on: ArraySource(sentences), tokens: ToyCorpus.tokens, configuration: configuration,
      pool: WorkerPool(threads: 1))
  }

  @Test("A corpus without sentences")
  func empty() {
    #expect(throws: SkipGramError.emptyCorpus) { try train([]) }
  }

  @Test("Words that are all rare, special, or one and the same")
  func smallVocabulary() {
    #expect(
      throws: SkipGramError.vocabularyTooSmall(words: 0, minimumCount: 5, distinctTokens: 2)
    ) { try train([[5, 6, 3]]) }
    #expect(
      throws: SkipGramError.vocabularyTooSmall(words: 0, minimumCount: 5, distinctTokens: 0)
    ) { try train(Array(repeating: [1, 4, 3], count: 9)) }
    #expect(
      throws: SkipGramError.vocabularyTooSmall(words: 1, minimumCount: 5, distinctTokens: 1)
    ) { try train(Array(repeating: [5, 5, 3], count: 9)) }
  }

  @Test("A token beyond the vocabulary")
  func unknownToken() {
    #expect(throws: SkipGramError.unknownToken(id: 17, vocabularySize: 17)) {
      try train([[5, 17, 3]])
    }
  }

  @Test("Sentences of one word leave no window, and that is no error")
  func noWindows() throws {
    try train(Array(repeating: [5, 3], count: 9) + Array(repeating: [6, 3], count: 9))
  }

  @Test(
    "Settings out of range",
    arguments: [
      ("dimension", \SkipGramConfiguration.dimension), ("window size", \.windowSize),
      ("number of negative samples", \.negativeCount), ("number of epochs", \.epochs),
      ("minimum count", \.minimumCount),
    ] as [(String, WritableKeyPath<SkipGramConfiguration, Int> & Sendable)])
  func settings(name: String, path: WritableKeyPath<SkipGramConfiguration, Int> & Sendable) {
    var configuration = SkipGramConfiguration()
    configuration[keyPath: path] = 0
    let error = #expect(throws: SkipGramError.self) { try configuration.validate() }
    #expect(error?.description.hasPrefix("the \(name) is 0, but must be ") == true)
  }

  @Test("Rates and times that are negative or not numbers")
  func rates() {
    for value in [Float.nan, -1, .infinity, 0] {
      var configuration = SkipGramConfiguration()
      configuration.learningRate = value
      #expect(throws: SkipGramError.self) { try configuration.validate() }
    }
    var configuration = SkipGramConfiguration()
    configuration.subsamplingThreshold = .nan
    #expect(throws: SkipGramError.self) { try configuration.validate() }
    for value in [0, -1, Double.nan, .infinity] {
      var configuration = SkipGramConfiguration()
      configuration.timeBudget = value
      #expect(throws: SkipGramError.self) { try configuration.validate() }
    }
  }

  @Test("Vectors too large for any machine are refused before they are allocated")
  func tooLarge() throws {
    try SkipGramModel.checkMemory(words: 1_000, dimension: 8)
    let failure = #expect(throws: SkipGramError.self) {
      try SkipGramModel.checkMemory(words: 1_000_000_000, dimension: 65_536)
    }
    #expect(failure?.description.contains("1000000000 vectors of 65536 dimensions") == true)
  }
}
