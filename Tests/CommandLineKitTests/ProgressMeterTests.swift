import CommandLineKit
import Synchronization
import Testing

/// A clock that stands still until it is advanced, and the text that was written.
private final class Stage: Sendable {
  private let clock = Mutex(Duration.zero)
  private let written = Mutex("")

  var text: String { written.withLock { $0 } }

  func wait(_ milliseconds: Int) { clock.withLock { $0 += .milliseconds(milliseconds) } }

  func meter(_ style: ProgressMeter.Display.Style, total: Int? = 1_000, start: Int = 0)
    -> ProgressMeter
  {
    ProgressMeter(
      "reading", unit: "lines", total: total, start: start,
      display: ProgressMeter.Display(
        style: style, now: { self.clock.withLock { $0 } },
        emit: { text in self.written.withLock { $0 += text } }))
  }
}

@Suite struct ProgressMeterTests {
  @Test func `work under a second shows nothing`() {
    let stage = Stage()
    let meter = stage.meter(.lines)
    meter.update(10)
    stage.wait(900)
    meter.update(1_000)
    meter.finish()
    #expect(stage.text == "")
  }

  @Test func `lines come at growing intervals, with rate and time left`() {
    let stage = Stage()
    let meter = stage.meter(.lines)
    for second in 1...10 {
      stage.wait(1_000)
      meter.update(second * 100, detail: second == 1 ? "loss 2.5" : "")
    }
    meter.finish()
    #expect(
      stage.text == """
        reading  10%  100/1,000 lines  100/s  9s left  loss 2.5
        reading  30%  300/1,000 lines  100/s  7s left
        reading  50%  500/1,000 lines  100/s  5s left
        reading  80%  800/1,000 lines  100/s  2s left
        reading: 1,000 lines in 10s (100/s)

        """)
  }

  @Test func `a terminal line is drawn over and cut to the width`() {
    let stage = Stage()
    let meter = stage.meter(.redrawn(columns: 21))
    stage.wait(1_000)
    meter.update(10)
    stage.wait(50)
    meter.update(20)
    stage.wait(50)
    meter.update(30)
    meter.note("half")
    meter.finish()
    #expect(
      stage.text == "\rreading  1%  10/1,00\u{1B}[K\rreading  3%  30/1,00\u{1B}[K"
        + "\r\u{1B}[Khalf\n\r\u{1B}[Kreading: 30 lines in 2s (27/s)\n")
  }

  @Test func `the work of earlier runs does not count for the rate`() {
    let stage = Stage()
    let meter = stage.meter(.lines, start: 500)
    stage.wait(2_000)
    meter.update(510)
    #expect(stage.text == "reading  51%  510/1,000 lines  5.0/s  1m38s left\n")
  }

  @Test func `without a total there is no time left, and quiet is silent`() {
    let stage = Stage()
    let open = stage.meter(.lines, total: nil)
    let quiet = stage.meter(.silent)
    stage.wait(2_000)
    quiet.update(5)
    quiet.note("hush")
    quiet.finish()
    #expect(stage.text == "")
    open.update(5_000)
    #expect(stage.text == "reading  5,000 lines  2,500/s\n")
  }

  @Test(arguments: [(0.2, "1s"), (59.0, "59s"), (60, "1m00s"), (3_600, "1h00m"), (5_430, "1h30m")])
  func `spans of time are short`(seconds: Double, text: String) {
    #expect(ProgressFormat.span(seconds) == text)
  }
}
