import AutoencoderModel

/// The weight of an objective: a number, or a number that changes during training.
///
/// Written `0.5`, or `0..1@5000` for a weight that changes linearly from 0 to 1 in 5,000 updates,
/// like the annealing of Bowman et al. 2016. `0..1@5000x4` does so four times: each cycle of 5,000
/// updates rises in its first half and keeps the end in its second (Fu et al. 2019).
public struct WeightSchedule: RawRepresentable, Sendable, Equatable, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral
{
  /// The weight before the first update.
  public let start: Double
  /// The weight after `steps` updates.
  public let end: Double
  /// The number of updates in which the weight changes, or of a cycle; 0 for a constant.
  public let steps: Int
  /// The number of cycles; 0 for a weight that changes once.
  public let cycles: Int

  private static let range = 0.0...1_000

  /// A constant weight.
  public init(_ weight: Double) {
    (start, end, steps, cycles) = (weight, weight, 0, 0)
  }

  /// A constant weight.
  public init(floatLiteral weight: Double) { self.init(weight) }
  /// A constant weight.
  public init(integerLiteral weight: Int) { self.init(Double(weight)) }

  /// A weight that changes linearly, once or in cycles of `steps` updates.
  public init(from start: Double, to end: Double, steps: Int, cycles: Int = 0) {
    (self.start, self.end, self.steps, self.cycles) = (start, end, steps, cycles)
  }

  /// Parses `0.5`, `0..1@5000` or `0..1@5000x4`; nil for anything else and for weights outside 0 to 1000.
  public init?(rawValue: String) {
    if let weight = Double(rawValue) {
      self.init(weight)
    } else {
      let parts = rawValue.split(separator: "@", omittingEmptySubsequences: false)
      let ends = parts[0].split(separator: "..", omittingEmptySubsequences: false)
      guard parts.count == 2, ends.count == 2, let start = Double(ends[0]),
        let end = Double(ends[1])
      else { return nil }
      let times = parts[1].split(separator: "x", omittingEmptySubsequences: false)
      guard times.count <= 2, let steps = Int(times[0]) else { return nil }
      let cycles = times.count == 2 ? Int(times[1]) : 0
      guard let cycles, cycles > 0 || times.count == 1, steps > 0 || cycles == 0 else {
        return nil
      }
      self.init(from: start, to: end, steps: steps, cycles: cycles)
    }
    if !isPossible { return nil }
  }

  /// The text that `init(rawValue:)` parses.
  public var rawValue: String {
    guard steps > 0 else { return end.shortText }
    let change = "\(start.shortText)..\(end.shortText)@\(steps)"
    return cycles > 0 ? "\(change)x\(cycles)" : change
  }

  /// Whether the weights are within 0 to 1000.
  var isPossible: Bool {
    Self.range.contains(start) && Self.range.contains(end) && (0...1_000_000_000).contains(steps)
      && (0...1_000_000).contains(cycles)
  }

  /// Whether the weight is 0 throughout.
  var isZero: Bool { start == 0 && end == 0 }

  /// The weight of the update after `step` others.
  package func weight(at step: Int) -> Double {
    guard cycles > 0 else {
      return step < steps ? start + (end - start) * Double(step) / Double(steps) : end
    }
    guard step / steps < cycles else { return end }
    return start + (end - start) * min(1, Double(step % steps) / (0.5 * Double(steps)))
  }
}
