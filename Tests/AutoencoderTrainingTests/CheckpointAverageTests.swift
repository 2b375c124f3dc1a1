import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import FileFormats
import TestSupport
import Testing

@Suite("The average of checkpoints")
struct CheckpointAverageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Trains until an update, counted from the beginning of the run, or to the end.
  private func train(
    _ name: String, seed: UInt64 = 1, until pause: Int? = nil, resuming: Bool = false,
    _ shape: (inout Architecture) -> Void = { _ in }
  ) throws {
    var options = TrainingOptions.quick
    options.seed = seed
    let trainer = try folder.trainer(
      name, sentences: TinyLanguage.sentences(40), options: options, resuming: resuming,
      shape: shape)
    var updates = 0
    var events = TrainingEvents()
    events.onProgress = { updates = $0.step }
    events.shouldStop = { pause.map { updates >= $0 } ?? false }
    #expect(try trainer.run(events) == (pause == nil ? .finished : .interrupted))
  }

  private func checkpoint(_ name: String) throws -> SafetensorsFile {
    try SafetensorsFile(path: folder.file(name + "/training.safetensors"))
  }

  private func average(_ names: [String], _ weights: [Double]) throws {
    try CheckpointAverage(names.map(folder.file), weights: weights).write()
  }

  @Test("has the weighted means of weights and moments, in all checkpoints and models")
  func means() throws {
    try train("a.textae", until: 5)
    try train("b.textae", seed: 2, until: 7)
    let sources = try ["a.textae", "b.textae"].map(checkpoint)
    let values = try sources.map { file in
      try file.tensors.map { try file.floats($0.name, shape: $0.shape) }
    }
    try average(["a.textae", "b.textae"], [1, 3])
    for (name, source) in zip(["a.textae", "b.textae"], sources) {
      let file = try checkpoint(name)
      #expect(file.tensors == source.tensors)
      for (index, tensor) in file.tensors.enumerated() {
        var from = index
        if tensor.name.hasPrefix("best.") {
          let weight = "weight." + tensor.name.dropFirst("best.".count)
          from = try #require(file.tensors.firstIndex { $0.name == weight })
        }
        let expected = zip(values[0][from], values[1][from]).map {
          Float(0.25 * Double($0) + 0.75 * Double($1))
        }
        #expect(try file.floats(tensor.name, shape: tensor.shape) == expected, "\(tensor.name)")
      }
      // Each run stays where it was.
      #expect(file.metadata("optimizer_step") == source.metadata("optimizer_step"))
      #expect(file.metadata("identity") == source.metadata("identity"))
      let model = try SafetensorsFile(path: folder.file(name + "/model.safetensors"))
      for tensor in model.tensors {
        #expect(
          try model.floats(tensor.name, shape: tensor.shape)
            == file.floats("weight." + tensor.name, shape: tensor.shape))
      }
      try SentenceAutoencoder(contentsOf: folder.file(name), threads: 1).verify()
    }
  }

  @Test("of equal runs changes nothing: they end as a run without a pause does")
  func equal() throws {
    try train("whole.textae")
    try train("a.textae", until: 6)
    try train("b.textae", until: 6)
    try average(["a.textae", "b.textae"], [1, 1])
    try train("a.textae", resuming: true)
    let (whole, paused) = (try checkpoint("whole.textae"), try checkpoint("a.textae"))
    for tensor in whole.tensors where !tensor.name.hasPrefix("best.") {
      #expect(
        try whole.floats(tensor.name, shape: tensor.shape)
          == paused.floats(tensor.name, shape: tensor.shape), "\(tensor.name)")
    }
  }

  @Test("is refused for runs of other sizes or settings, and without a checkpoint")
  func refused() throws {
    try train("a.textae", until: 3)
    try train("large.textae", until: 3) { $0.hiddenSize = 24 }
    let (first, large) = (folder.file("a.textae"), folder.file("large.textae"))
    #expect(
      throws: AutoencoderError.differentModels(
        path: large, other: first, setting: "hidden size", here: "24", there: "20")
    ) { try CheckpointAverage([first, large], weights: [1, 1]) }
    FileDescriptor.remove(large + "/training.safetensors")
    #expect(throws: AutoencoderError.noCheckpoint(path: large)) {
      try CheckpointAverage([first, large], weights: [1, 1])
    }
  }

  @Test("is refused for a checkpoint without a weight, or with one in another precision")
  func forged() throws {
    try train("a.textae", until: 3)
    let file = try checkpoint("a.textae")
    let own: Set = ["format_version", "checksum", "tensor_checksums"]
    let metadata = file.metadata.filter { !own.contains($0.key) }
    let bytes = try file.tensors.map { try file.bytes($0.name) }
    let place = try #require(file.tensors.firstIndex { $0.name.hasPrefix("weight.") })
    func write(_ change: (inout [TensorSpecification], inout [[UInt8]]) -> Void) throws {
      var (tensors, contents) = (file.tensors, bytes)
      change(&tensors, &contents)
      let writer = try SafetensorsWriter(
        path: folder.file("a.textae/training.safetensors"), metadata: metadata, tensors: tensors)
      for (tensor, bytes) in zip(tensors, contents) { try writer.write(tensor.name, bytes: bytes) }
      try writer.finish()
    }
    let path = folder.file("a.textae")
    try write { _, _ in }
    _ = try CheckpointAverage([path], weights: [1])
    try write { tensors, contents in
      tensors.remove(at: place)
      contents.remove(at: place)
    }
    #expect(throws: AutoencoderError.self) { try CheckpointAverage([path], weights: [1]) }
    try write { tensors, contents in
      let tensor = tensors[place]
      tensors[place] = TensorSpecification(
        name: tensor.name, element: .bfloat16, shape: tensor.shape)
      contents[place] = Array(contents[place].prefix(contents[place].count / 2))
    }
    #expect(throws: AutoencoderError.self) { try CheckpointAverage([path], weights: [1]) }
  }
}
