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

  private enum Plain: Error, CustomStringConvertible {
    case broken, misused, unknown

    var description: String { "x: \(self == .broken ? "broken" : "odd")" }
  }

  @Test(arguments: [
    (Plain.broken, "x: broken; mend it", CommandLineKit.ExitStatus.badData),
    (Plain.misused, "plain look: x is odd; give y", CommandLineKit.ExitStatus.usage),
    (Plain.unknown, "x: odd", CommandLineKit.ExitStatus.failed),
  ])
  private func `the tool explains errors that it knows`(
    error: Plain, message: String, status: CommandLineKit.ExitStatus
  ) {
    let tool = Tool(name: "plain", version: "1", abstract: "", sections: []) { error in
      switch error as? Plain {
      case .broken: CommandFailure("x: broken", advice: "mend it", exitStatus: .badData)
      case .misused: UsageProblem.invalid("x is odd", advice: "give y")
      default: nil
      }
    }
    let report = FailureReport(of: tool.explained(error, verb: "plain look"))
    #expect(report.message == message)
    #expect(report.status == status)
  }
}
