import NeuralLayers
import TensorKit

/// All kinds of latent stages.
package enum LatentKinds {
  /// Add a new kind to this list.
  package static let all: [any LatentStage.Type] = [
    StateLatent.self, LinearLatent.self, RectifiedLatent.self, SparseLatent.self,
    VariationalLatent.self,
  ]
}

extension Architecture {
  /// The latent stage as it is spelled: the one named, or else `linear` for a size that is given and
  /// `state` without one.
  package var latentSpelling: String {
    latent ?? (latentSize == nil ? StateLatent.name : LinearLatent.name)
  }

  /// The type of the latent stage; nil if no kind has this name.
  package var latentKind: (any LatentStage.Type)? {
    PartSpelling(latentSpelling).kind(among: LatentKinds.all) { $0 }
  }

  /// The numbers after the name of the latent stage; nil if they are not what it takes.
  package var latentValues: [Double]? {
    latentKind.flatMap {
      PartSpelling.values(PartSpelling(latentSpelling).fields, of: $0.parameters)
    }
  }

  /// Throws unless the latent stage is one that this shape can have.
  func checkLatent() throws(AutoencoderError) {
    guard let kind = latentKind, latentValues != nil else {
      throw .invalidSetting(
        name: "latent", value: latentSpelling, expected: LatentKinds.all.spellings { $0 })
    }
    if let problem = kind.problem(self) {
      throw .invalidSetting(
        name: "latent", value: latentSpelling, expected: "another one: \(kind.name) \(problem)")
    }
  }

  /// The latent stage of this shape, which must be valid.
  package func makeLatentStage(precision: Precision) -> any LatentStage {
    guard let kind = latentKind else {
      preconditionFailure("no latent is called \(latentSpelling)")
    }
    return kind.init(self, precision: precision)
  }
}
