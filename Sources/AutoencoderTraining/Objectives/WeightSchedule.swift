import AutoencoderModel

/// The weight of an objective: a number, or a number that changes during training.
///
/// Written `0.5`, or `0..1@5000` for a weight that changes linearly from 0 to 1 in 5,000 updates,
/// like the annealing of Bowman et al. 2016.
public struct WeightSchedule: RawRepresentable, Sendable, Equatable, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral
{
  /// The weight before the first update.
  public let start: Double
  /// The weight after `steps` updates.
  public let end: Double
  /// The number of updates in which the weight changes; 0 for a constant.
  public let steps: Int

  private static let range = 0.0...1_000

  /// A constant weight.
  public init(_ weight: Double) {
    (start, end, steps) = (weight, weight, 0)
  }

  /// A constant weight.
  public init(floatLiteral weight: Double) { self.init(weight) }
  /// A constant weight.
  public init(integerLiteral weight: Int) { self.init(Double(weight)) }

  /// A weight that changes linearly.
  public init(from start: Double, to end: Double, steps: Int) {
    (self.start, self.end, self.steps) = (start, end, steps)
  }

  /// Parses `0.5` or `0..1@5000`; nil for anything else and for weights outside 0 to 1000.
  public init?(rawValue: String) {
    if let weight = Double(rawValue) {
      self.init(weight)
    } else {
      let parts = rawValue.split(separator: "@", omittingEmptySubsequences: false)
      let ends = parts[0].split(separator: "..", omittingEmptySubsequences: false)
      guard parts.count == 2, ends.count == 2, let start = Double(ends[0]),
        let end = Double(ends[1]), let steps = Int(parts[1])
      else { return nil }
      self.init(from: start, to: end, steps: steps)
    }
    if !isPossible { return nil }
  }

  /// The text that `init(rawValue:)` parses.
  public var rawValue: String {
    steps == 0 ? end.shortText : "\(start.shortText)..\(end.shortText)@\(steps)"
  }

  /// Whether the weights are within 0 to 1000.
  var isPossible: Bool {
    Self.range.contains(start) && Self.range.contains(end) && (0...1_000_000_000).contains(steps)
  }

  /// Whether the weight is 0 throughout.
  var isZero: Bool { start == 0 && end == 0 }

  /// The weight of the update after `step` others.
  package func weight(at step: Int) -> Double {
    guard step < steps else { return end }
    return start + (end - start) * Double(step) / Double(steps)
  }
}
