import Foundation
import Plotting
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Charts")
struct ChartTests {
  private func elements(_ svg: String) throws -> [String: Int] {
    let reader = Reader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(svg)")
    return reader.counts
  }

  @Test("A line chart is well-formed and has a mark for every point")
  func lines() throws {
    let chart = LineChart(
      title: "A < B & C", horizontal: "dimension", vertical: "share",
      curves: [
        .init(name: "one", points: [(2, 0.5), (4, 0.25), (8, 0.125)]),
        .init(name: "\"two\"", points: [(2, 0.4), (8, .nan)]),
      ], isLogarithmic: true)
    let counts = try elements(chart.svg)
    #expect(counts["circle"] == 4 && counts["polyline"] == 2)
    #expect(chart.svg.contains("A &lt; B &amp; C"))
    #expect(chart.svg.contains("prefers-color-scheme:dark"))
    #expect(try elements(LineChart.row([chart, chart], title: "both"))["polyline"] == 4)
  }

  @Test("Bars have a tip each, whiskers where there is an interval, and a name in the legend")
  func bars() throws {
    let chart = BarChart(
      title: "A & B", vertical: "score", series: ["one", "<two>"],
      groups: [
        .init(name: "first", bars: [.init(value: 3, interval: 2...4), .init(value: -1)]),
        .init(name: "second", bars: [nil, .init(value: .nan)]),
      ])
    let counts = try elements(chart.svg)
    // The paper is a rectangle too; the drawing has a title of its own.
    #expect(counts["rect"] == 3 && counts["title"] == 3 && counts["circle"] == 2)
    #expect(chart.svg.contains("&lt;two&gt;") && !chart.svg.contains("nan"))
    let empty = BarChart(title: "", vertical: "", series: [], groups: [])
    #expect(try elements(empty.svg)["rect"] == 1)
  }

  @Test("Panels have a bar for each value, from 0, and go on below after five")
  func panels() throws {
    let chart = BarPanels(
      title: "A & B", rows: ["one", "<two>"],
      panels: (0..<7).map {
        .init(name: "figure \($0)", values: [Double($0) - 3, $0 == 2 ? nil : .nan])
      })
    let counts = try elements(chart.svg)
    // The paper is a rectangle too; the drawing has a title of its own.
    #expect(counts["rect"] == 8 && counts["title"] == 8 && counts["line"] == 7)
    #expect(chart.svg.contains("&lt;two&gt;") && !chart.svg.contains("nan"))
    #expect(try elements(BarPanels(title: "", rows: [], panels: []).svg)["rect"] == 1)
  }

  @Test("Bars of text are as high as their values")
  func sparklines() {
    #expect(Sparkline.curve([4, 2, 3, 1, .nan]) == "█▃▆▁ ")
    #expect(Sparkline.curve([]) == "" && Sparkline.curve([5, 5]) == "▁▁")
    #expect(Sparkline.counts([0, 7, 1, 0]) == " █▂ " && Sparkline.counts([0]) == " ")
  }

  @Test("Charts without points, or with one, are drawn", arguments: [[], [(1.0, 3.0)]])
  func few(points: [(x: Double, y: Double)]) throws {
    let chart = LineChart(
      title: "", horizontal: "", vertical: "", curves: [.init(name: "", points: points)])
    #expect(try elements(chart.svg)["circle"] ?? 0 == points.count)
    #expect(!chart.svg.contains("nan"))
  }

  @Test("A scatter plot shows every point with its text, and names the groups")
  func points() throws {
    let plot = ScatterPlot(
      title: "map", groups: ["food", "staff & room"],
      points: (0..<30).map {
        .init(x: Double($0), y: Double($0 * $0), group: $0 % 12, label: "row \($0) <\u{7}>")
      })
    let counts = try elements(plot.svg)
    // One more mark for each group of the legend.
    #expect(counts["circle"] == 32 && counts["title"] == 31)
    #expect(plot.svg.contains("staff &amp; room"))
  }

  @Test("Ticks are round and cover the values")
  func ticks() {
    let ticks = AxisTicks([0.13, 0.87])
    #expect(ticks.lowest <= 0.13 && ticks.highest >= 0.87 && (4...8).contains(ticks.values.count))
    #expect(AxisTicks([]).values.count > 1 && AxisTicks([5, 5]).values.count > 1)
    #expect(AxisTicks([0.512, 0.518]).labels.contains("0.514"))
    #expect(AxisTicks.label(2e20) == "2e20" && AxisTicks.label(-0.0) == "0")
    #expect(AxisTicks.label(2.5e-5) == "2.5e-5")
  }

  @Test(
    "Numbers of any size have few ticks, all different, and a place between them",
    arguments: [
      [1e20, 1e20], [1e308, -1e308], [1e-300, 1e-300], [-3, -3], [0, 0], [1e15, 1e15 + 1],
      [.leastNonzeroMagnitude, 0], [.greatestFiniteMagnitude, .greatestFiniteMagnitude],
      [.nan, 1, .infinity],
    ] as [[Double]])
  func sizes(numbers: [Double]) {
    let ticks = AxisTicks(numbers)
    #expect((2...13).contains(ticks.values.count), "\(ticks.values)")
    #expect(ticks.values.allSatisfy(\.isFinite) && Set(ticks.labels).count == ticks.labels.count)
    for number in numbers where number.isFinite {
      #expect((0...1).contains(ticks.share(of: number)), "\(number) \(ticks.values)")
    }
    let curve = LineChart(
      title: "", horizontal: "", vertical: "",
      curves: [.init(name: "", points: numbers.enumerated().map { (x: Double($0), y: $1) })]
    ).svg
    let bars = BarPanels(
      title: "", rows: numbers.map { "\($0)" }, panels: [.init(name: "", values: numbers)]
    ).svg
    for svg in [curve, bars] {
      #expect(!svg.contains("\"nan") && !svg.contains("\"-nan") && !svg.contains("\"inf"))
    }
  }

  @Test("Whole numbers are written whole")
  func wholes() {
    let svg = BarPanels(
      title: "", rows: ["a", "b"], panels: [.init(name: "n", values: [99_999, 32_930_216])]
    ).svg
    #expect(svg.contains(">99999<") && svg.contains(">32930216<"))
  }

  @Test("Many charts go on below, many names too, under a heading, and numbers do not overlap")
  func many() throws {
    let chart = LineChart(
      title: "one", horizontal: "", vertical: "",
      curves: (0..<7).map { curve in
        .init(name: "curve \(curve)", points: (1...200).map { (x: Double($0), y: Double(curve)) })
      })
    let svg = LineChart.row([chart, chart, chart], title: "All of them")
    #expect(svg.contains("class=\"h\" x=\"20\" y=\"28\" text-anchor=\"start\">All of them<"))
    #expect(svg.contains("viewBox=\"0 0 1280 914\""))
    #expect(try elements(svg)["text"] ?? 0 < 3 * 60)
  }
}

/// Counts the elements of an XML document.
private final class Reader: NSObject, XMLParserDelegate {
  var counts: [String: Int] = [:]

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    counts[name, default: 0] += 1
  }
}
