import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import FileFormats
import TestSupport
import Testing

@Suite("The average of models")
struct WeightAverageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func train(
    _ name: String, seed: UInt64 = 1, sentences: Int = 40,
    _ shape: (inout Architecture) -> Void = { _ in }
  ) throws -> FileFolder {
    var options = TrainingOptions.quick
    options.seed = seed
    let trainer = try folder.trainer(
      name, sentences: TinyLanguage.sentences(sentences), options: options, shape: shape)
    _ = try trainer.run()
    return FileFolder(path: folder.file(name))
  }

  private func average(_ models: [FileFolder], _ weights: [Double]) throws -> SafetensorsFile {
    let output = ModelDirectory(path: folder.file("mean.textae"))
    try WeightAverage(models, weights: weights).write(to: output)
    return try SafetensorsFile(path: output.weights)
  }

  @Test("has the weighted mean of every weight, and can be opened")
  func mean() throws {
    let models = try [train("a.textae"), train("b.textae", seed: 2)]
    let mean = try average(models, [1, 3])
    let sources = try models.map { try $0.tensors("model.safetensors") }
    #expect(mean.tensors.count == sources[0].tensors.count)
    for tensor in mean.tensors {
      let found = try mean.floats(tensor.name, shape: tensor.shape, requireFinite: true)
      let parts = try sources.map {
        try $0.floats(tensor.name, shape: tensor.shape, requireFinite: true)
      }
      for (index, value) in found.enumerated() {
        #expect(value == Float(0.25 * Double(parts[0][index]) + 0.75 * Double(parts[1][index])))
      }
    }
    let model = try SentenceAutoencoder(contentsOf: folder.file("mean.textae"), threads: 1)
    try model.verify()
    #expect(model.embed(TinyLanguage.sentences(3)).rows == 3 && model.reconstructs)
  }

  @Test("of equal models is that model, however its numbers are stored")
  func equal() throws {
    let model = try train("a.textae")
    let plain = try average([model, model, model], [1, 1e9, 0.1])
    let source = try model.tensors("model.safetensors")
    for tensor in source.tensors {
      #expect(
        try plain.floats(tensor.name, shape: tensor.shape, requireFinite: true)
          == source.floats(tensor.name, shape: tensor.shape, requireFinite: true))
    }
    let small = ModelDirectory(path: folder.file("small.textae"))
    try small.write(model, numbers: .int8)
    _ = try average([FileFolder(path: small.path), model], [1, 1])
    #expect(try SentenceAutoencoder(contentsOf: folder.file("mean.textae")).storedNumbers == "f32")
  }

  @Test("is refused for models of other sizes or with another tokenizer")
  func refused() throws {
    let model = try train("a.textae")
    let large = try train("large.textae") { $0.hiddenSize = 24 }
    #expect(
      throws: AutoencoderError.differentModels(
        path: large.path, other: model.path, setting: "hidden size", here: "24", there: "20")
    ) { try WeightAverage([model, large], weights: [1, 1]) }
    // As many tokens of other words.
    var options = TrainingOptions.quick
    options.epochs = 1
    let sentences = TinyLanguage.sentences(40)
    let renamed = sentences.map { $0.uppercased() }
    _ = try folder.trainer("other.textae", sentences: renamed, options: options).run()
    let other = FileFolder(path: folder.file("other.textae"))
    #expect(
      throws: AutoencoderError.differentModels(
        path: other.path, other: model.path, setting: "tokenizer", here: nil, there: nil)
    ) { try WeightAverage([model, other], weights: [1, 1]) }
  }
}
