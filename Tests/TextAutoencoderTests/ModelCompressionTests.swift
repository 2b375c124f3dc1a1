import FileFormats
import Foundation
import TestSupport
import Testing
import TextAutoencoder

/// Copies of models with 8 or 16 bits a number.
@Suite struct ModelCompressionTests {
  private static let sentences = [
    "the soup was hot .", "the tea was cold .", "we took the train .", "",
  ]

  /// A folder with an autoencoder and word vectors, each with a post-processing.
  private static let folder = Result { () throws -> TemporaryFolder in
    let folder = try TemporaryFolder()
    let text = try folder.write(sentences.map { $0 + "\n" }.joined(), to: "corpus.txt")
    var plan = TrainingPlan()
    plan.vocabulary = VocabularyBuilder(model: .word, vocabularySize: 50)
    plan.architecture = Architecture(vocabularySize: 0, embeddingSize: 4, hiddenSize: 6)
    plan.options.epochs = 1
    _ = try SentenceAutoencoder.train(onFiles: [text], output: folder.file("a.textae"), plan: plan)
    let words = SkipGramModel(
      words: ["the", "soup", "tea"], counts: [9, 2, 1],
      wordVectors: Matrix(rows: 3, columns: 2, values: [1, 0.3, 0, 2, 3, 3.1]),
      outputVectors: Matrix(rows: 3, columns: 2, values: [1, 2, 3, 4, 5, 6]))
    try words.write(to: folder.file("b.skipgram"), includesOutputVectors: true)
    try words.exportWord2Vec(to: folder.file("c.vec"), binary: false)
    try LSAModel(training: [text], dimension: 2, minimumCount: 1, pool: WorkerPool(threads: 1))
      .write(to: folder.file("d.lsa"))
    for name in ["a.textae", "b.skipgram:mean", "b.skipgram:sif"] {
      let model = try ModelStore.open(folder.file(name))
      let pool = WorkerPool(threads: 1)
      var moments = MomentAccumulator(dimension: model.facts.dimension)
      try moments.add(try model.embedder.embed(sentences), pool: pool)
      try PostProcessing(
        moments: moments, recipe: PostProcessingRecipe(center: true, remove: 0), pool: pool
      ).write(to: model.facts.postProcessingPath, model: try model.embedder.checksum)
    }
    return folder
  }

  @Test(arguments: ["a.textae", "b.skipgram:mean", "b.skipgram:sif"], VectorNumber.allCases)
  func `a copy gives nearly the same vectors, post-processing included`(
    name: String, numbers: VectorNumber
  ) throws {
    let folder = try Self.folder.get()
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    let output = try TemporaryFolder().file("copy")
    try ModelCompression.write(folder.file(parts[0]), to: output, numbers: numbers)
    let suffix = parts.count > 1 ? ":\(parts[1])" : ""
    let (model, copy) = try (
      ModelStore.open(folder.file(name)), ModelStore.open(output + suffix)
    )
    #expect(copy.facts.kind == model.facts.kind)
    #expect(copy.facts.postProcessing == model.facts.postProcessing)
    #expect(copy.facts.postProcessing.center)
    let (expected, found) = try (
      model.embedder.embed(Self.sentences).values, copy.embedder.embed(Self.sentences).values
    )
    for (x, y) in zip(expected, found) {
      #expect((x - y).magnitude <= (numbers == .f32 ? 0 : 0.05))
    }
    let figures = try copy.model.figures().first { $0.name == "numbers" }
    #expect(figures?.value == .string(numbers.rawValue))
    #expect(copy.wordVectors?.words == model.wordVectors?.words)
    #expect((copy.wordVectors?.outputVectors == nil) == (model.wordVectors?.outputVectors == nil))
  }

  @Test func `word vectors of other programs become a folder`() throws {
    let folder = try Self.folder.get()
    let output = try TemporaryFolder().file("copy.skipgram")
    try ModelCompression.write(folder.file("c.vec"), to: output, numbers: .int8)
    #expect(try SkipGramModel(contentsOf: output).words == ["the", "soup", "tea"])
  }

  @Test func `outputs are replaced on request only, and never by their own copy`() throws {
    let folder = try Self.folder.get()
    let output = try TemporaryFolder()
    let (model, copy) = (folder.file("a.textae"), output.file("copy.textae"))
    try ModelCompression.write(model, to: copy, numbers: .int8)
    #expect(throws: FileError.alreadyExists(path: copy)) {
      try ModelCompression.write(model, to: copy, numbers: .f16)
    }
    try ModelCompression.write(model, to: copy, numbers: .f16, existing: .replace)
    #expect(try SentenceAutoencoder(contentsOf: copy).storedNumbers == "f16")
    #expect(throws: ModelStoreError.copyOntoItself(path: model + "/")) {
      try ModelCompression.write(model, to: model + "/", numbers: .f16, existing: .replace)
    }
  }

  @Test func `models of other kinds are refused, and leave nothing behind`() throws {
    let folder = try Self.folder.get()
    let output = try TemporaryFolder().file("copy")
    let other = folder.file("d.lsa")
    #expect(throws: ModelStoreError.notCompressible(path: other, kind: "lsa")) {
      try ModelCompression.write(other, to: output, numbers: .int8)
    }
    #expect(throws: ModelStoreError.unknownModel(path: folder.url.path)) {
      try ModelCompression.write(folder.url.path, to: output, numbers: .int8)
    }
    #expect(!FileManager.default.fileExists(atPath: output))
  }
}
