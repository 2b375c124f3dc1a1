import CommandLineKit
import Testing

@Suite struct FailureReportTests {
  @Test func `a closed pipe ends the run without a word`() {
    let report = FailureReport(OutputError.closedPipe)
    #expect(report.message == nil)
    #expect(report.status == .done)
  }

  @Test func `an interrupt says what was saved`() {
    let report = FailureReport(Interrupted(saved: "saved in a.textae; go on with --resume"))
    #expect(report.message == "interrupted; saved in a.textae; go on with --resume")
    #expect(report.status == .interrupted)
  }

  @Test func `an error with a status of its own keeps it`() {
    let failure = CommandFailure(
      "no sentences", at: "a.txt", advice: "give a longer file", exitStatus: .badData)
    #expect(FailureReport(failure).message == "no sentences: a.txt; give a longer file")
    #expect(FailureReport(failure).status == .badData)
  }

  @Test func `any other error fails with its description`() {
    struct Plain: Error, CustomStringConvertible { let description = "broken: x; mend it" }
    #expect(FailureReport(Plain()).message == "broken: x; mend it")
    #expect(FailureReport(Plain()).status == .failed)
  }
}
