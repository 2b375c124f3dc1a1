import FileFormats
import Foundation
import Testing
import VisualReport

/// The page as text: what is embedded cannot break out, and nothing is loaded.
@Suite struct PageTests {
  /// The JSON in the page.
  private func data(of html: String) throws -> String {
    let open = try #require(html.range(of: #"<script type="application/json" id="data">"#))
    let close = try #require(html.range(of: "</script>", range: open.upperBound..<html.endIndex))
    return String(html[open.upperBound..<close.lowerBound])
  }

  @Test(arguments: [
    "</script><script>alert(1)</script>", "<!--<script>", "]]>", "a\u{2028}b\u{2029}c",
    "“é” 𝄞 \\ \" {{style}}",
    "\u{0}\u{1F}\u{7F}", "{{data}}", "‧ ‪ (neighbors of the separators)",
  ])
  func `any sentence comes back from the page as it was`(sentence: String) throws {
    let report = VisualReportData(
      title: sentence, maker: sentence,
      models: [
        ModelView(name: sentence, about: sentence, facts: [Fact(name: "a", value: sentence)])
      ])
    let html = ReportPage.html(of: report.json)
    let json = try data(of: html)
    #expect(!json.contains("<") && !json.contains("\u{2028}") && !json.contains("\u{2029}"))
    #expect(try JSONValue(parsing: Array(json.utf8), path: "page") == report.json)
    #expect(html.components(separatedBy: "</script>").count == 3)
  }

  @Test func `the page is whole and loads nothing`() {
    let html = ReportPage.html(of: VisualReportData(title: "t", maker: "m").json)
    #expect(html.hasPrefix("<!doctype html>"))
    #expect(html.contains("Content-Security-Policy") && html.contains("default-src 'none'"))
    #expect(html.contains("class PointMap") && html.contains("prefers-color-scheme: dark"))
    #expect(html.utf8.count < 100_000)
    // Text is set as text only, and addresses are those of name spaces.
    for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
      #expect(!html.contains(word), "\(word)")
    }
    let addresses = html.components(separatedBy: "http").dropFirst().map { $0.prefix(18) }
    #expect(addresses.allSatisfy { $0.hasPrefix("://www.w3.org/2000") || $0.hasPrefix("-equiv") })
  }
}
