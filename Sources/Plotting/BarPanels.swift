import DataStructures

/// Bars from left to right, a row for each thing and a panel for each figure, as an SVG file.
///
/// ```swift
/// let chart = BarPanels(
///   title: "The family", rows: ["plain", "denoising"],
///   panels: [.init(name: "BLEU", values: [71.2, 66.0]), .init(name: "kl", values: [nil, nil])])
/// ```
/// Each panel has its own scale, since figures have different units.
public struct BarPanels: Sendable {
  /// The values of one figure.
  public struct Panel: Sendable {
    /// What stands above it.
    public let name: String
    /// A value for each row; nil where there is none.
    public let values: [Double?]

    /// A panel of values.
    public init(name: String, values: [Double?]) { (self.name, self.values) = (name, values) }
  }

  /// The heading.
  public let title: String
  /// What stands before each row, from top to bottom.
  public let rows: [String]
  /// The panels, from left to right; after every fifth, they go on below.
  public let panels: [Panel]

  private static let perBand = 5
  private static let panelWidth = 164.0
  private static let lineHeight = 22.0
  /// What a value takes up at the end of its bar.
  private static let valueWidth = 64.0
  /// About the width of a letter.
  private static let letter = 6.6

  /// A chart of panels.
  public init(title: String, rows: [String], panels: [Panel]) {
    (self.title, self.rows, self.panels) = (title, rows, panels)
  }

  /// The drawing; every bar begins at 0.
  public var svg: String {
    let names = rows.map { Self.cut($0, to: 44) }
    let labels = 30 + Self.letter * Double(names.map(\.count).max() ?? 0)
    let bands = stride(from: 0, to: panels.count, by: Self.perBand).map {
      Array(panels[$0..<min(panels.count, $0 + Self.perBand)])
    }
    let bandHeight = 34 + Self.lineHeight * Double(rows.count)
    let width = labels + Self.panelWidth * Double(min(Self.perBand, max(1, panels.count))) + 10
    var svg = SVG(
      width: max(width, 40 + 9 * Double(title.count)),
      height: 50 + bandHeight * Double(max(1, bands.count)), title: title)
    svg.text(title, (20, 28), class: "h")
    for (band, panels) in bands.enumerated() {
      let top = 60 + bandHeight * Double(band)
      for (row, name) in names.enumerated() {
        svg.text(
          name, (labels - 12, top + Self.lineHeight * (Double(row) + 1) + 2), anchor: .end)
      }
      for (place, panel) in panels.enumerated() {
        draw(
          panel, in: &svg, at: (labels + Self.panelWidth * Double(place), top),
          class: "mark \(SVG.group(band * Self.perBand + place))")
      }
    }
    return svg.document
  }

  private func draw(
    _ panel: Panel, in svg: inout SVG, at corner: (x: Double, y: Double), class name: String
  ) {
    svg.text(Self.cut(panel.name, to: 23), (corner.x, corner.y))
    let values = panel.values.compactMap(\.self).filter(\.isFinite)
    let (low, high) = (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
    let room = Self.panelWidth - Self.valueWidth
    // Halves, since the distance of the largest numbers is none.
    let length = high / 2 - low / 2
    let across = { (value: Double) in
      corner.x + (length > 0 ? (value / 2 - low / 2) / length : 0) * room
    }
    let bottom = corner.y + 8 + Self.lineHeight * Double(rows.count)
    for (row, value) in panel.values.enumerated() {
      guard let value, value.isFinite else { continue }
      let y = corner.y + 8 + Self.lineHeight * Double(row)
      svg.bar(
        (across(0), y + 3), (across(value), y + Self.lineHeight - 3), class: name,
        tip: "\(rows[row]): \(panel.name) \(value)")
      svg.text(Self.figure(value), (max(across(value), across(0)) + 5, y + Self.lineHeight - 6))
    }
    svg.line((across(0), corner.y + 8), (across(0), bottom), class: "axis")
  }

  /// Whole numbers as they are, others to four digits; without places where even these are too long.
  private static func figure(_ value: Double) -> String {
    guard value.magnitude < 1e9, value == 0 || value.magnitude >= 1e-4 else {
      return AxisTicks.label(value, digits: 4)
    }
    let text = TextFormat.significant(value, digits: 4)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func cut(_ text: String, to limit: Int) -> String {
    text.count <= limit ? text : text.prefix(limit - 1) + "…"
  }
}
