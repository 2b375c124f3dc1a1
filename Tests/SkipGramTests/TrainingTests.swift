import DataStructures
import SkipGram
import Synchronization
import TensorKit
import Testing

@Suite("Training")
struct TrainingTests {
  @Test("Words of a topic end up together", arguments: [false, true])
  func learning(isDeterministic: Bool) throws {
    var configuration = ToyCorpus.configuration
    configuration.isDeterministic = isDeterministic
    configuration.epochs = 12
    let model = try ToyCorpus.model(configuration, threads: 2)
    for topic in [ToyCorpus.sea, ToyCorpus.kitchen] {
      for word in topic {
        let near = try model.neighbors(of: word, count: 5).map(\.word)
        #expect(Set(near) == Set(topic).subtracting([word]), "around \(word)")
      }
    }
  }

  @Test("The deterministic mode gives the same bytes on any number of threads")
  func determinism() throws {
    var configuration = ToyCorpus.configuration
    configuration.isDeterministic = true
    configuration.dimension = 70
    let one = try ToyCorpus.model(configuration, threads: 1)
    for threads in 2...5 {
      let other = try ToyCorpus.model(configuration, threads: threads)
      #expect(one.wordVectors.values == other.wordVectors.values, "\(threads) threads")
      #expect(one.outputVectors?.values == other.outputVectors?.values, "\(threads) threads")
    }
  }

  @Test("One thread without locks gives the same bytes again, another seed gives others")
  func seeds() throws {
    var configuration = ToyCorpus.configuration
    let one = try ToyCorpus.model(configuration).wordVectors.values
    #expect(try ToyCorpus.model(configuration).wordVectors.values == one)
    configuration.seed = 2
    #expect(try ToyCorpus.model(configuration).wordVectors.values != one)
  }

  @Test("Vectors stay finite on a text of two words that never end", arguments: [false, true])
  func stability(isDeterministic: Bool) throws {
    var configuration = ToyCorpus.configuration
    configuration.isDeterministic = isDeterministic
    configuration.negativeCount = 20
    configuration.epochs = 10
    let sentence = (0..<200).map { UInt32($0 % 7 == 0 ? 6 : 5) }
    let model = try SkipGramModel.train(
      on: ArraySource(Array(repeating: sentence, count: 20)), tokens: ToyCorpus.tokens,
      configuration: configuration, pool: WorkerPool(threads: 2))
    #expect(model.words == ["ship", "wave"])
    #expect(model.wordVectors.isFinite && model.outputVectors?.isFinite == true)
  }

  @Test("Rare words and special tokens have no vector, and the most frequent word comes first")
  func vocabulary() throws {
    var sentences = Array(repeating: [UInt32(7), 8, 7, 1, 4, 3], count: 5)
    sentences.append([9, 8, 3])
    let model = try SkipGramModel.train(
      on: ArraySource(sentences), tokens: ToyCorpus.tokens,
      configuration: ToyCorpus.configuration, pool: WorkerPool(threads: 1))
    #expect(model.words == ["sail", "harbour"])
    #expect(model.counts == [10, 6])
  }

  @Test(
    "Progress ends with all words of all passes, sentence ends counted", arguments: [false, true])
  func progress(isDeterministic: Bool) throws {
    var configuration = ToyCorpus.configuration
    configuration.isDeterministic = isDeterministic
    let last = Mutex<SkipGramProgress?>(nil)
    _ = try SkipGramModel.train(
      on: ToyCorpus.source(sentences: 100), tokens: ToyCorpus.tokens, configuration: configuration,
      pool: WorkerPool(threads: 2), progress: { progress in last.withLock { $0 = progress } })
    let end = try #require(last.withLock { $0 })
    #expect(end.words == 3 * 100 * 7 && end.totalWords == end.words)
    #expect(
      end.learningRate == configuration.learningRate * configuration.finalLearningRateFraction)
    #expect(end.wordsPerSecond > 0)
  }

  @Test("A time limit ends training with the learning rate at its end", arguments: [false, true])
  func timeLimit(isDeterministic: Bool) throws {
    var configuration = ToyCorpus.configuration
    configuration.isDeterministic = isDeterministic
    configuration.epochs = 100_000
    configuration.timeBudget = 0.5
    let reports = Mutex<[SkipGramProgress]>([])
    let model = try SkipGramModel.train(
      on: ToyCorpus.source(), tokens: ToyCorpus.tokens, configuration: configuration,
      // Threads without locks may report out of order.
      pool: WorkerPool(threads: isDeterministic ? 2 : 1),
      progress: { progress in reports.withLock { $0.append(progress) } })
    let end = try #require(reports.withLock { $0.last })
    #expect(end.words > 0 && end.words < end.totalWords / 2 && end.fraction == 1)
    #expect(end.expectedWords == end.words)
    #expect(
      end.learningRate == configuration.learningRate * configuration.finalLearningRateFraction)
    let rates = reports.withLock { $0.map(\.learningRate) }
    #expect(rates.count > 1 && rates == rates.sorted(by: >))
    #expect(model.wordVectors.isFinite && model.configuration == configuration)
  }

  @Test("A time limit that is not reached changes no bit", arguments: [false, true])
  func distantTimeLimit(isDeterministic: Bool) throws {
    var configuration = ToyCorpus.configuration
    configuration.isDeterministic = isDeterministic
    let expected = try ToyCorpus.model(configuration).wordVectors.values
    configuration.timeBudget = 1e9
    #expect(try ToyCorpus.model(configuration).wordVectors.values == expected)
  }

  @Test("Training can be stopped", arguments: [false, true])
  func cancellation(isDeterministic: Bool) throws {
    var configuration = ToyCorpus.configuration
    configuration.isDeterministic = isDeterministic
    let questions = Atomic<Int>(0)
    #expect(throws: SkipGramError.cancelled) {
      try SkipGramModel.train(
        on: ToyCorpus.source(), tokens: ToyCorpus.tokens, configuration: configuration,
        pool: WorkerPool(threads: 2),
        isCancelled: { questions.add(1, ordering: .relaxed).newValue > 9 })
    }
  }

  @Test("An error of the source stops training and is passed on", arguments: [false, true])
  func sourceFailure(isDeterministic: Bool) {
    struct Failure: Error {}
    final class FailingSource: SentenceSource {
      let whole = ToyCorpus.source()
      let reads = Atomic<Int>(0)
      var chunkCount: Int { whole.chunkCount }
      func chunk(_ index: Int) throws -> TokenSequences {
        if reads.add(1, ordering: .relaxed).newValue > 2 * chunkCount + 3 { throw Failure() }
        return try whole.chunk(index)
      }
    }
    var configuration = ToyCorpus.configuration
    configuration.isDeterministic = isDeterministic
    #expect(throws: Failure.self) {
      try SkipGramModel.train(
        on: FailingSource(), tokens: ToyCorpus.tokens, configuration: configuration,
        pool: WorkerPool(threads: 2))
    }
  }
}
