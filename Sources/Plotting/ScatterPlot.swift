/// Points in a plane, in groups by color, as an SVG file.
///
/// ```swift
/// let plot = ScatterPlot(title: "Reviews", groups: ["food", "staff"], points: points)
/// ```
public struct ScatterPlot: Sendable {
  /// One point.
  public struct Point: Sendable {
    /// Its place, in any unit.
    public let x: Double
    /// Its place, in any unit.
    public let y: Double
    /// The number of its group, counted from 0.
    public let group: Int
    /// A text that is shown where the pointer rests on it.
    public let label: String?

    /// A point of a group.
    public init(x: Double, y: Double, group: Int = 0, label: String? = nil) {
      (self.x, self.y, self.group, self.label) = (x, y, group, label)
    }
  }

  /// The heading.
  public let title: String
  /// What the legend says about each group; no legend if empty.
  public let groups: [String]
  /// The points.
  public let points: [Point]

  /// A plot of points.
  public init(title: String, groups: [String] = [], points: [Point]) {
    (self.title, self.groups, self.points) = (title, groups, points)
  }

  /// The drawing; both axes have the same scale.
  public var svg: String {
    let (size, top, line) = (760.0, 44.0, 20.0)
    let legend = line * Double(groups.count)
    var svg = SVG(width: size, height: top + size + legend + 10, title: title)
    svg.text(title, (20, 28), class: "h")
    let shown = points.filter { $0.x.isFinite && $0.y.isFinite }
    let (xs, ys) = (shown.map(\.x), shown.map(\.y))
    let (left, right) = (xs.min() ?? 0, xs.max() ?? 1)
    let (low, high) = (ys.min() ?? 0, ys.max() ?? 1)
    let span = max(right - left, high - low, .leastNormalMagnitude)
    let scale = (size - 40) / span
    let radius = shown.count > 5_000 ? 1.5 : shown.count > 1_000 ? 2 : 3
    for point in shown {
      svg.dot(
        (
          20 + (point.x - left + (span - (right - left)) / 2) * scale,
          top + size - 20 - (point.y - low + (span - (high - low)) / 2) * scale
        ),
        radius: radius, class: "point \(SVG.group(point.group))", tip: point.label)
    }
    for (number, name) in groups.enumerated() {
      let y = top + size + line * Double(number)
      svg.dot((28, y), radius: 5, class: "mark \(SVG.group(number))")
      svg.text(name, (42, y + 4))
    }
    return svg.document
  }
}
