import Foundation
import TestSupport
import Testing
import TextAutoencoder

/// The short programs of the documentation, with nothing imported but the umbrella.
@Suite struct ProgramTests {
  private static let sentences = ["the cook", "a sailor", "my aunt"].flatMap { subject in
    ["sees", "sells", "likes"].flatMap { verb in
      ["bread .", "two boats .", "the red apples ."].map { "\(subject) \(verb) \($0)" }
    }
  }

  /// Small enough for a test; a program takes the defaults.
  private static var plan: TrainingPlan {
    var plan = TrainingPlan()
    plan.vocabulary = VocabularyBuilder(model: .word, vocabularySize: 100)
    plan.architecture = Architecture(vocabularySize: 0, embeddingSize: 12, hiddenSize: 48)
    plan.options.batchSize = 3
    plan.options.epochs = 160
    plan.options.learningRate = 5e-3
    plan.options.patience = 1_000
    plan.options.validationFraction = 0
    plan.options.validationInterval = 1_000
    plan.precision = .f32
    return plan
  }

  @Test func `a model is trained, loaded, searched with and decoded`() throws {
    let folder = try TemporaryFolder()
    let output = folder.file("mine.textae")

    let model = try SentenceAutoencoder.train(on: Self.sentences, output: output, plan: Self.plan)
    let vectors = model.embed(["the cook likes bread .", "my aunt sells two boats ."])
    let index = try SentenceIndex(Self.sentences, embedder: model)
    let neighbors = try index.neighbors(of: "the cook likes bread .", count: 2)
    let written = try model.sentences(from: model.embed(Self.sentences))

    #expect(vectors.rows == 2 && vectors.columns == 48)
    #expect(neighbors.first?.sentence == "the cook likes bread .")
    #expect(neighbors.map(\.score) == neighbors.map(\.score).sorted(by: >))
    let exact = zip(written, Self.sentences).count { $0 == $1 }
    #expect(exact >= 5, "\(exact) of \(Self.sentences.count) came back")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!left.contains { $0.hasSuffix(".txt") }, "\(left)")

    let loaded = try SentenceAutoencoder(contentsOf: output, precision: .f32)
    #expect(
      loaded.embed(["a sailor sees bread ."]).values
        == model.embed(["a sailor sees bread ."]).values)
    // A refused training leaves the files that the first run can be resumed with.
    let tokens = FileManager.default.contents(atPath: output + ".tokens")
    let refusal = #expect(throws: (any Error).self) {
      try SentenceAutoencoder.train(on: ["Another text ."], output: output, plan: Self.plan)
    }
    #expect(refusal.map { "\($0)".contains("mine.textae: the output exists") } == true)
    #expect(tokens != nil && FileManager.default.contents(atPath: output + ".tokens") == tokens)

    #expect(try model.postProcessed().checksum == model.checksum)
    let recipe = PostProcessingRecipe(center: true, remove: 1)
    let fitted = try PostProcessing(fitting: vectors, recipe: recipe)
    try fitted.write(to: PostProcessing.path(forModel: output), model: model.checksum)
    let plain = model.embed(["my aunt sees bread ."])
    let changed = try model.postProcessed().embed(["my aunt sees bread ."])
    #expect(try changed.values == fitted.applied(to: plain).values)
    #expect(changed.values != plain.values)
    try fitted.write(to: PostProcessing.path(forModel: output), model: model.checksum ^ 1)
    #expect(throws: (any Error).self) { try model.postProcessed() }
  }

  @Test func `every embedder can be searched with`() throws {
    let words = SkipGramModel(
      words: ["bread", "boats"], wordVectors: Matrix(rows: 2, columns: 2, values: [1, 0, 0, 1]))
    let index = try SentenceIndex(["boats", "bread", "bread boats"], embedder: MeanEmbedder(words))
    let found = try index.neighbors(of: ["bread", "boats"], count: 2)
    #expect(found.map { $0.map(\.neighbor.id) } == [[1, 2], [0, 2]])
  }
}
