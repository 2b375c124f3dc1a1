import DataStructures
import NeuralLayers
import TensorKit

/// What an autoencoder is asked for besides restoring its input, so that it does not merely copy.
///
/// Written `l1:0.001`, as on the command line and in a model file. Several can be combined.
/// Goodfellow, Bengio and Courville 2016, chapter 14, describe all of them as regularized
/// autoencoders.
public struct Regularizer: RawRepresentable, Codable, Sendable, Equatable {
  package let kind: any RegularizerKind.Type
  /// The numbers of the kind.
  package let values: [Double]

  /// Parses `l1:0.001`; nil if the text is not a regularizer.
  public init?(rawValue: String) {
    let spelling = PartSpelling(rawValue)
    guard let kind = spelling.kind(among: RegularizerKinds.all, { $0 }),
      let values = PartSpelling.values(spelling.fields, of: kind.parameters)
    else { return nil }
    (self.kind, self.values) = (kind, values)
  }

  /// The text that `init(rawValue:)` parses.
  public var rawValue: String { kind.name + PartSpelling.text(values, of: kind.parameters) }

  /// Compares kinds and numbers.
  public static func == (first: Regularizer, second: Regularizer) -> Bool {
    first.kind.name == second.kind.name && first.values == second.values
  }
}

/// All kinds of regularizers.
package enum RegularizerKinds {
  /// Add a new kind to this list.
  package static let all: [any RegularizerKind.Type] = [
    SparsityL1.self, SparsityKL.self, LargestUnits.self, GaussianNoise.self, MaskingNoise.self,
    Contraction.self, VariationalCode.self, KeptNeighbors.self,
  ]
}

/// A kind of regularizer: one type in one file, and one line in ``RegularizerKinds``.
///
/// Every part of it is optional. All random numbers come from the step and the row, so that they do
/// not depend on threads.
package protocol RegularizerKind: PartKind, AnyObject, Sendable {
  /// Whether it excludes a linear path that begins as PCA.
  static var needsRandomStart: Bool { get }
  /// Whether the code must be the output of a sigmoid.
  static var needsSigmoidCode: Bool { get }
  /// Outputs of the encoder for each component of the code.
  static var outputsPerComponent: Int { get }

  /// A regularizer of codes of `dimension` components, with numbers that `parameters` allow.
  init(_ values: [Double], dimension: Int)

  /// The weight of the contractive penalty of the encoder; the network computes it.
  var contraction: Float { get }

  /// Corrupts what the encoder reads while training, `[n × d]`.
  func corrupt(_ input: Matrix, step: TrainingStep, pool: WorkerPool)

  /// Makes codes `[n × k]` of outputs of the encoder `[n × k · outputsPerComponent]`.
  ///
  /// Without a step nothing is random. Called only if there are several outputs per component.
  /// Returns a loss, as a mean over the rows.
  func sample(
    _ outputs: Matrix, step: TrainingStep?, into codes: Matrix, pool: WorkerPool
  ) -> Double
  /// The gradient of the outputs, given that of the codes.
  func backwardSample(
    _ dCodes: Matrix, outputs: Matrix, into dOutputs: Matrix, pool: WorkerPool)

  /// Changes codes in place, `[n × k]`; also when a trained network is used.
  func select(_ codes: Matrix, pool: WorkerPool)
  /// The gradient of the codes before `select`, in place, given the codes after it.
  func backwardSelect(_ dCodes: Matrix, codes: Matrix, pool: WorkerPool)

  /// A penalty on the codes; its gradient is added to `dCodes` unless that is nil.
  func penalize(_ codes: Matrix, input: Matrix, dCodes: Matrix?, pool: WorkerPool) -> Double
}

extension RegularizerKind {
  package static var needsRandomStart: Bool { false }
  package static var needsSigmoidCode: Bool { false }
  package static var outputsPerComponent: Int { 1 }
  package var contraction: Float { 0 }
  package func corrupt(_ input: Matrix, step: TrainingStep, pool: WorkerPool) {}
  package func sample(
    _ outputs: Matrix, step: TrainingStep?, into codes: Matrix, pool: WorkerPool
  ) -> Double {
    codes.copy(from: outputs)
    return 0
  }
  package func backwardSample(
    _ dCodes: Matrix, outputs: Matrix, into dOutputs: Matrix, pool: WorkerPool
  ) {
    dOutputs.copy(from: dCodes)
  }
  package func select(_ codes: Matrix, pool: WorkerPool) {}
  package func backwardSelect(_ dCodes: Matrix, codes: Matrix, pool: WorkerPool) {}
  package func penalize(
    _ codes: Matrix, input: Matrix, dCodes: Matrix?, pool: WorkerPool
  ) -> Double { 0 }
}

extension PartParameter {
  /// The weight of a penalty in the sum.
  static let weight = PartParameter("WEIGHT", 0...1_000_000)
}
