import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import FileFormats
import SentenceEmbedding
import TensorKit
import TestSupport
import Testing

@Suite("Training that begins with a model")
struct PretrainedModelTests {
  private struct Words: WordVectors {
    var dimension: Int { 12 }
    var words: [String] { ["the", "cook"] }
    func vector(of word: String) -> [Float]? {
      words.contains(word) ? (0..<12).map(Float.init) : nil
    }
  }

  private static let sentences = TinyLanguage.sentences(40)

  /// A trained model in the folder, "first.textae".
  private func begun(_ folder: TemporaryFolder) throws -> PretrainedModel {
    _ = try folder.trainer(
      "first.textae", sentences: Self.sentences, options: .quick
    ).run()
    return try PretrainedModel(contentsOf: folder.file("first.textae"))
  }

  /// A trainer of "second.textae" with one more objective.
  private func trainer(
    _ folder: TemporaryFolder, _ model: PretrainedModel?,
    existing: OverwritePolicy = .refuse, resuming: Bool = false,
    output: String = "second.textae", shape: (inout Architecture) -> Void = { _ in }
  ) throws -> AutoencoderTrainer {
    var options = TrainingOptions.quick
    options.objectives = [Objective.reconstruct, Objective.bag]
    return try folder.trainer(
      output, sentences: Self.sentences, options: options, existing: existing,
      resuming: resuming,
      pretrainedModel: model, shape: shape)
  }

  @Test("its weights are copied; those of a new objective begin at random")
  func weights() throws {
    let folder = try TemporaryFolder()
    let model = try begun(folder)
    let path = folder.file("initial.safetensors")
    try trainer(folder, nil, output: "random.textae").writeCurrentWeights(to: path)
    let random = try SafetensorsFile(path: path)
    let second = try trainer(folder, model)
    let secondPath = folder.file("second.safetensors")
    try second.writeCurrentWeights(to: secondPath)
    let written = try SafetensorsFile(path: secondPath)
    let first = try SafetensorsFile(path: folder.file("first.textae/model.safetensors"))
    var kept = 0
    for tensor in written.tensors {
      let origin = first.contains(tensor.name) ? first : random
      kept += first.contains(tensor.name) ? 1 : 0
      #expect(try written.floats(tensor.name) == origin.floats(tensor.name), "\(tensor.name)")
    }
    #expect(kept == first.tensors.count && kept < written.tensors.count)
    #expect(try second.run() == .finished)
  }

  @Test("settings that do not fit it are refused")
  func unfit() throws {
    let folder = try TemporaryFolder()
    let model = try begun(folder)
    func refusal(
      _ sentences: [String] = Self.sentences, to output: String = "second.textae",
      wordVectors: Words? = nil, shape: (inout Architecture) -> Void = { _ in }
    ) throws -> String {
      do {
        _ = try folder.trainer(
          output, sentences: sentences, options: .quick, existing: .replace,
          wordVectors: wordVectors, pretrainedModel: model, shape: shape)
        return "not refused"
      } catch let error as AutoencoderError {
        return "\(error)"
      }
    }
    #expect(
      try refusal { $0.hiddenSize = 21 }
        == "the hidden size is 21, but must be 20, as in the pretrained model")
    #expect(
      try refusal(TinyLanguage.sentences(8))
        == "the tokenizer is another, but must be that of the pretrained model")
    #expect(try refusal(wordVectors: Words()).contains("left to the pretrained model"))
    let before = try folder.read("first.textae/model.safetensors")
    #expect(
      try refusal(to: "./first.textae/").contains("must be another than the pretrained model"))
    #expect(try folder.read("first.textae/model.safetensors") == before)
  }

  @Test(
    "a resumed run with the same initial model or none gives the same bytes; another is refused")
  func resumes() throws {
    let folder = try TemporaryFolder()
    let model = try begun(folder)
    _ = try trainer(folder, model, output: "whole.textae").run()
    var steps = 0
    var events = TrainingEvents()
    events.onProgress = { _ in steps += 1 }
    events.shouldStop = { steps == 3 }
    for goesOn in [model, nil] {
      steps = 0
      let interrupted = try trainer(folder, model, existing: .replace)
      #expect(try interrupted.run(events) == .interrupted)
      let config = try folder.read("second.textae/config.json")
      _ = try trainer(folder, goesOn, resuming: true).run()
      #expect(try folder.read("second.textae/config.json") == config)
      #expect(
        try folder.read("second.textae/model.safetensors")
          == folder.read("whole.textae/model.safetensors"))
    }
    let other = try PretrainedModel(contentsOf: folder.file("second.textae"))
    _ = try trainer(folder, model, output: "third.textae").run()
    let error = try #require(throws: AutoencoderError.self) {
      try trainer(folder, other, resuming: true, output: "third.textae")
    }
    #expect("\(error)".contains("another pretrained model"))
  }

  @Test("weights that no step improves are kept")
  func kept() throws {
    let folder = try TemporaryFolder()
    let model = try begun(folder)
    var options = TrainingOptions.quick
    // A learning rate far too high to learn anything.
    (options.learningRate, options.warmupSteps) = (10, 0)
    _ = try folder.trainer(
      "second.textae", sentences: Self.sentences, options: options, pretrainedModel: model
    ).run()
    let (first, second) = (
      try SafetensorsFile(path: folder.file("first.textae/model.safetensors")),
      try SafetensorsFile(path: folder.file("second.textae/model.safetensors"))
    )
    for tensor in first.tensors {
      #expect(try first.floats(tensor.name) == second.floats(tensor.name), "\(tensor.name)")
    }
    #expect(second.metadata("step") == "0")
  }

  @Test("weights under other names are refused, not replaced by random ones")
  func renamed() throws {
    let folder = try TemporaryFolder()
    _ = try begun(folder)
    let path = folder.file("first.textae/model.safetensors")
    let file = try SafetensorsFile(path: path)
    let entries = try file.tensors.map { tensor in
      let name = tensor.name == "output.bias" ? "output.bais" : tensor.name
      return (TensorSpecification(name: name, shape: tensor.shape), try file.floats(tensor.name))
    }
    let writer = try SafetensorsWriter(
      path: path, metadata: file.metadata.filter { $0.key == "kind" }, tensors: entries.map(\.0))
    for (tensor, values) in entries { try writer.write(tensor.name, values.span) }
    try writer.finish()
    let error = try #require(throws: AutoencoderError.self) {
      try PretrainedModel(contentsOf: folder.file("first.textae"))
    }
    #expect("\(error)".contains("output.bias"))
  }
}
