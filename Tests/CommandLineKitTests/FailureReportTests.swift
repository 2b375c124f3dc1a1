import CommandLineKit
import Testing

@Suite struct FailureReportTests {
  @Test func `a closed pipe ends the run without a word`() {
    #expect(FailureReport(of: OutputError.closedPipe) == .readerIsGone)
    #expect(FailureReport.readerIsGone.message == nil)
    #expect(FailureReport.readerIsGone.status == .done)
  }

  @Test func `an interrupt says what was saved`() {
    let report = FailureReport(of: Interrupted(saved: "saved in a.textae; go on with --resume"))
    #expect(report.message == "interrupted; saved in a.textae; go on with --resume")
    #expect(report.status == .interrupted)
  }

  @Test(arguments: [
    (CommandFailure("no sentences"), "no sentences"),
    (CommandFailure("no sentences", at: "a.txt"), "a.txt: no sentences"),
    (CommandFailure("no sentences", advice: "give some"), "no sentences; give some"),
    (CommandFailure("none", at: "a.txt", advice: "give some"), "a.txt: none; give some"),
  ])
  func `a failure says where, what and what to do`(failure: CommandFailure, message: String) {
    #expect(FailureReport(of: failure).message == message)
    #expect(FailureReport(of: failure).status == .failed)
  }

  @Test func `a failure has an exit status of its own`() {
    let failure = CommandFailure("no sentences", exitStatus: .badData)
    #expect(FailureReport(of: failure).status == .badData)
  }

  @Test func `the tool explains errors that it knows`() {
    struct Plain: Error, CustomStringConvertible { let description = "x: broken" }
    let explained = FailureReport(of: Plain()) { error in
      error is Plain ? FailureReport("x: broken; mend it", status: .badData) : nil
    }
    #expect(explained == FailureReport("x: broken; mend it", status: .badData))
    #expect(
      FailureReport(of: Plain()) { _ in nil } == FailureReport("x: broken", status: .failed))
  }
}
