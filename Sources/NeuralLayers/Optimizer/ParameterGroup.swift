import TensorKit

/// Parameters that one optimizer moves.
///
/// A network has one group. A loss with a model of its own to train, such as a discriminator, adds another.
package final class ParameterGroup {
  /// What tells the group from others in a checkpoint; empty for that of the network.
  package let name: String
  /// Holds the parameters and their moments.
  package let optimizer: AdamOptimizer
  /// What the learning rate of the run is multiplied by.
  package let learningRateFactor: Float

  /// A group of parameters, none of which is in another.
  package init(_ name: String, _ parameters: [Parameter], learningRateFactor: Float = 1) {
    self.name = name
    self.learningRateFactor = learningRateFactor
    optimizer = AdamOptimizer(parameters)
  }

  package var parameters: [Parameter] { optimizer.parameters }
}
