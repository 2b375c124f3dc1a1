import Foundation
import TestSupport
import TextAutoencoder

/// Small intact models to be damaged, made once for all tests.
enum DamagedModels {
  private static let sentences = [
    "the soup was hot .", "the tea was cold .", "we took the train .", "the tea was hot .",
    "the soup was cold .", "we took the tea .",
  ]

  private static var plan: TrainingPlan {
    var plan = TrainingPlan()
    plan.vocabulary = VocabularyBuilder(model: .word, vocabularySize: 50)
    plan.architecture = Architecture(vocabularySize: 0, embeddingSize: 4, hiddenSize: 6)
    plan.options.epochs = 1
    plan.threads = 1
    return plan
  }

  /// A folder with a model of every type and an index; not to be changed.
  static let folder = Result { () throws -> TemporaryFolder in
    let folder = try TemporaryFolder()
    let text = try folder.write(sentences.map { $0 + "\n" }.joined(), to: "corpus.txt")
    let pipeline = TrainingPipeline(plan, corpora: [text], output: folder.file("a.textae"))
    _ = try pipeline.train()
    let words = SkipGramModel(
      words: ["the", "soup", "tea"], counts: [9, 2, 1],
      wordVectors: Matrix(rows: 3, columns: 2, values: [1, 0, 0, 2, 3, 3]),
      commonComponent: [0.6, 0.8])
    try words.write(to: folder.file("b.skipgram"))
    for (model, copy) in [("a.textae", "g.textae"), ("b.skipgram", "h.skipgram")] {
      try ModelCompression.write(folder.file(model), to: folder.file(copy), numbers: .int8)
    }
    try LSAModel(training: [text], dimension: 3, minimumCount: 1, pool: WorkerPool(threads: 1))
      .write(to: folder.file("d.lsa"))
    try DamagedIndexes.build(in: folder)
    let lexical = try LexicalIndexBuilder(path: folder.file("x.words"), hasGroups: true)
    for number in 0..<140 {
      try lexical.append(
        sentences: ["common \(number % 9)"] + (number % 50 == 0 ? ["the soup", "rare"] : []))
    }
    try lexical.finish()
    let encoder = try SentenceAutoencoder(contentsOf: folder.file("a.textae"), threads: 1)
    let classifier = try TextClassifier.train(
      on: sentences, labels: ["a", "b", "a", "b", "a", "b"], features: VectorFeatures(encoder),
      head: NeuralHead.self, pool: WorkerPool(threads: 1))
    try ClassifierFile(
      classifier, path: folder.file("e.classifier"), mode: "frozen", encoderPath: "a.textae"
    ).write()
    var anomalies = AnomalyTraining(
      normal: (0..<24).map { sentences[$0 % 6] },
      records: RecordEncoder(names: ["x", "y"], records: [["1", "a"], ["2", "b"]]))
    (anomalies.model, anomalies.threads) = (folder.file("a.textae"), 1)
    try anomalies.train(output: folder.file("f.anomalies"))
    try makeFitted(in: folder)
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-k", text]
    try gzip.run()
    gzip.waitUntilExit()
    return folder
  }

  private static let recipes = [
    PostProcessingRecipe(center: true, remove: 2), PostProcessingRecipe(center: true, whiten: 3),
    PostProcessingRecipe(remove: 1),
  ]
  /// The files of post-processings for the model `i.textae`.
  static let postProcessings = recipes.indices.map { "postprocessing-\($0).safetensors" }

  /// What is fitted to vectors: post-processings of a copy of the model, and reducers.
  private static func makeFitted(in folder: TemporaryFolder) throws {
    try FileManager.default.copyItem(
      atPath: folder.file("a.textae"), toPath: folder.file("i.textae"))
    let plain = try SentenceAutoencoder(contentsOf: folder.file("i.textae"), threads: 1)
    let vectors = plain.embed(sentences)
    for (recipe, name) in zip(recipes, postProcessings) {
      try PostProcessing(fitting: vectors, recipe: recipe).write(
        to: folder.file(name), model: plain.checksum)
    }
    let pool = WorkerPool(threads: 1)
    try ReducerFolder.write(
      PrincipalComponents(fitting: vectors, dimension: 2, pool: pool),
      to: folder.file("j.reducer"))
    var plan = VectorAutoencoderPlan(dimension: 2)
    (plan.hiddenSizes, plan.epochs) = ([5], 1)
    plan.regularizers = ["gaussian:0.1"].compactMap(Regularizer.init)
    try ReducerFolder.write(
      VectorAutoencoder(fitting: vectors, plan: plan, pool: pool), to: folder.file("k.reducer"))
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try folder.get().read(name))
  }

  /// Adds an epoch to the run in a folder.
  static func resume(_ output: String) throws {
    var plan = plan
    plan.options.epochs = 2
    plan.resumes = true
    _ = try TrainingPipeline(plan, corpora: [], output: output).train()
  }
}
