/// How much of the time limit of a training is used; it runs from its creation.
struct TrainingClock: Sendable {
  /// Seconds that training may take; nil for no limit.
  let budget: Double?
  private let start = ContinuousClock.now

  init(budget: Double?) { self.budget = budget }

  /// Seconds since training began.
  var seconds: Double { (ContinuousClock.now - start) / Duration.seconds(1) }

  /// The used part of the limit, 1 and more when the time is up; 0 without a limit.
  var usedFraction: Double { budget.map { seconds / $0 } ?? 0 }

  /// Whether the time is up.
  var isUp: Bool { usedFraction >= 1 }
}
