/// One update of a training run: the key of all random numbers that are drawn in it.
package struct TrainingStep: Sendable, Equatable {
  /// The seed of the run.
  package let seed: UInt64
  /// The number of updates before this one.
  package let number: UInt64

  /// The update that follows `number` others.
  package init(seed: UInt64, number: UInt64) {
    self.seed = seed
    self.number = number
  }
}
