import Plotting

/// The course of a loss over a run, in a few bars.
struct LossCurve {
  private static let bars = 16
  private var sums = [Double](repeating: 0, count: bars)
  private var counts = [Int](repeating: 0, count: bars)

  /// Takes the loss of a batch when `fraction` of the work is done.
  mutating func add(_ loss: Double, at fraction: Double) {
    guard loss.isFinite, fraction.isFinite else { return }
    let place = min(Self.bars - 1, max(0, Int(fraction * Double(Self.bars))))
    sums[place] += loss
    counts[place] += 1
  }

  /// The mean of every part of the work so far that has a batch.
  var means: [Double] { zip(sums, counts).filter { $1 > 0 }.map { $0 / Double($1) } }

  /// A bar for each of the means; nothing before there are two.
  var text: String { means.count < 2 ? "" : Sparkline.curve(means) }
}
