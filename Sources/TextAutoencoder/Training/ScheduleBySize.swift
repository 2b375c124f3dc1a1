import AutoencoderTraining

/// The parts of a schedule that follow from the number of sentences, for a training that begins with a
/// model.
///
/// Little text is read several times, and much of it once, so that any corpus takes a few minutes.
public struct ScheduleBySize: OptionSet, Sendable {
  /// Which parts, as bits.
  public let rawValue: Int

  /// The parts with these bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The passes over the corpus.
  public static let epochs = ScheduleBySize(rawValue: 1)
  /// The time budget, which only large corpora have, so that small ones do not depend on the clock.
  public static let timeBudget = ScheduleBySize(rawValue: 2)

  /// Sentences that a run reads, counted in every pass.
  private static let sentencesRead = 15_000
  /// The largest number of passes.
  private static let mostEpochs = 10
  /// With more sentences there is a time budget.
  package static let largeCorpus = 30_000
  private static let budgetMinutes = 8

  /// The smallest and the largest number of passes, in words.
  package static let epochRange = "1 to \(mostEpochs)"
  /// The time budget of a large corpus, in words.
  package static let largeBudget = "\(budgetMinutes)m"

  /// Sets these parts of the options, for a corpus of so many sentences.
  package func apply(to options: inout TrainingOptions, sentences: Int) {
    if contains(.epochs) {
      let passes = Double(Self.sentencesRead) / Double(max(1, sentences))
      options.epochs = min(Self.mostEpochs, max(1, Int(passes.rounded())))
    }
    if contains(.timeBudget), sentences > Self.largeCorpus {
      options.timeBudget = Double(60 * Self.budgetMinutes)
    }
  }
}
