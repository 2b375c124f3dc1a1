extension FailureReport {
  /// Reports an error of this module; of others, the description.
  package init(of error: any Error) {
    self =
      switch error {
      case OutputError.closedPipe: .readerIsGone
      case let error as UsageError: FailureReport(error.description, status: .usage)
      case let error as Interrupted: FailureReport(error.description, status: .interrupted)
      case let error as CommandFailure: FailureReport(error)
      default: FailureReport("\(error)", status: .failed)
      }
  }
}
