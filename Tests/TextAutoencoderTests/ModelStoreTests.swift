import Foundation
import TestSupport
import Testing
import TextAutoencoder

/// Models of every type, opened by their path.
@Suite struct ModelStoreTests {
  private static let sentences = [
    "the soup was hot .", "the tea was cold .", "we took the train .",
  ]

  /// A folder with a model of each type, made once and not changed.
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
      wordVectors: Matrix(rows: 3, columns: 2, values: [1, 0, 0, 2, 3, 3]))
    try words.write(to: folder.file("b.skipgram"))
    try words.exportWord2Vec(to: folder.file("c.vec"), binary: false)
    let pool = WorkerPool(threads: 1)
    for (name, dimension) in [("d.lsa", 3), ("e.tfidf", 0)] {
      try LSAModel(training: [text], dimension: dimension, minimumCount: 1, pool: pool)
        .write(to: folder.file(name))
    }
    return folder
  }

  @Test(arguments: [
    ("a.textae", "autoencoder", 6), ("b.skipgram", "skipgram", 2), ("c.vec", "word-vectors", 2),
    ("d.lsa", "lsa", 3), ("e.tfidf", "lsa", 0),
  ])
  func `a model says what it is and does what its type can do`(
    name: String, kind: String, dimension: Int
  ) throws {
    let path = try Self.folder.get().file(name)
    let model = try ModelStore.open(path)
    #expect(model.facts.kind == kind && model.facts.path == path)
    #expect(try ModelStore.kind(of: path) == kind)
    #expect(model.facts.dimension == dimension && model.facts.postProcessing == .none)
    #expect((model.autoencoder != nil) == (name == "a.textae"))
    #expect((model.wordVectors != nil) == (dimension == 2))
    #expect((model.termWeights != nil) == (kind == "lsa"))
    #expect(model.facts.pooling == (dimension == 2 ? .sif : nil))
    guard dimension > 0 else {
      #expect(throws: ModelStoreError.noVectors(path: path)) { try model.embedder }
      #expect(model.facts.checksum == nil)
      return
    }
    let embedder = try model.embedder
    #expect(try embedder.embed(Self.sentences).columns == dimension)
    #expect(model.facts.checksum == embedder.checksum)
  }

  @Test(arguments: ["b.skipgram", "c.vec"], WordPooling.allCases)
  func `the name of word vectors or an option says the pooling`(
    name: String, pooling: WordPooling
  ) throws {
    let path = try Self.folder.get().file(name)
    let expected = pooling.embedder(of: try SkipGramModel(contentsOf: path))
    var options = ModelStore.Options()
    options.pooling = pooling
    for model in [
      try ModelStore.open("\(path):\(pooling.rawValue)"),
      try ModelStore.open(path, options: options),
    ] {
      #expect(model.facts.pooling == pooling && model.facts.path == path)
      #expect(model.facts.checksum == expected.checksum)
      #expect(try model.embedder.embed(["the tea"]).values == expected.embed(["the tea"]).values)
    }
  }

  @Test func `an impossible name is refused with the reason`() throws {
    let folder = try Self.folder.get().path
    #expect(throws: ModelStoreError.unknownPooling("max", path: folder + "/c.vec")) {
      try ModelStore.open(folder + "/c.vec:max")
    }
    #expect(throws: ModelStoreError.noPooling(path: folder + "/d.lsa", pooling: .mean)) {
      try ModelStore.open(folder + "/d.lsa:mean")
    }
    #expect(throws: ModelStoreError.unknownModel(path: folder)) { try ModelStore.open(folder) }
    #expect(try ModelStore.kind(of: folder) == nil)
    let missing = #expect(throws: (any Error).self) { try ModelStore.open(folder + "/none.vec") }
    #expect(missing.map { "\($0)".contains("none.vec") } == true)
  }

  @Test func `a post-processing saved with a model is applied unless it is turned off`()
    throws
  {
    let folder = try TemporaryFolder()
    let path = folder.file("d.lsa")
    try FileManager.default.copyItem(atPath: try Self.folder.get().file("d.lsa"), toPath: path)
    let plain = try ModelStore.open(path)
    let recipe = PostProcessingRecipe(center: true, remove: 1)
    let vectors = try plain.embedder.embed(Self.sentences)
    let fitted = try PostProcessing(fitting: vectors, recipe: recipe)
    try fitted.write(to: plain.facts.postProcessingPath, model: plain.embedder.checksum)

    let changed = try ModelStore.open(path)
    #expect(changed.facts.postProcessing == recipe)
    #expect(changed.facts.checksum != plain.facts.checksum)
    #expect(changed.plainEmbedder?.checksum == plain.facts.checksum)
    #expect(
      try changed.embedder.embed(Self.sentences).values == fitted.applied(to: vectors).values)
    var options = ModelStore.Options()
    options.appliesPostProcessing = false
    #expect(try ModelStore.open(path, options: options).facts == plain.facts)
  }

  @Test(arguments: [
    ("a.textae", "format", "textae-autoencoder", "autoencoder"),
    ("d.lsa", "model_type", "lsa", "lsa"),
    ("a.textae", "kind", "autoencoder", "autoencoder"),
  ])
  func `files that say their kind by an older key are recognized`(
    name: String, key: String, value: String, kind: String
  ) throws {
    let folder = try TemporaryFolder()
    let path = folder.file(name)
    try FileManager.default.copyItem(atPath: try Self.folder.get().file(name), toPath: path)
    let file = URL(filePath: path + "/config.json")
    var config =
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
    for old in ["kind", "model_type", "format"] { config[old] = nil }
    try JSONSerialization.data(withJSONObject: config).write(to: file)
    #expect(try ModelStore.kind(of: path) == nil)
    config[key] = value
    try JSONSerialization.data(withJSONObject: config).write(to: file)
    #expect(try ModelStore.kind(of: path) == kind)
    if kind == "lsa" { #expect(try ModelStore.open(path).facts.dimension == 3) }
  }

  @Test(arguments: ["b.skipgram", "d.lsa"])
  func `models are written with their kind`(name: String) throws {
    let path = try Self.folder.get().file(name)
    let config = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(filePath: path + "/config.json")))
    #expect((config as? [String: Any])?["kind"] as? String == (try ModelStore.kind(of: path)))
  }
}
