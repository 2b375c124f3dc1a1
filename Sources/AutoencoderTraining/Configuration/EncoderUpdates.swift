import AutoencoderModel

/// Updates of the encoder alone at the beginning of training, before each of the whole model.
///
/// Written `10@5000`: of the first 5,000 updates, the decoder takes part only in every tenth. A decoder
/// that learns faster than the encoder learns to do without the latent, and the distributions of a
/// variational model collapse to the prior; an encoder that is ahead keeps it worth reading (the
/// aggressive training of He et al. 2019, with a fixed number of steps where theirs has a test).
public struct EncoderUpdates: RawRepresentable, Sendable, Equatable, Codable {
  /// The decoder takes part in every update whose number is a multiple of this.
  public let period: Int
  /// The number of updates after which it takes part in all.
  public let steps: Int

  private static let periods = 2...1_000
  private static let ranges = 1...1_000_000_000

  /// The decoder learns in every `period`-th of the first `steps` updates.
  public init(period: Int, steps: Int) {
    precondition(Self.periods.contains(period) && Self.ranges.contains(steps), "\(period)@\(steps)")
    (self.period, self.steps) = (period, steps)
  }

  /// Parses `10@5000`; nil for anything else, for a period outside 2 to 1000, and for no steps.
  public init?(rawValue: String) {
    let parts = rawValue.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let period = Int(parts[0]), let steps = Int(parts[1]),
      Self.periods.contains(period), Self.ranges.contains(steps)
    else { return nil }
    self.init(period: period, steps: steps)
  }

  /// The text that `init(rawValue:)` parses.
  public var rawValue: String { "\(period)@\(steps)" }

  /// Whether the decoder takes part in the update after `step` others.
  func includesDecoder(after step: Int) -> Bool { step >= steps || (step + 1) % period == 0 }
}
