import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import FileFormats
import Foundation
import TensorKit
import TestSupport
import Testing

@Suite("Learning from the vectors of a teacher")
struct TeacherTests {
  private static func options(_ objectives: [Objective]) -> TrainingOptions {
    var options = TrainingOptions.quick
    options.objectives = objectives
    return options
  }

  /// Random vectors, one per line.
  private static func vectors(_ count: Int, dimension: Int = 3, item: UInt64 = 0) -> [[Float]] {
    var random = RandomStream(seed: 4, purpose: .testData, item: item)
    return (0..<count).map { _ in (0..<dimension).map { _ in random.normal() } }
  }

  private static func teacher(
    _ rows: [[Float]], in folder: TemporaryFolder, _ name: String = "teacher.npy"
  ) throws -> TeacherVectors {
    try TeacherVectors(contentsOf: folder.write(rows: rows, to: name))
  }

  /// The loss of distillation, by its definition.
  private static func loss(_ vectors: [[Float]], _ teacher: [[Float]]) -> Double {
    let (vectors, teacher) = (
      vectors.map { $0.map(Double.init) }, teacher.map { $0.map(Double.init) }
    )
    var sum = 0.0
    for row in vectors.indices {
      for column in vectors.indices where column != row {
        let error = cosine(vectors[row], vectors[column]) - cosine(teacher[row], teacher[column])
        sum += error * error
      }
    }
    return sum / Double(vectors.count * (vectors.count - 1))
  }

  @Test("the cosines of the latents become those of the teacher, in any dimension")
  func learns() throws {
    let folder = try TemporaryFolder()
    let sentences = TinyLanguage.sentences(40)
    // Sentences with the same subject or object are alike.
    let (subjects, objects) = (
      Self.vectors(5, dimension: 7), Self.vectors(5, dimension: 7, item: 1)
    )
    let rows = sentences.indices.map { zip(subjects[$0 % 5], objects[$0 / 5 % 5]).map(+) }
    var options = Self.options([.distill])
    (options.epochs, options.learningRate, options.validationFraction) = (60, 0.01, 0)
    (options.patience, options.validationInterval) = (1_000, 1_000)
    let trainer = try folder.trainer(
      "m.textae", sentences: sentences, options: options, teacher: Self.teacher(rows, in: folder))
    var losses: [Double] = []
    var events = TrainingEvents()
    events.onProgress = { losses.append($0.loss) }
    _ = try trainer.run(events)
    let model = try SentenceAutoencoder(
      contentsOf: folder.file("m.textae"), precision: .f32, threads: 1)
    let vectors = model.embed(sentences)
    let error = Self.loss((0..<40).map { vectors.row($0) }, rows)
    #expect(error < 0.1 * losses[0], "\(error) after \(losses[0])")
  }

  @Test("a map of the latents points where the teacher's vectors do, and is not part of the model")
  func map() throws {
    let folder = try TemporaryFolder()
    let sentences = TinyLanguage.sentences(40)
    var options = Self.options([.distill(weight: 1, map: 5)])
    (options.epochs, options.learningRate, options.validationFraction) = (60, 0.01, 0)
    (options.patience, options.validationInterval) = (1_000, 1_000)
    let teacher = try Self.teacher(Self.vectors(40), in: folder)
    let trainer = try folder.trainer(
      "m.textae", sentences: sentences, options: options, teacher: teacher)
    var losses: [Double] = []
    var events = TrainingEvents()
    events.onProgress = { losses.append($0.loss) }
    _ = try trainer.run(events)
    // 1 − cos is near 1 before, and 5 is its weight.
    #expect(losses[0] > 4 && losses[losses.count - 1] < 0.3 * losses[0], "\(losses)")
    let model = try SafetensorsFile(path: folder.file("m.textae/model.safetensors"))
    #expect(!model.tensors.contains { $0.name.hasPrefix("distill") })
  }

  @Test(
    "every sentence is taught by the row of its own line, and held-out ones are scored by theirs")
  func lines() throws {
    let folder = try TemporaryFolder()
    // Lines without words have rows as well.
    var corpus = TinyLanguage.sentences(60)
    for line in [0, 1, 17, 40, 62] { corpus.insert(line == 17 ? "  " : "", at: line) }
    corpus += ["", ""]
    let rows = Self.vectors(corpus.count)
    var options = Self.options([.reconstruct, .distill(weight: 4, map: 0)])
    (options.epochs, options.validationInterval) = (1, 1_000)
    let trainer = try folder.trainer(
      "m.textae", sentences: corpus, options: options, teacher: Self.teacher(rows, in: folder))
    let tokenizer = try folder.tokenizer(for: folder.file("corpus.txt"))
    var heldOut = Set(corpus.indices.filter { tokenizer.encode(corpus[$0]).count > 1 })
    var events = TrainingEvents()
    events.onBatch = { batch in
      let lines = try #require(batch.lines)
      #expect(lines.map { tokenizer.encode(corpus[$0]) } == batch.sentences)
      heldOut.subtract(lines)
    }
    var report: ValidationReport?
    events.onValidation = { report = $0 }
    _ = try trainer.run(events)
    #expect(heldOut.count == 6)
    let model = try SentenceAutoencoder(
      contentsOf: folder.file("m.textae"), precision: .f32, threads: 1)
    let held = Array(heldOut)
    let vectors = model.embed(held.map { corpus[$0] })
    let expected = Self.loss(held.indices.map { vectors.row($0) }, held.map { rows[$0] })
    let found = try #require(report?.objectiveLosses?["distill"])
    #expect(abs(found / expected - 1) < 1e-4, "\(found), not \(expected)")
  }

