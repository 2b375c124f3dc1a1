/// A row of bars as text, one character for each value.
///
/// ```swift
/// Sparkline.curve([4.2, 2.6, 2.1, 2.0])  // █▃▁▁
/// Sparkline.counts([0, 3, 9, 1])         //  ▃█▁
/// ```
public enum Sparkline {
  private static let bars = Array("▁▂▃▄▅▆▇█")

  /// The course of a value: the lowest is the lowest bar, the highest the highest. Numbers that are not
  /// finite leave a space.
  public static func curve(_ values: [Double]) -> String {
    let finite = values.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    return String(
      values.map { value -> Character in
        guard value.isFinite else { return " " }
        return bar(high > low ? (value - low) / (high - low) : 0)
      })
  }

  /// How many of something there are in each bin; none is a space, the most the highest bar.
  public static func counts(_ counts: [Int]) -> String {
    let most = counts.max() ?? 0
    return String(counts.map { $0 <= 0 ? " " : bar(Double($0) / Double(most)) })
  }

  private static func bar(_ share: Double) -> Character {
    bars[min(bars.count - 1, max(0, Int((share * Double(bars.count - 1)).rounded())))]
  }
}
