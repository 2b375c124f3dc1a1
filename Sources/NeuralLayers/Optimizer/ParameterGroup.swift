import TensorKit

/// Parameters that one optimizer updates.
///
/// A network has one group. A loss that trains a model as well, such as a discriminator, adds
/// another.
package final class ParameterGroup {
  /// The name of the group in a checkpoint; empty for the network.
  package let name: String
  /// Holds the parameters and their moments.
  package let optimizer: AdamOptimizer
  /// The factor on the learning rate of the run.
  package let learningRateFactor: Float

  /// A group of parameters, which must not be in another group.
  package init(_ name: String, _ parameters: [Parameter], learningRateFactor: Float = 1) {
    self.name = name
    self.learningRateFactor = learningRateFactor
    optimizer = AdamOptimizer(parameters)
  }

  package var parameters: [Parameter] { optimizer.parameters }
}
