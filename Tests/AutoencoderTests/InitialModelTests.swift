import Autoencoder
import FileFormats
import Testing

@Suite("Training that begins with a model")
struct InitialModelTests {
  private static let sentences = Workshop.sentences(40)

  /// A trained model in the workshop, "first.textae".
  private func begun(_ workshop: Workshop) throws -> InitialModel {
    _ = try workshop.trainer(
      "first.textae", sentences: Self.sentences, options: Workshop.quick
    ).run()
    return try InitialModel(contentsOf: workshop.file("first.textae"))
  }

  /// A trainer of "second.textae" with an objective more.
  private func trainer(
    _ workshop: Workshop, _ model: InitialModel?,
    existing: AutoencoderTrainer.Existing = .refuse,
    output: String = "second.textae", shape: (inout Architecture) -> Void = { _ in }
  ) throws -> AutoencoderTrainer {
    var options = Workshop.quick
    options.objective = [Objective(.reconstruct), Objective(.bag)]
    return try workshop.trainer(
      output, sentences: Self.sentences, options: options, existing: existing,
      initialModel: model, shape: shape)
  }

  @Test("its weights are taken over; those of a new objective begin at random")
  func weights() throws {
    let workshop = try Workshop()
    let model = try begun(workshop)
    let path = workshop.file("initial.safetensors")
    try trainer(workshop, nil, output: "random.textae").writeCurrentWeights(to: path)
    let random = try SafetensorsFile(path: path)
    let second = try trainer(workshop, model)
    let secondPath = workshop.file("second.safetensors")
    try second.writeCurrentWeights(to: secondPath)
    let written = try SafetensorsFile(path: secondPath)
    let first = try SafetensorsFile(path: workshop.file("first.textae/model.safetensors"))
    var kept = 0
    for tensor in written.tensors {
      let origin = first.contains(tensor.name) ? first : random
      kept += first.contains(tensor.name) ? 1 : 0
      #expect(try written.floats(tensor.name) == origin.floats(tensor.name), "\(tensor.name)")
    }
    #expect(kept == first.tensors.count && kept < written.tensors.count)
    #expect(try second.run() == .finished)
  }

  @Test("another tokenizer and other sizes are refused")
  func unfit() throws {
    let workshop = try Workshop()
    let model = try begun(workshop)
    let size = try #require(throws: AutoencoderError.self) {
      try trainer(workshop, model) { $0.hiddenSize = 21 }
    }
    #expect("\(size)" == "the hidden size is 21, but must be 20, as in the model to begin with")
    let words = try #require(throws: AutoencoderError.self) {
      try workshop.trainer(
        "second.textae", sentences: Workshop.sentences(8), options: Workshop.quick,
        initialModel: model)
    }
    #expect("\(words)".contains("tokenizer"))
  }

  @Test("a run goes on with the same model, and with no other")
  func resumes() throws {
    let workshop = try Workshop()
    let model = try begun(workshop)
    _ = try trainer(workshop, model).run()
    let bytes = try workshop.bytes("second.textae/model.safetensors")
    _ = try trainer(workshop, model, existing: .resume).run()
    #expect(try workshop.bytes("second.textae/model.safetensors") == bytes)
    let other = try InitialModel(contentsOf: workshop.file("second.textae"))
    for wrong in [nil, other] {
      let error = try #require(throws: AutoencoderError.self) {
        try trainer(workshop, wrong, existing: .resume)
      }
      #expect("\(error)".contains("choice of --init"))
    }
  }

  @Test("a model can be replaced by one that begins with it")
  func replaced() throws {
    let workshop = try Workshop()
    let model = try begun(workshop)
    let elsewhere = try trainer(workshop, model)
    let inPlace = try trainer(workshop, model, existing: .overwrite, output: "first.textae")
    for (trainer, name) in [(elsewhere, "second"), (inPlace, "first")] {
      #expect(try trainer.run() == .finished, "\(name)")
    }
    #expect(
      try workshop.bytes("first.textae/model.safetensors")
        == workshop.bytes("second.textae/model.safetensors"))
  }
}
