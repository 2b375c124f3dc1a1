import Foundation

/// Curves over a common axis, as an SVG file.
///
/// ```swift
/// let chart = LineChart(
///   title: "Error", horizontal: "dimensions", vertical: "share of variance lost",
///   curves: [.init(name: "PCA", points: [(16, 0.4), (32, 0.3)])], isLogarithmic: true)
/// try chart.svg.write(toFile: "error.svg", atomically: true, encoding: .utf8)
/// ```
public struct LineChart: Sendable {
  /// One curve.
  public struct Curve: Sendable {
    /// What the legend says.
    public let name: String
    /// Its points, from left to right.
    public let points: [(x: Double, y: Double)]

    /// A curve through points.
    public init(name: String, points: [(x: Double, y: Double)]) {
      (self.name, self.points) = (name, points)
    }
  }

  /// The heading.
  public let title: String
  /// What the axes show.
  public let horizontal: String
  /// What the axes show.
  public let vertical: String
  /// The curves, in the order of the legend.
  public let curves: [Curve]
  /// Whether the horizontal axis is logarithmic; its values are then above 0.
  public let isLogarithmic: Bool

  /// A chart of curves, of which at least one has a point.
  public init(
    title: String, horizontal: String, vertical: String, curves: [Curve],
    isLogarithmic: Bool = false
  ) {
    (self.title, self.horizontal, self.vertical) = (title, horizontal, vertical)
    (self.curves, self.isLogarithmic) = (curves, isLogarithmic)
  }

  /// The drawing.
  public var svg: String {
    var svg = SVG(width: 640, height: 400, title: title)
    draw(in: &svg, left: 0)
    return svg.document
  }

  /// Several charts side by side in one drawing.
  public static func row(_ charts: [LineChart], title: String) -> String {
    var svg = SVG(width: 640 * Double(max(1, charts.count)), height: 400, title: title)
    for (index, chart) in charts.enumerated() { chart.draw(in: &svg, left: 640 * Double(index)) }
    return svg.document
  }

  private func draw(in svg: inout SVG, left offset: Double) {
    let points = curves.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    let (left, right, top, bottom) = (offset + 70.0, offset + 620.0, 60.0, 340.0)
    svg.text(title, (offset + 20, 28), class: "h")
    svg.text(horizontal, ((left + right) / 2, 385), anchor: .middle)
    svg.text(vertical, (offset + 18, (top + bottom) / 2), anchor: .middle, turned: true)
    let ticks = AxisTicks(points.map(\.y))
    let places = points.map { position($0.x) }
    let (low, high) = (places.min() ?? 0, places.max() ?? 1)
    let across = { (x: Double) in
      left + (high > low ? (position(x) - low) / (high - low) : 0.5) * (right - left)
    }
    let up = { (y: Double) in
      bottom - (y - ticks.lowest) / (ticks.highest - ticks.lowest) * (bottom - top)
    }
    for tick in ticks.values {
      svg.line((left, up(tick)), (right, up(tick)), class: "grid")
      svg.text(SVG.number(tick), (left - 8, up(tick) + 4), anchor: .end)
    }
    for x in Set(points.map(\.x)).sorted() {
      svg.line((across(x), bottom), (across(x), bottom + 5), class: "axis")
      svg.text(SVG.number(x), (across(x), bottom + 20), anchor: .middle)
    }
    svg.line((left, bottom), (right, bottom), class: "axis")
    for (number, curve) in curves.enumerated() {
      let group = SVG.group(number)
      let places = curve.points.filter { $0.x.isFinite && $0.y.isFinite }.map {
        (x: across($0.x), y: up($0.y))
      }
      svg.path(places, class: "curve \(group)" + (number % 2 == 1 ? " dashed" : ""))
      for (place, point) in zip(places, curve.points) {
        svg.dot(place, radius: 3, class: "mark \(group)", tip: "\(curve.name): \(point.y)")
      }
      let x = left + 150 * Double(number)
      svg.line((x, 48), (x + 26, 48), class: "curve \(group)" + (number % 2 == 1 ? " dashed" : ""))
      svg.text(curve.name, (x + 32, 52))
    }
  }

  private func position(_ x: Double) -> Double { isLogarithmic ? log2(x) : x }
}

/// Round numbers along an axis that covers some values.
package struct AxisTicks {
  package let values: [Double]

  package var lowest: Double { values.first ?? 0 }
  package var highest: Double { values.last ?? 1 }

  /// About five ticks at steps of 1, 2 or 5 times a power of ten.
  package init(_ numbers: [Double]) {
    var (low, high) = (numbers.min() ?? 0, numbers.max() ?? 1)
    if high - low <= max(abs(low), abs(high)) * 1e-9 { (low, high) = (low - 0.5, high + 0.5) }
    let rough = (high - low) / 5
    let power = pow(10, log10(rough).rounded(.down))
    let step = power * ([1, 2, 5, 10].first { $0 * power >= rough } ?? 10)
    let (first, last) = ((low / step).rounded(.down), (high / step).rounded(.up))
    values = stride(from: first, through: last, by: 1).map { $0 * step }
  }
}
