/// The learning rate at a step: a linear warm-up, then constant or linear decay.
package struct LearningRateSchedule: Sendable, Equatable, Codable {
  /// The largest rate.
  package var peak: Float
  /// Steps over which the rate rises from 0.
  package var warmupSteps: Int
  /// The step at which a decaying rate reaches its end; nil keeps the peak.
  package var decaySteps: Int?
  /// The fraction of the peak that is left at the end of the decay.
  package var finalLearningRateFraction: Float

  package init(
    peak: Float, warmupSteps: Int = 0, decaySteps: Int? = nil,
    finalLearningRateFraction: Float = 0.1
  ) {
    self.peak = peak
    self.warmupSteps = warmupSteps
    self.decaySteps = decaySteps
    self.finalLearningRateFraction = finalLearningRateFraction
  }

  /// The rate of the update that follows `step` others.
  package func rate(at step: Int) -> Float {
    if step < warmupSteps { return peak * Float(step + 1) / Float(warmupSteps) }
    guard let decaySteps, decaySteps > warmupSteps else { return peak }
    let share = Float(step - warmupSteps) / Float(decaySteps - warmupSteps)
    return peak * (1 - min(1, share) * (1 - finalLearningRateFraction))
  }
}
