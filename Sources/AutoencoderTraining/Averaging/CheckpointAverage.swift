import AutoencoderModel
import FileFormats
import NeuralLayers

/// The means of the weights and of both moments of Adam of runs that go on apart, each on its part of a
/// corpus (Stich 2019, "Local SGD converges fast and communicates little").
///
/// The means go into the checkpoint of every run. Its place in its corpus, its learning rate and its number
/// of updates stay, so a resumed run goes on as if nothing had happened but that its weights and moments
/// have learned from all parts. Means are summed in double precision and rounded once: those of equal runs
/// change nothing.
package struct CheckpointAverage {
  /// The checkpoint of a run, and what its metadata say.
  private struct Run {
    let directory: ModelDirectory
    let file: SafetensorsFile
    var state: TrainingState
    let identity: RunIdentity
  }

  private let runs: [Run]
  /// The share of each run; they sum to 1.
  private let shares: [Double]

  /// Opens the checkpoints of runs and checks that they fit together.
  ///
  /// - Parameters:
  ///   - paths: model folders, at least one.
  ///   - weights: a positive number for each.
  /// - Throws: `AutoencoderError.noCheckpoint` or `differentModels`; `FileError` or
  ///   `AutoencoderError.inconsistentModel` if a file is damaged.
  package init(_ paths: [String], weights: [Double]) throws {
    precondition(!paths.isEmpty && paths.count == weights.count, "\(weights.count) weights")
    shares = WeightAverage.shares(weights)
    runs = try paths.map { try Self.run(ModelDirectory(path: $0)) }
    for run in runs.dropFirst() { try Self.check(run, runs[0]) }
  }

  private static func run(_ directory: ModelDirectory) throws -> Run {
    guard FileDescriptor.status(of: directory.training) != nil else {
      throw AutoencoderError.noCheckpoint(path: directory.path)
    }
    let file = try SafetensorsFile(path: directory.training)
    guard file.metadata("kind") == Checkpoint.kind,
      let state: TrainingState = Checkpoint.decode(file.metadata("state")), state.isPossible,
      let identity: RunIdentity = Checkpoint.decode(file.metadata("identity"))
    else {
      throw AutoencoderError.inconsistentModel(
        path: directory.training, reason: "not a checkpoint of a training")
    }
    try identity.configuration.model.architecture.checkSizes()
    let run = Run(directory: directory, file: file, state: state, identity: identity)
    try checkTensors(of: run)
    return run
  }

  /// Throws unless a checkpoint has all weights of its model, and one for each of the best weights.
  private static func checkTensors(of run: Run) throws(AutoencoderError) {
    let shapes = Dictionary(
      run.file.tensors.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    let ofModel = parameters(of: run).map { (weight + $0.name, $0.shape) }
    let ofBest = run.file.tensors.filter { $0.name.hasPrefix(best) }.map {
      (weight + $0.name.dropFirst(best.count), $0.shape)
    }
    for (name, shape) in ofModel + ofBest where shapes[name] != shape {
      throw .inconsistentModel(
        path: run.directory.training, reason: "no tensor \(name) of the shape \(shape)")
    }
    if let other = run.file.tensors.first(where: { $0.element != .float32 }) {
      throw .inconsistentModel(
        path: run.directory.training, reason: "\(other.name) is not in single precision")
    }
  }

  /// The weights of the model of a run; this allocates none of them.
  private static func parameters(of run: Run) -> [Parameter] {
    let architecture = run.identity.configuration.model.architecture
    return LatentEncoder(architecture, precision: .f32).parameters
      + LSTMDecoder(architecture, precision: .f32).parameters
  }

  private static func check(_ run: Run, _ first: Run) throws {
    func different(_ setting: String, _ found: String? = nil, _ other: String? = nil)
      -> AutoencoderError
    {
      .differentModels(
        path: run.directory.path, other: first.directory.path, setting: setting, here: found,
        there: other)
    }
    let (found, other) = (run.identity.configuration, first.identity.configuration)
    let differences = [
      try SettingDifference(from: found.model.architecture, to: other.model.architecture),
      try SettingDifference(
        from: found.training, to: other.training, except: ["seed", "checkpointInterval"]),
    ]
    if let setting = differences.compactMap(\.self).first {
      throw different(setting.name, setting.begun, setting.now)
    }
    guard run.identity.tokenizerChecksum == first.identity.tokenizerChecksum else {
      throw different("tokenizer")
    }
    // Objectives that depend on the corpus, such as classify, may have weights of other shapes.
    guard run.file.tensors == first.file.tensors else { throw different("shape of a weight") }
  }

  /// Writes the means into all checkpoints, and their weights as the models.
  ///
  /// Files change one after the other, each at once. If it ends in the middle, do it again from copies of
  /// the folders.
  /// - Throws: `FileError` if a file is damaged or cannot be written.
  package func write() throws {
    var means: [String: [Float]] = [:]
    for tensor in runs[0].file.tensors where !tensor.name.hasPrefix(Self.best) {
      means[tensor.name] = try mean(tensor)
    }
    for run in runs {
      try write(means, to: run)
      FileDescriptor.remove(run.directory.postProcessing)
    }
  }

  private static let best = "best."
  private static let weight = "weight."

  private func mean(_ tensor: TensorSpecification) throws(FileError) -> [Float] {
    var sums: [Double] = []
    for (run, share) in zip(runs, shares) {
      let values = try run.file.floats(tensor.name, shape: tensor.shape, requireFinite: true)
      if sums.isEmpty { sums = [Double](repeating: 0, count: values.count) }
      for index in values.indices { sums[index] += share * Double(values[index]) }
    }
    return sums.map { Float($0) }
  }

  /// The means are also the best weights, because no loss of theirs is known yet.
  private func write(_ means: [String: [Float]], to run: Run) throws {
    var state = run.state
    (state.bestLoss, state.bestRetrieval) = (nil, nil)
    (state.bestStep, state.validationsWithoutGain) = (state.step, 0)
    let own = Set(["format_version", "checksum", "tensor_checksums"])
    let text = try Checkpoint.json(state)
    let metadata = run.file.metadata.filter { !own.contains($0.key) }.map {
      $0.key == "state" ? (key: $0.key, value: text) : $0
    }
    let writer = try SafetensorsWriter(
      path: run.directory.training, metadata: metadata, tensors: run.file.tensors)
    for tensor in run.file.tensors {
      let name =
        tensor.name.hasPrefix(Self.best)
        ? Self.weight + tensor.name.dropFirst(Self.best.count) : tensor.name
      let values = means[name] ?? []
      try writer.write(tensor.name, values.span)
    }
    try writer.finish()
    try writeModel(means, of: run, step: state.step)
  }

  private func writeModel(_ means: [String: [Float]], of run: Run, step: Int) throws {
    let model = run.identity.configuration.model
    try SafetensorsWriter.write(
      path: run.directory.weights,
      metadata: [
        (key: "kind", value: WeightFile.kind),
        (key: "precision", value: model.precision.rawValue),
        (key: "step", value: String(step)),
      ] + model.claims,
      tensors: Self.parameters(of: run).map {
        ($0.name, $0.shape, means[Self.weight + $0.name] ?? [])
      })
  }
}
