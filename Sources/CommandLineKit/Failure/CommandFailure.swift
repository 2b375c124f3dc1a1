/// A failure that a command found itself: what happened, where, what to do.
public struct CommandFailure: Error, Equatable, CustomStringConvertible, ExitStatusProviding {
  let event: String
  let place: String
  let advice: String
  /// The exit status.
  public let exitStatus: ExitStatus

  /// Describes a failure in three parts, none of them a whole sentence.
  public init(
    _ event: String, at place: String, advice: String, exitStatus: ExitStatus = .failed
  ) {
    self.event = event
    self.place = place
    self.advice = advice
    self.exitStatus = exitStatus
  }

  /// `event: place; advice`.
  public var description: String { "\(event): \(place); \(advice)" }
}