  @Test("gives the same bytes with one thread, two and three")
  func threads() throws {
    let folder = try TemporaryFolder()
    let teacher = try Self.teacher(Self.vectors(60), in: folder)
    var options = Self.options([.reconstruct, .lexical(weight: 3), .distill(weight: 30)])
    options.corruptions = [.drop(0.3)]
    for threads in 1...3 {
      let trainer = try folder.trainer(
        "m\(threads).textae", sentences: TinyLanguage.sentences(60), options: options,
        threads: threads, teacher: teacher)
      _ = try trainer.run()
    }
    try folder.expectSame(
      ["model.safetensors", "training.safetensors", "config.json"],
      in: ["m1.textae", "m2.textae", "m3.textae"])
  }

  @Test("continues after an interruption as if there had been none", arguments: [1, 7, 13])
  func resumes(_ stop: Int) throws {
    let folder = try TemporaryFolder()
    let teacher = try Self.teacher(Self.vectors(70), in: folder)
    try folder.expectResumable(
      Self.options([.reconstruct, .distill(weight: 30)]), teacher: teacher, stoppedAfter: stop)
  }

  @Test("a run is resumed with the same vectors only, wherever they are")
  func otherTeacher() throws {
    let folder = try TemporaryFolder()
    let (sentences, options) = (TinyLanguage.sentences(20), Self.options([.distill]))
    func trainer(_ rows: [[Float]], _ name: String, resuming: Bool = false) throws
      -> AutoencoderTrainer
    {
      try folder.trainer(
        "m.textae", sentences: sentences, options: options, resuming: resuming,
        teacher: Self.teacher(rows, in: folder, name))
    }
    _ = try trainer(Self.vectors(20), "first.npy").run()
    _ = try trainer(Self.vectors(20), "copy.npy", resuming: true)
    #expect(
      throws: AutoencoderError.differentRun(
        path: folder.file("m.textae/training.safetensors"), setting: "teacher", begun: nil,
        now: nil)
    ) { _ = try trainer(Self.vectors(20, item: 1), "other.npy", resuming: true) }
  }

  @Test("a teacher of another number of lines is refused with both numbers")
  func count() throws {
    let folder = try TemporaryFolder()
    let teacher = try Self.teacher(Self.vectors(19), in: folder)
    let error = try #require(throws: FileError.self) {
      try folder.trainer(
        "m.textae", sentences: TinyLanguage.sentences(20), options: Self.options([.distill]),
        teacher: teacher)
    }
    #expect("\(error)".contains("rows: 19, lines: 20"), "\(error)")
    #expect(!folder.contains("m.textae"))
  }

  @Test("is given exactly if an objective learns from it")
  func needed() throws {
    let folder = try TemporaryFolder()
    let teacher = try Self.teacher(Self.vectors(20), in: folder)
    func setUp(_ objectives: [Objective], _ teacher: TeacherVectors?) throws {
      _ = try folder.trainer(
        "m.textae", sentences: TinyLanguage.sentences(20), options: Self.options(objectives),
        teacher: teacher)
    }
    let missing = try #require(throws: AutoencoderError.self) { try setUp([.distill], nil) }
    #expect("\(missing)".contains("the teacher is none, but must be given"), "\(missing)")
    let unused = try #require(throws: AutoencoderError.self) { try setUp([.bag], teacher) }
    #expect("\(unused)".contains("left out"), "\(unused)")
    try setUp([.bag, .distill], teacher)
  }

  @Test(
    "rows of numbers that are not finite, or too large for a length, are refused",
    arguments: [Float.nan, .infinity, 1e30])
  func notFinite(_ number: Float) throws {
    let folder = try TemporaryFolder()
    var rows = Self.vectors(5)
    rows[3][2] = number
    let error = try #require(throws: FileError.self) { try Self.teacher(rows, in: folder) }
    #expect("\(error)".contains("row 4 has numbers"), "\(error)")
  }
}
