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

  /// Charts beside each other; further ones go on below.
  private static let perRow = 2
  private static let width = 640.0
  /// Names of curves beside each other; further ones go on below.
  private static let namesPerLine = 3
  /// About the width of a letter.
  private static let letter = 7.0

  /// What the names of the curves take up below their first line.
  private var extraHeight: Double {
    20 * Double(max(0, (curves.count - 1) / Self.namesPerLine))
  }

  /// The drawing.
  public var svg: String {
    var svg = SVG(width: Self.width, height: 400 + extraHeight, title: title)
    draw(in: &svg, left: 0, above: 0)
    return svg.document
  }

  /// Several charts in one drawing, two in a row, under a heading.
  public static func row(_ charts: [LineChart], title: String) -> String {
    let columns = Double(min(perRow, max(1, charts.count)))
    let bands = stride(from: 0, to: charts.count, by: perRow).map {
      Array(charts[$0..<min(charts.count, $0 + perRow)])
    }
    let heights = bands.map { 400 + ($0.map(\.extraHeight).max() ?? 0) }
    let heading = title.isEmpty ? 0.0 : 34
    var svg = SVG(
      width: max(width * columns, 40 + 9 * Double(title.count)),
      height: heading + max(400, heights.reduce(0, +)), title: title)
    if !title.isEmpty { svg.text(title, (20, 28), class: "h") }
    var above = heading
    for (band, height) in zip(bands, heights) {
      for (place, chart) in band.enumerated() {
        chart.draw(in: &svg, left: width * Double(place), above: above)
      }
      above += height
    }
    return svg.document
  }

  private func draw(in svg: inout SVG, left offset: Double, above: Double) {
    let points = curves.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    let (left, right, top) = (offset + 70.0, offset + 620.0, above + 60 + extraHeight)
    let bottom = top + 280
    svg.text(title, (offset + 20, above + 28), class: "h")
    svg.text(horizontal, ((left + right) / 2, bottom + 45), anchor: .middle)
    svg.text(vertical, (offset + 18, (top + bottom) / 2), anchor: .middle, turned: true)
    let ticks = AxisTicks(points.map(\.y))
    let places = points.map { position($0.x) }
    let (low, high) = (places.min() ?? 0, places.max() ?? 1)
    // Halves, since the distance of the largest numbers is none.
    let length = high / 2 - low / 2
    let across = { (x: Double) in
      left + (length > 0 ? (position(x) / 2 - low / 2) / length : 0.5) * (right - left)
    }
    let up = { (y: Double) in bottom - ticks.share(of: y) * (bottom - top) }
    for (tick, label) in zip(ticks.values, ticks.labels) {
      svg.line((left, up(tick)), (right, up(tick)), class: "grid")
      svg.text(label, (left - 8, up(tick) + 4), anchor: .end)
    }
    // Numbers stand where they do not cover the one before.
    var free = -Double.infinity
    for x in Set(points.map(\.x)).sorted() {
      let label = AxisTicks.label(x)
      let half = Self.letter * Double(label.count) / 2
      guard across(x) - half >= free else { continue }
      free = across(x) + half + 6
      svg.line((across(x), bottom), (across(x), bottom + 5), class: "axis")
      svg.text(label, (across(x), bottom + 20), anchor: .middle)
    }
    svg.line((left, bottom), (right, bottom), class: "axis")
    let nameWidth = (right - left) / Double(Self.namesPerLine)
    for (number, curve) in curves.enumerated() {
      let name = "curve \(SVG.group(number))" + (number % 2 == 1 ? " dashed" : "")
      let finite = curve.points.filter { $0.x.isFinite && $0.y.isFinite }
      let places = finite.map { (x: across($0.x), y: up($0.y)) }
      svg.path(places, class: name)
      for (place, point) in zip(places, finite) {
        svg.dot(
          place, radius: 3, class: "mark \(SVG.group(number))", tip: "\(curve.name): \(point.y)")
      }
      let x = left + nameWidth * Double(number % Self.namesPerLine)
      let y = above + 48 + 20 * Double(number / Self.namesPerLine)
      svg.line((x, y), (x + 26, y), class: name)
      let most = Int((nameWidth - 40) / Self.letter)
      svg.text(
        curve.name.count > most ? curve.name.prefix(most - 1) + "…" : curve.name, (x + 32, y + 4))
    }
  }

  private func position(_ x: Double) -> Double { isLogarithmic ? log2(x) : x }
}

/// Round numbers along an axis that covers some values.
package struct AxisTicks {
  package let values: [Double]

  package var lowest: Double { values.first ?? 0 }
  package var highest: Double { values.last ?? 1 }

  /// What is smaller is 0 on a drawing.
  private static let least = 1e-300

  /// About five ticks at steps of 1, 2 or 5 times a power of ten.
  ///
  /// Equal numbers stand in the middle of an axis as long as they are large. Numbers that are not finite
  /// do not count.
  package init(_ numbers: [Double]) {
    let finite = numbers.filter(\.isFinite)
    let most = Double.greatestFiniteMagnitude
    var (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    let size = max(abs(low), abs(high))
    if size < Self.least {
      (low, high) = (-0.5, 0.5)
    } else if high / 2 - low / 2 <= size * 1e-9 {
      (low, high) = (max(-most, low - size / 2), min(most, high + size / 2))
    }
    let rough = high / 5 - low / 5
    let power = pow(10, log10(rough).rounded(.down))
    let step = power * ([1, 2, 5, 10].first { $0 * power >= rough } ?? 10)
    let (first, last) = ((low / step).rounded(.down), (high / step).rounded(.up))
    values = stride(from: first, through: last, by: 1).map { min(most, max(-most, $0 * step)) }
  }

  /// Where a value stands between the lowest tick, 0, and the highest, 1.
  package func share(of value: Double) -> Double {
    // Halves, since the distance of the largest numbers is none.
    (value / 2 - lowest / 2) / (highest / 2 - lowest / 2)
  }

  /// The ticks as text, with as many digits as tell them apart.
  package var labels: [String] {
    for digits in [6, 9, 12] {
      let labels = values.map { Self.label($0, digits: digits) }
      if zip(labels, labels.dropFirst()).allSatisfy({ $0 != $1 }) { return labels }
    }
    return values.map { Self.label($0, digits: 15) }
  }

  /// A number of any size in a few characters, such as `0.25`, `4000` and `2e20`.
  package static func label(_ value: Double, digits: Int = 6) -> String {
    // Adding 0 makes −0 the other 0.
    let text = String(format: "%.\(digits)g", value + 0)
    guard let mark = text.firstIndex(of: "e"), let power = Int(text[text.index(after: mark)...])
    else { return text }
    return text[..<mark] + "e\(power)"
  }
}
