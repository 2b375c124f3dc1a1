import DataStructures

/// A drawing as text in SVG, legible on light and dark backgrounds.
///
/// Colors are those of the reader's theme: dark ink on light paper, or the other way round where
/// the browser asks for a dark theme. Nothing in it is loaded from elsewhere, and no script runs.
struct SVG {
  private var body = ""
  private let width: Double
  private let height: Double
  private let title: String

  /// Colors of ten groups on light and on dark paper; further groups begin again.
  static let colors = [
    ("#1f6fb4", "#6db3f2"), ("#c8501c", "#f5945c"), ("#2a8a3e", "#6fcf80"),
    ("#8a4fb8", "#c79bf0"), ("#b08000", "#e8c04a"), ("#c2317f", "#f58ac0"),
    ("#167f86", "#5fd0d6"), ("#7a5a3c", "#cfa982"), ("#5b6b0f", "#b9cc55"),
    ("#5a5f6b", "#b6bcc9"),
  ]

  init(width: Double, height: Double, title: String) {
    (self.width, self.height, self.title) = (width, height, title)
  }

  /// The class of a group, whose color fills and strokes use.
  static func group(_ number: Int) -> String { "g\(number % colors.count)" }

  /// A straight line.
  mutating func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), class name: String
  ) {
    body +=
      "<line class=\"\(name)\" x1=\"\(Self.number(from.x))\" y1=\"\(Self.number(from.y))\" "
      + "x2=\"\(Self.number(to.x))\" y2=\"\(Self.number(to.y))\"/>\n"
  }

  /// Lines from point to point.
  mutating func path(_ points: [(x: Double, y: Double)], class name: String) {
    let text = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    body += "<polyline class=\"\(name)\" points=\"\(text)\"/>\n"
  }

  /// A dot, with a text that is shown where the pointer rests on it.
  mutating func dot(
    _ at: (x: Double, y: Double), radius: Double, class name: String, tip: String? = nil
  ) {
    let circle =
      "<circle class=\"\(name)\" cx=\"\(Self.number(at.x))\" cy=\"\(Self.number(at.y))\" "
      + "r=\"\(Self.number(radius))\""
    body += tip.map { "\(circle)><title>\(Self.escaped($0))</title></circle>\n" } ?? "\(circle)/>\n"
  }

  /// A rectangle between two corners, with a text that is shown where the pointer rests on it.
  mutating func bar(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), class name: String, tip: String
  ) {
    let (left, right) = (min(from.x, to.x), max(from.x, to.x))
    let (top, bottom) = (min(from.y, to.y), max(from.y, to.y))
    body +=
      "<rect class=\"\(name)\" x=\"\(Self.number(left))\" y=\"\(Self.number(top))\" "
      + "width=\"\(Self.number(right - left))\" height=\"\(Self.number(bottom - top))\">"
      + "<title>\(Self.escaped(tip))</title></rect>\n"
  }

  /// How a text stands at its place.
  enum Anchor: String { case start, middle, end }

  /// A text.
  mutating func text(
    _ text: String, _ at: (x: Double, y: Double), anchor: Anchor = .start, class name: String = "t",
    turned: Bool = false
  ) {
    let (x, y) = (Self.number(at.x), Self.number(at.y))
    let turn = turned ? " transform=\"rotate(-90 \(x) \(y))\"" : ""
    body +=
      "<text class=\"\(name)\" x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor.rawValue)\"\(turn)>"
      + "\(Self.escaped(text))</text>\n"
  }

  /// The whole file.
  var document: String {
    let groups = { (isDark: Bool) in
      Self.colors.enumerated().map { index, color in
        ".g\(index){--c:\(isDark ? color.1 : color.0)}"
      }.joined()
    }
    let (w, h) = (Self.number(width), Self.number(height))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(w) \(h)" width="\(w)" height="\(h)" \
      role="img">
      <title>\(Self.escaped(title))</title>
      <style>
      :root{color-scheme:light dark}
      svg{--ink:#1c1e21;--grid:#d5d8dc;--paper:#ffffff;font-family:sans-serif}
      \(groups(false))
      @media (prefers-color-scheme:dark){svg{--ink:#e6e8eb;--grid:#3b4048;--paper:#16181c}\
      \(groups(true))}
      .paper{fill:var(--paper)} .t{fill:var(--ink);font-size:12px}
      .h{fill:var(--ink);font-size:15px;font-weight:bold}
      .grid{stroke:var(--grid);stroke-width:1} .axis{stroke:var(--ink);stroke-width:1}
      .curve{fill:none;stroke:var(--c);stroke-width:2} .dashed{stroke-dasharray:6 4}
      .mark{fill:var(--c)} .point{fill:var(--c);fill-opacity:.7}
      </style>
      <rect class="paper" width="\(w)" height="\(h)"/>
      \(body)</svg>

      """
  }

  /// Two decimals are enough for a place on a screen.
  static func number(_ value: Double) -> String {
    let text = TextFormat.rounded(value, places: 2)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Text without the characters that mean something in SVG, and without control characters.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case _
      where scalar.value < 32 || scalar.value == 127
        || (0xFFFE...0xFFFF).contains(scalar.value):
        result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
