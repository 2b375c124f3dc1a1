import AutoencoderModel
import FileFormats
import Foundation
import NeuralLayers
import TensorKit

/// training.safetensors: the one commit point of a run.
///
/// It holds the current weights, including those of loss heads, both moments of Adam, the best
/// weights so far, the state of the run and its configuration. All other files of the run are
/// derived from it.
struct Checkpoint {
  private let groups: [ParameterGroup]
  private let parameters: [Parameter]
  /// The weights with the lowest validation loss, in the order of `parameters`.
  private let best: [Matrix]

  static let kind = "textae-training"

  /// A checkpoint of all parameters of some groups.
  init(_ groups: [ParameterGroup]) {
    self.groups = groups
    parameters = groups.flatMap(\.parameters)
    best = parameters.map { Matrix(rows: $0.rows, columns: $0.columns) }
  }

  /// The approximate size of the file in bytes.
  var byteCount: Int { 4 * MemoryLayout<Float>.stride * parameters.reduce(0) { $0 + $1.count } }

  /// Stores the current weights as the best.
  func keepAsBest() {
    for (copy, parameter) in zip(best, parameters) { copy.copy(from: parameter.value) }
  }

  /// The best weights of some of the parameters.
  func best(of some: [Parameter]) -> [Matrix] {
    let byName = Dictionary(
      zip(parameters.map(\.name), best), uniquingKeysWith: { first, _ in first })
    return some.map { byName[$0.name] ?? $0.value }
  }

  /// Writes the checkpoint; after a crash, either the old one or the new one is complete.
  func write(_ path: String, state: TrainingState, identity: RunIdentity) throws {
    let parts = tensors
    let writer = try SafetensorsWriter(
      path: path,
      metadata: [
        (key: "kind", value: Checkpoint.kind),
        (key: "state", value: try Self.json(state)),
        (key: "identity", value: try Self.json(identity)),
      ] + groups.map { (key: Self.stepKey(of: $0), value: String($0.optimizer.step)) },
      tensors: parts.map { TensorSpecification(name: $0.name, shape: $0.shape) })
    for part in parts { try writer.write(part.name, part.matrix) }
    try writer.finish()
  }

  /// Reads a checkpoint of the same run; returns its state, and the identity the run began with.
  func read(
    _ path: String, identity: RunIdentity
  ) throws -> (state: TrainingState, configuration: RunConfiguration) {
    let file = try SafetensorsFile(path: path)
    let steps = groups.compactMap { file.metadata(Self.stepKey(of: $0)).flatMap { Int($0) } }
    guard file.metadata("kind") == Checkpoint.kind,
      let state: TrainingState = Self.decode(file.metadata("state")), state.isPossible,
      let found: RunIdentity = Self.decode(file.metadata("identity")),
      steps.count == groups.count, steps.allSatisfy({ $0 >= 0 })
    else {
      throw AutoencoderError.inconsistentModel(path: path, reason: "not a checkpoint of a training")
    }
    try found.check(resumedWith: identity, path: path)
    for part in tensors { try file.read(part.name, shape: part.shape, into: part.matrix) }
    for (group, step) in zip(groups, steps) { group.optimizer.step = step }
    return (state, found.configuration)
  }

  /// The key for the update count of a group in the metadata.
  private static func stepKey(of group: ParameterGroup) -> String {
    group.name.isEmpty ? "optimizer_step" : "optimizer_step.\(group.name)"
  }

  /// The configuration of the run that left a checkpoint; nil if there is none, or it is
  /// unreadable.
  static func configuration(_ path: String) -> RunConfiguration? {
    let file = try? SafetensorsFile(path: path)
    let found: RunIdentity? = decode(file?.metadata("identity"))
    return found?.configuration
  }

  /// The checkpoint, with the prefix of the names of its best weights; empty if it is unreadable.
  static func bestWeights(_ path: String) -> [(SafetensorsFile, String)] {
    guard let file = try? SafetensorsFile(path: path), file.metadata("kind") == kind,
      let state: TrainingState = decode(file.metadata("state"))
    else { return [] }
    return [(file, state.bestLoss == nil ? "weight." : "best.")]
  }

  private struct Part {
    let name: String
    let shape: [Int]
    let matrix: Matrix
  }

  private var tensors: [Part] {
    func parts(_ prefix: String, _ matrices: [Matrix]) -> [Part] {
      zip(parameters, matrices).map {
        Part(name: "\(prefix).\($0.name)", shape: $0.shape, matrix: $1)
      }
    }
    return parts("weight", parameters.map(\.value))
      + parts("first_moment", groups.flatMap(\.optimizer.firstMoments))
      + parts("second_moment", groups.flatMap(\.optimizer.secondMoments)) + parts("best", best)
  }

  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func decode<Value: Decodable>(_ text: String?) -> Value? {
    text.flatMap { try? JSONDecoder().decode(Value.self, from: Data($0.utf8)) }
  }
}
