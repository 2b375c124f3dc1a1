import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import FileFormats
import Foundation
import TensorKit
import TestSupport
import Testing

@Suite("Training objectives")
struct ObjectiveTests {
  private static let corruption = [Corruption.drop(0.3), Corruption.shuffle(2)].compactMap(
    \.self)
  private static let everything = [
    Objective.reconstruct, Objective.bag(weight: 0.5), Objective.lexical(weight: 3),
    Objective.contrast,
  ]

  private static func options(_ objective: [Objective] = everything) -> TrainingOptions {
    var options = TrainingOptions.quick
    options.objectives = objective
    options.corruptions = corruption
    options.secondCorruptions = [Corruption.drop(0.5)]
    (options.stemPrefix, options.softmaxSample) = (3, 12)
    return options
  }

  @Test(
    "reads its own spelling",
    arguments: ["reconstruct:1", "bag:0.5", "contrast:0", "lexical:30", "reconstruct:0.3:0.25"])
  func spelling(_ text: String) throws {
    #expect(try #require(Objective(rawValue: text)).rawValue == text)
    #expect(Objective(rawValue: "bag") == Objective.bag)
    #expect(Objective(rawValue: "reconstruct:1:1") == Objective.reconstruct)
  }

  @Test(
    "refuses impossible weights and shares",
    arguments: [
      "", "bag:", "bag:-1", "bag:nan", "bag:1:1", "bag:1e9", "words", ":1", "reconstruct:1:0",
      "reconstruct:1:1.1", "reconstruct:1:", "reconstruct:1:0.5:1",
    ])
  func misspelled(_ text: String) {
    #expect(Objective(rawValue: text) == nil)
  }

  @Test("gives the same bytes with one thread, two and three", arguments: Precision.allCases)
  func threads(_ precision: Precision) throws {
    let folder = try TemporaryFolder()
    for threads in 1...3 {
      let trainer = try folder.trainer(
        "m\(threads).textae", sentences: TinyLanguage.sentences(60), options: Self.options(),
        precision: precision, threads: threads
      ) { $0.latentSize = 9 }
      _ = try trainer.run()
    }
    try folder.expectSame(
      ["model.safetensors", "training.safetensors", "config.json"],
      in: ["m1.textae", "m2.textae", "m3.textae"])
  }

  @Test("continues after an interruption as if there had been none", arguments: [1, 7, 13])
  func resumes(_ stop: Int) throws {
    try TemporaryFolder().expectResumable(Self.options(), stoppedAfter: stop)
  }

