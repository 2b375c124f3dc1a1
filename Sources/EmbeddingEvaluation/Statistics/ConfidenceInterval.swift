/// The range that contains a figure with a given probability, from resampling the data.
public struct ConfidenceInterval: Codable, Hashable, Sendable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double
  /// The probability, 0 to 1.
  public let level: Double

  /// An interval from its ends.
  public init(lower: Double, upper: Double, level: Double) {
    self.lower = lower
    self.upper = upper
    self.level = level
  }
}
