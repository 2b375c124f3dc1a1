import FileFormats
import Foundation
import NeuralLayers
import TensorKit

/// training.safetensors: the one commit point of a run.
///
/// It holds the current weights, both moments of Adam, the best weights so far, the state of the run
/// and its configuration. Whatever else the run writes is made again from it.
struct Checkpoint {
  let network: AutoencoderNetwork
  let optimizer: AdamOptimizer
  /// The weights of the lowest validation loss, as `network.parameters`.
  let best: [Matrix]

  private static let kind = "textae-training"

  init(network: AutoencoderNetwork, optimizer: AdamOptimizer) {
    self.network = network
    self.optimizer = optimizer
    best = network.parameters.map { Matrix(rows: $0.value.rows, columns: $0.value.columns) }
  }

  /// Takes the current weights as the best.
  func keepAsBest() {
    for (copy, parameter) in zip(best, network.parameters) { copy.copy(from: parameter.value) }
  }

  /// Everything that must be alike for a run to be resumed.
  struct Identity: Codable, Equatable {
    var configuration: ModelConfiguration
    var corpusChecksum: UInt64
    var tokenizerChecksum: UInt64
    var validationChecksum: UInt64?
  }

  /// Writes the checkpoint; a crash leaves either the old one or the new.
  func write(_ path: String, state: TrainingState, identity: Identity) throws {
    let parts = tensors
    let writer = try SafetensorsWriter(
      path: path,
      metadata: [
        (key: "kind", value: Checkpoint.kind),
        (key: "state", value: try json(state)),
        (key: "identity", value: try json(identity)),
        (key: "optimizer_step", value: String(optimizer.step)),
      ],
      tensors: parts.map { TensorSpecification(name: $0.name, shape: $0.shape) })
    for part in parts { try writer.write(part.name, part.matrix) }
    try writer.finish()
  }

  /// Reads a checkpoint of the same run; gives the state it was written in, and how the run was begun.
  func read(
    _ path: String, identity: Identity
  ) throws -> (state: TrainingState, configuration: ModelConfiguration) {
    let file = try SafetensorsFile(path: path)
    guard file.metadata("kind") == Checkpoint.kind,
      let state: TrainingState = Self.decode(file.metadata("state")), state.isPossible,
      let found: Identity = Self.decode(file.metadata("identity")),
      let step = file.metadata("optimizer_step").flatMap({ Int($0) }), step >= 0
    else {
      throw AutoencoderError.inconsistentModel(path: path, reason: "not a checkpoint of a training")
    }
    try compare(found, identity, path)
    for part in tensors { try file.read(part.name, shape: part.shape, into: part.matrix) }
    optimizer.step = step
    return (state, found.configuration)
  }

  /// How the run was begun that left a checkpoint; nil where there is none that can be read.
  static func configuration(_ path: String) -> ModelConfiguration? {
    let file = try? SafetensorsFile(path: path)
    let found: Identity? = decode(file?.metadata("identity"))
    return found?.configuration
  }

  private func compare(_ found: Identity, _ wanted: Identity, _ path: String) throws {
    func require(_ isAlike: Bool, _ setting: String) throws {
      if isAlike { return }
      throw AutoencoderError.differentRun(path: path, setting: setting, begun: nil, now: nil)
    }
    try require(found.corpusChecksum == wanted.corpusChecksum, "corpus")
    try found.configuration.check(resumedWith: wanted.configuration, path: path)
    try require(found.tokenizerChecksum == wanted.tokenizerChecksum, "tokenizer")
    try require(found.validationChecksum == wanted.validationChecksum, "validation file")
  }

  private struct Part {
    let name: String
    let shape: [Int]
    let matrix: Matrix
  }

  private var tensors: [Part] {
    let parameters = network.parameters
    func parts(_ prefix: String, _ matrices: [Matrix]) -> [Part] {
      zip(parameters, matrices).map {
        Part(name: "\(prefix).\($0.name)", shape: $0.shape, matrix: $1)
      }
    }
    return parts("weight", parameters.map(\.value))
      + parts("first_moment", optimizer.firstMoments)
      + parts("second_moment", optimizer.secondMoments) + parts("best", best)
  }

  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func decode<Value: Decodable>(_ text: String?) -> Value? {
    text.flatMap { try? JSONDecoder().decode(Value.self, from: Data($0.utf8)) }
  }
}
