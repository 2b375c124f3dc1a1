/// Pearson's and Spearman's correlation of a sample with repetitions, in linear time.
///
/// A bootstrap draws every pair some number of times. The values are ranked once; the ranks in each
/// resample follow by counting, so that a thousand resamples need no further sorting.
package struct ResampledCorrelation: Sendable {
  private let x: [Double]
  private let y: [Double]
  private let orderOfX: [[Int]]
  private let orderOfY: [[Int]]

  /// Takes two series of equal length, all of whose values are finite.
  package init(_ x: [Double], _ y: [Double]) {
    precondition(x.count == y.count, "\(x.count) values against \(y.count)")
    self.x = x
    self.y = y
    orderOfX = Correlation.tieGroups(x).map { Array($0.members) }
    orderOfY = Correlation.tieGroups(y).map { Array($0.members) }
  }

  /// Pearson's r of the sample that has pair i `counts[i]` times; undefined without variation.
  package func pearson(counts: [Int]) -> Double {
    Self.weighted(x, y, counts: counts)
  }

  /// Spearman's ρ of the sample that has pair i `counts[i]` times; undefined without variation.
  package func spearman(counts: [Int]) -> Double {
    Self.weighted(
      ranks(orderOfX, counts: counts), ranks(orderOfY, counts: counts), counts: counts)
  }

  private func ranks(_ order: [[Int]], counts: [Int]) -> [Double] {
    var ranks = [Double](repeating: 0, count: counts.count)
    var before = 0
    for group in order {
      var size = 0
      for member in group { size += counts[member] }
      let rank = Double(before) + Double(size + 1) / 2
      for member in group { ranks[member] = rank }
      before += size
    }
    return ranks
  }

  private static func weighted(_ x: [Double], _ y: [Double], counts: [Int]) -> Double {
    var (total, sumX, sumY) = (0.0, 0.0, 0.0)
    for i in counts.indices {
      let weight = Double(counts[i])
      total += weight
      sumX += weight * x[i]
      sumY += weight * y[i]
    }
    let (meanX, meanY) = (sumX / total, sumY / total)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for i in counts.indices where counts[i] > 0 {
      let weight = Double(counts[i])
      let (a, b) = (x[i] - meanX, y[i] - meanY)
      xx += weight * a * a
      yy += weight * b * b
      xy += weight * a * b
    }
    let scale = xx.squareRoot() * yy.squareRoot()
    return scale > 0 ? min(1, max(-1, xy / scale)) : .nan
  }
}
