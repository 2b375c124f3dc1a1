extension FailureReport {
  /// Reports an error of this module itself, or one that `explain` knows; of others, the
  /// description.
  package init(of error: any Error, explain: (any Error) -> FailureReport? = { _ in nil }) {
    self =
      switch error {
      case OutputError.closedPipe: .readerIsGone
      case let error as UsageError: FailureReport(error.description, status: .usage)
      case let error as Interrupted: FailureReport(error.description, status: .interrupted)
      case let error as CommandFailure: FailureReport(error)
      default: explain(error) ?? FailureReport("\(error)", status: .failed)
      }
  }
}
