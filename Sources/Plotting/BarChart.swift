/// Bars in groups, with intervals where they are known, as an SVG file.
///
/// ```swift
/// let chart = BarChart(
///   title: "Spearman", vertical: "ρ × 100", series: ["mine", "other"],
///   groups: [.init(name: "STS-B", bars: [.init(value: 71, interval: 69...73), .init(value: 66)])])
/// ```
public struct BarChart: Sendable {
  /// One bar.
  public struct Bar: Sendable {
    /// Its height.
    public let value: Double
    /// Where the value probably is.
    public let interval: ClosedRange<Double>?

    /// A bar.
    public init(value: Double, interval: ClosedRange<Double>? = nil) {
      (self.value, self.interval) = (value, interval)
    }
  }

  /// Bars that stand together.
  public struct Group: Sendable {
    /// What stands under them.
    public let name: String
    /// A bar of each series, in their order; nil where there is none.
    public let bars: [Bar?]

    /// A group of bars.
    public init(name: String, bars: [Bar?]) { (self.name, self.bars) = (name, bars) }
  }

  /// The heading.
  public let title: String
  /// What the axis shows.
  public let vertical: String
  /// What the legend says about the first, second … bar of each group.
  public let series: [String]
  /// The groups, from left to right.
  public let groups: [Group]

  /// A chart of bars.
  public init(title: String, vertical: String, series: [String], groups: [Group]) {
    (self.title, self.vertical, self.series, self.groups) = (title, vertical, series, groups)
  }

  /// The drawing; the axis has 0.
  public var svg: String {
    let perGroup = Double(max(1, series.count)) * 34 + 36
    let width = max(420, 90 + perGroup * Double(groups.count))
    let legend = 20 * Double(series.count)
    let (left, right, top) = (70.0, width - 20, 54.0 + legend)
    let bottom = top + 260
    var svg = SVG(width: width, height: bottom + 50, title: title)
    svg.text(title, (20, 28), class: "h")
    for (number, name) in series.enumerated() {
      let y = 50 + 20 * Double(number)
      svg.dot((left + 6, y), radius: 5, class: "mark \(SVG.group(number))")
      svg.text(name, (left + 18, y + 4))
    }
    let bars = groups.flatMap(\.bars).compactMap(\.self)
    let values = bars.flatMap { bar in
      [bar.value] + (bar.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
    }.filter(\.isFinite)
    let ticks = AxisTicks(values + [0])
    let up = { (y: Double) in bottom - ticks.share(of: y) * (bottom - top) }
    for (tick, label) in zip(ticks.values, ticks.labels) {
      svg.line((left, up(tick)), (right, up(tick)), class: tick == 0 ? "axis" : "grid")
      svg.text(label, (left - 8, up(tick) + 4), anchor: .end)
    }
    svg.text(vertical, (18, (top + bottom) / 2), anchor: .middle, turned: true)
    let step = (right - left) / Double(max(1, groups.count))
    for (place, group) in groups.enumerated() {
      let middle = left + (Double(place) + 0.5) * step
      svg.text(group.name, (middle, bottom + 24), anchor: .middle)
      for (number, bar) in group.bars.enumerated() {
        guard let bar, bar.value.isFinite else { continue }
        let x = middle + (Double(number) - Double(group.bars.count - 1) / 2) * 34
        svg.bar(
          (x - 13, up(bar.value)), (x + 13, up(0)), class: "mark \(SVG.group(number))",
          tip: "\(number < series.count ? series[number] : ""): \(SVG.number(bar.value))")
        if let interval = bar.interval {
          svg.line((x, up(interval.lowerBound)), (x, up(interval.upperBound)), class: "axis")
          for end in [interval.lowerBound, interval.upperBound] {
            svg.line((x - 5, up(end)), (x + 5, up(end)), class: "axis")
          }
        }
        svg.text(
          SVG.number(bar.value),
          (x, up(max(bar.value, bar.interval?.upperBound ?? bar.value, 0)) - 6), anchor: .middle)
      }
    }
    return svg.document
  }
}