  @Test("a run with other objectives or other corruption is not resumed")
  func otherRun() throws {
    let folder = try TemporaryFolder()
    let sentences = TinyLanguage.sentences(20)
    _ = try folder.trainer("m.textae", sentences: sentences, options: Self.options()).run()
    func resume(_ change: (inout TrainingOptions) -> Void) throws {
      var options = Self.options()
      change(&options)
      _ = try folder.trainer(
        "m.textae", sentences: sentences, options: options, resuming: true)
    }
    func other(_ setting: String, _ begun: String, _ now: String) -> AutoencoderError {
      .differentRun(
        path: folder.file("m.textae/training.safetensors"), setting: setting, begun: begun,
        now: now)
    }
    #expect(throws: other("corruption", "drop:0.3 shuffle:2", "shuffle:2 drop:0.3")) {
      try resume { $0.corruptions.reverse() }
    }
    #expect(
      throws: other(
        "objective", "reconstruct:1 bag:0.5 lexical:3 contrast:1", "reconstruct:1 bag:0.5 lexical:3"
      )
    ) { try resume { $0.objectives.removeLast() } }
    #expect(throws: other("stem letters", "3", "4")) { try resume { $0.stemPrefix = 4 } }
    #expect(throws: other("second corruption", "drop:0.5", "none")) {
      try resume { $0.secondCorruptions = nil }
    }
    try resume { _ in }
  }

  @Test(
    "without reconstruction the decoder keeps its initial weights, and the encoder still learns")
  func withoutDecoder() throws {
    let folder = try TemporaryFolder()
    let sentences = TinyLanguage.sentences(40)
    var options = Self.options(
      [Objective.bag, Objective.reconstruct(weight: 0)])
    (options.softmaxSample, options.secondCorruptions) = (nil, nil)
    let trainer = try folder.trainer("m.textae", sentences: sentences, options: options)
    try trainer.writeCurrentWeights(to: folder.file("initial.safetensors"))
    var reports: [ValidationReport] = []
    var events = TrainingEvents()
    events.onValidation = { reports.append($0) }
    _ = try trainer.run(events)
    let before = try SafetensorsFile(path: folder.file("initial.safetensors"))
    let after = try SafetensorsFile(path: folder.file("m.textae/model.safetensors"))
    for tensor in after.tensors {
      let isAlike = try before.floats(tensor.name) == after.floats(tensor.name)
      let isOfDecoder = tensor.name.hasPrefix("decoder.") || tensor.name.hasPrefix("output.")
      #expect(isAlike == isOfDecoder, "\(tensor.name)")
    }
    // The head of the loss is no part of the model; the run keeps it.
    #expect(Set(before.tensors.map(\.name)).isSuperset(of: ["bag.weight", "bag.bias"]))
    #expect(!after.tensors.contains { $0.name.hasPrefix("bag.") })
    let checkpoint = try SafetensorsFile(path: folder.file("m.textae/training.safetensors"))
    #expect(
      Set(checkpoint.tensors.map(\.name)).isSuperset(of: ["weight.bag.weight", "best.bag.bias"]))
    let (first, last) = (try #require(reports.first), try #require(reports.last))
    #expect(last.validationLoss < first.validationLoss)
    #expect(last.objectiveLosses == ["bag": last.validationLoss])
    #expect(last.perplexity == nil && last.tokenAccuracy == nil && last.bleu == nil)
    let model = try SentenceAutoencoder(contentsOf: folder.file("m.textae"), threads: 1)
    #expect(!model.reconstructs)
    #expect(model.embed(sentences).isFinite)
  }

  @Test("reports the loss of each, and their weighted sum")
  func report() throws {
    let folder = try TemporaryFolder()
    let trainer = try folder.trainer(
      "m.textae", sentences: TinyLanguage.sentences(40), options: Self.options())
    var last: ValidationReport?
    var events = TrainingEvents()
    events.onValidation = { last = $0 }
    _ = try trainer.run(events)
    let report = try #require(last)
    let losses = try #require(report.objectiveLosses)
    let (reconstruct, bag) = (try #require(losses["reconstruct"]), try #require(losses["bag"]))
    let contrast = try #require(losses["contrast"])
    let lexical = try #require(losses["lexical"])
    #expect(
      abs(report.validationLoss - (reconstruct + 0.5 * bag + 3 * lexical + contrast)) < 1e-9)
    #expect(abs(try #require(report.perplexity) / exp(reconstruct) - 1) < 1e-9)
    let model = try SentenceAutoencoder(contentsOf: folder.file("m.textae"), threads: 1)
    #expect(model.reconstructs)
  }

  @Test("a model of an earlier version, without objectives in its configuration, is read")
  func earlierVersion() throws {
    let folder = try TemporaryFolder()
    _ = try folder.trainer(
      "m.textae", sentences: TinyLanguage.sentences(20), options: .quick
    ).run()
    let path = folder.file("m.textae/config.json")
    var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let before = lines.count
    // Each is an array on three lines: its name, its one element or an empty line, its end.
    for name in ["\"corruption\"", "\"objective\""] {
      let start = try #require(lines.firstIndex { $0.contains(name) })
      let end = try #require(lines[start...].firstIndex { $0.contains("]") })
      lines.removeSubrange(start...end)
    }
    #expect(lines.count < before)
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try SentenceAutoencoder(contentsOf: folder.file("m.textae"), threads: 1).reconstructs)
  }

  @Test("refuses lists that make no sense")
  func settings() throws {
    func validate(_ objective: [Objective?], _ corruption: [Corruption] = []) throws {
      var options = TrainingOptions()
      options.objectives = objective.compactMap(\.self)
      options.corruptions = corruption
      try options.validate()
    }
    try validate(Self.everything, Self.corruption)
    #expect(throws: AutoencoderError.self) { try validate([]) }
    #expect(throws: AutoencoderError.self) { try validate([Objective.bag(weight: 0)]) }
    #expect(throws: AutoencoderError.self) { try validate([Objective.bag, Objective.bag]) }
    let error = try #require(throws: AutoencoderError.self) { try validate([Objective.contrast]) }
    #expect("\(error)".contains("corruption"))
  }
}
