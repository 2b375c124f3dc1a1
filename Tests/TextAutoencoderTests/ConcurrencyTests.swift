import TestSupport
import Testing
import TextAutoencoder

/// One model, many tasks. `swift test --sanitize=thread --filter ConcurrencyTests` finds races.
@Suite struct ConcurrencyTests {
  @Test func `eight tasks that use one model at once get what one task gets`() async throws {
    let folder = try TemporaryFolder()
    let sentences = ["the soup was hot .", "the tea was cold .", "we took the train home ."]
    var plan = TrainingPlan()
    plan.vocabulary = VocabularyBuilder(model: .word, vocabularySize: 50)
    plan.architecture = Architecture(vocabularySize: 0, embeddingSize: 8, hiddenSize: 12)
    plan.options.epochs = 2
    let path = folder.file("m.textae")
    _ = try SentenceAutoencoder.train(on: sentences, output: path, plan: plan)

    // Loaded anew, so that the tasks also race for the first use of the decoder.
    let (shared, alone) = (
      try SentenceAutoencoder(contentsOf: path, threads: 2),
      try SentenceAutoencoder(contentsOf: path, threads: 1)
    )
    let vectors = alone.embed(sentences)
    let texts = try alone.sentences(from: vectors)
    let paraphrases = try alone.paraphrases(of: sentences[0])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { () throws -> Void in
          let found = shared.embed(sentences)
          #expect(found.row(0) == vectors.row(0) && found.row(2) == vectors.row(2))
          let (again, others) = (
            try shared.sentences(from: found), try shared.paraphrases(of: sentences[0])
          )
          #expect(again == texts && others == paraphrases)
        }
      }
      try await group.waitForAll()
    }
  }
}
