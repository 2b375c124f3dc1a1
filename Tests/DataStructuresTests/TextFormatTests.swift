import DataStructures
import Testing

@Suite struct TextFormatTests {
  @Test(
    arguments: [
      (0, "0 bytes"), (999, "999 bytes"), (1_000, "1.0 kB"), (12_399_999, "12.3 MB"),
      (1_289_000_000, "1.2 GB"),
    ])
  func `a size is in the largest unit, rounded down`(bytes: Int, text: String) {
    #expect(TextFormat.size(bytes) == text)
  }

  @Test(
    arguments: [
      (0, "0.00"), (1.005, "1.00"), (0.125, "0.13"), (-0.001, "0.00"), (-1.5, "-1.50"),
      (1_234.5, "1234.50"), (.nan, "nan"), (.infinity, "inf"), (1e13, "10000000000000.0"),
    ] as [(Double, String)])
  func `a number has a fixed count of digits after the point`(value: Double, text: String) {
    #expect(TextFormat.fixed(value, places: 2) == text)
  }

  @Test func `a number can have a factor, commas and a plus`() {
    #expect(TextFormat.fixed(0.745, places: 1, times: 100) == "74.5")
    #expect(TextFormat.fixed(60_000.1, places: 3, groups: true) == "60,000.100")
    #expect(TextFormat.fixed(0.5, places: 0) == "1")
    #expect(TextFormat.fixed(0.25, places: 1, signed: true) == "+0.3")
    #expect(TextFormat.fixed(-0.25, places: 1, signed: true) == "-0.3")
    #expect(TextFormat.fixed(0.04, places: 1, signed: true) == "0.0")
  }

  @Test func `single precision is rounded in single precision`() {
    // Times 10,000 it is a tie as a float, and a little less as a double.
    let score: Float = 0.00005
    #expect(TextFormat.fixed(score, places: 4) == "0.0001")
    #expect(TextFormat.fixed(Double(score), places: 4) == "0.0000")
    #expect(TextFormat.fixed(Float(-0.00001), places: 4) == "0.0000")
    #expect(TextFormat.fixed(Float(2_000_000), places: 4) == "2000000.0")
    #expect(TextFormat.fixed(Float.nan, places: 4) == "nan")
  }

  @Test func `a number can be rounded to places or to significant digits`() {
    #expect(TextFormat.rounded(1.5, places: 2) == "1.5")
    #expect(TextFormat.rounded(2, places: 2) == "2.0")
    #expect(TextFormat.rounded(0.126, places: 2) == "0.13")
    #expect(TextFormat.significant(0.001_234_56, digits: 4) == "0.001235")
    #expect(TextFormat.significant(12_345.6, digits: 4) == "12346")
    #expect(TextFormat.significant(0, digits: 4) == "0.0")
  }

  @Test func `shares, bytes and large numbers have their own forms`() {
    #expect(TextFormat.percent(0.1235) == "12.4%")
    #expect(TextFormat.percent(1, places: 0) == "100%")
    #expect(TextFormat.gigabytes(1_999_999_999) == "1.9 GB")
    #expect(TextFormat.grouped(999) == "999")
    #expect(TextFormat.grouped(-1_234_567) == "-1,234,567")
  }

  @Test func `camel case becomes words`() {
    #expect(TextFormat.words(ofCamelCase: "vocabularySize") == "vocabulary size")
    #expect(TextFormat.words(ofCamelCase: "topP", separator: "-") == "top-p")
  }

  @Test func `columns count wide characters twice`() {
    #expect(TextFormat.displayWidth("a語") == 3)
    #expect(TextFormat.padded("語", to: 4) == "語  ")
    #expect(TextFormat.padded("long", to: 2) == "long")
    #expect(TextFormat.truncated("a語語", to: 4) == "a語…")
    #expect(TextFormat.shortened("model-of-reviews.textae", to: 11) == "model…extae")
  }

  @Test func `text is broken between words, and long words where asked`() {
    #expect(TextFormat.wrapped("one two\u{1B}three", width: 7) == ["one two", "three"])
    #expect(TextFormat.wrapped("a incomparable b", width: 6) == ["a", "incomparable", "b"])
    #expect(
      TextFormat.wrapped("a incomparable b", width: 6, breaksWords: true)
        == ["a", "incomp", "arable", "b"])
    #expect(TextFormat.wrapped(" \n", width: 6) == [])
  }
}
