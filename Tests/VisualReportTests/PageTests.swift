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

  @Test(arguments: ["word ", "<", "\u{1}", "\"", "é", "👩‍👩‍👧"])
  func `all texts of a page stay within their budget`(piece: String) throws {
    let long = String(repeating: piece, count: 2_000)
    for count in [1, 20, 1_000] {
      let texts = PageText.cut(Array(repeating: long, count: count), budget: 100_000)
      let page = ReportPage.html(of: .array(texts.map { .string($0) })).utf8.count
      let empty = ReportPage.html(of: .array([])).utf8.count
      // The budget, and for each an ellipsis, quotation marks and a comma.
      #expect(page - empty <= 100_000 + 6 * count, "\(count)")
      #expect(texts[0].hasSuffix("…") && long.hasPrefix(texts[0].dropLast()))
    }
    #expect(PageText.cut(["short", ""], budget: 1_000) == ["short", ""])
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
