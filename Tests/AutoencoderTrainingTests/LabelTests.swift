import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import FileFormats
import TestSupport
import Testing

@Suite("Learning from labels")
struct LabelTests {
  private static func options(_ objectives: [Objective]) -> TrainingOptions {
    var options = TrainingOptions.quick
    options.objectives = objectives
    return options
  }

  /// The class of a sentence is its verb; every seventh has none.
  private static func labels(_ sentences: [String]) throws -> SentenceLabels {
    let verbs = ["sees", "sells", "likes", "carries"]
    return try SentenceLabels(
      sentences.enumerated().map { number, sentence in
        number % 7 == 6 ? "" : verbs.first { sentence.contains($0) } ?? ""
      })
  }

  @Test("the linear layer learns the classes and is found in the checkpoint")
  func learns() throws {
    let folder = try TemporaryFolder()
    let sentences = TinyLanguage.sentences(60)
    let labels = try Self.labels(sentences)
    #expect(labels.classes == ["likes", "sees", "sells"])
    var options = Self.options([.classify(dropout: 0.1)])
    (options.epochs, options.learningRate, options.patience) = (40, 0.01, 1_000)
    let trainer = try folder.trainer(
      "m.textae", sentences: sentences, options: options, labels: labels)
    _ = try trainer.run()
    let model = try SentenceAutoencoder(
      contentsOf: folder.file("m.textae"), precision: .f32, threads: 1)
    #expect(!model.reconstructs)
    let layer = try ClassWeights(
      ofTrainingIn: folder.file("m.textae"), classes: 3, dimension: model.dimension)
    let vectors = model.embed(sentences)
    var right = 0
    for (row, sentence) in sentences.enumerated() {
      let scores = (0..<3).map { index in
        zip(layer.weights.row(index), vectors.row(row)).reduce(layer.bias[index]) {
          $0 + $1.0 * $1.1
        }
      }
      let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
      right += sentence.contains(" \(labels.classes[best]) ") ? 1 : 0
    }
    #expect(right >= 55, "\(right) of 60")
    #expect(throws: FileError.self) {
      try ClassWeights(ofTrainingIn: folder.file("m.textae"), classes: 4, dimension: 20)
    }
  }

  @Test("gives the same bytes with one thread, two and three")
  func threads() throws {
    let folder = try TemporaryFolder()
    let sentences = TinyLanguage.sentences(60)
    for threads in 1...3 {
      let trainer = try folder.trainer(
        "m\(threads).textae", sentences: sentences,
        options: Self.options([.reconstruct, .classify(weight: 3)]), threads: threads,
        labels: try Self.labels(sentences))
      _ = try trainer.run()
    }
    try folder.expectSame(
      ["model.safetensors", "training.safetensors", "config.json"],
      in: ["m1.textae", "m2.textae", "m3.textae"])
  }

  @Test("a run is resumed with the same labels only")
  func otherLabels() throws {
    let folder = try TemporaryFolder()
    let sentences = TinyLanguage.sentences(20)
    func trainer(_ labels: [String], resuming: Bool) throws -> AutoencoderTrainer {
      try folder.trainer(
        "m.textae", sentences: sentences, options: Self.options([.classify]), resuming: resuming,
        labels: SentenceLabels(labels))
    }
    let labels = sentences.indices.map { $0 % 2 == 0 ? "even" : "odd" }
    _ = try trainer(labels, resuming: false).run()
    _ = try trainer(labels, resuming: true)
    #expect(
      throws: AutoencoderError.differentRun(
        path: folder.file("m.textae/training.safetensors"), setting: "labels", begun: nil, now: nil)
    ) { _ = try trainer(labels.reversed(), resuming: true) }
  }

  @Test("labels are given exactly if an objective learns from them, one for each line")
  func needed() throws {
    let folder = try TemporaryFolder()
    let sentences = TinyLanguage.sentences(20)
    func setUp(_ objectives: [Objective], _ labels: [String]?) throws {
      _ = try folder.trainer(
        "m.textae", sentences: sentences, options: Self.options(objectives),
        labels: labels.map { try SentenceLabels($0) })
    }
    let some = sentences.indices.map { "\($0 % 3)" }
    let missing = try #require(throws: AutoencoderError.self) { try setUp([.classify], nil) }
    #expect("\(missing)".contains("table of labels is none, but must be given"), "\(missing)")
    let unused = try #require(throws: AutoencoderError.self) { try setUp([.bag], some) }
    #expect("\(unused)".contains("left out"), "\(unused)")
    let fewer = try #require(throws: AutoencoderError.self) {
      try setUp([.classify], Array(some.dropLast()))
    }
    #expect("\(fewer)".contains("number of labels is 19"), "\(fewer)")
    let single = try #require(throws: AutoencoderError.self) {
      try setUp([.classify], sentences.map { _ in "x" })
    }
    #expect("\(single)".contains("two classes"), "\(single)")
    try setUp([.bag, .classify], some)
  }

  @Test("are read from a column of a table, in which an empty field is none")
  func table() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("text,label\na b,x\nc d,\ne f,y\n", to: "t.csv")
    let labels = try SentenceLabels(
      contentsOf: path, format: CorpusFormat(column: .name("label")))
    #expect(labels.classes == ["x", "y"])
    #expect(throws: FileError.self) {
      try SentenceLabels(contentsOf: path, format: CorpusFormat(column: .name("stars")))
    }
  }
}
