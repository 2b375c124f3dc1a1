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
  /// With more sentences there is a time budget, in seconds.
  private static let (largeCorpus, budget) = (30_000, 8.0 * 60)

  /// Sets these parts of the options, for a corpus of so many sentences.
  package func apply(to options: inout TrainingOptions, sentences: Int) {
    if contains(.epochs) {
      let passes = Double(Self.sentencesRead) / Double(max(1, sentences))
      options.epochs = min(Self.mostEpochs, max(1, Int(passes.rounded())))
    }
    if contains(.timeBudget), sentences > Self.largeCorpus { options.timeBudget = Self.budget }
  }
}
