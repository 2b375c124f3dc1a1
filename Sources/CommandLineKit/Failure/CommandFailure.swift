/// Why a command failed: what happened, where, and what to do.
public struct CommandFailure: Error, Equatable, CustomStringConvertible {
  let event: String
  let place: String?
  let advice: String?
  /// The exit status.
  public let exitStatus: ExitStatus

  /// Describes a failure in up to three parts, each a clause without a capital or a full stop.
  public init(
    _ event: String, at place: String? = nil, advice: String? = nil,
    exitStatus: ExitStatus = .failed
  ) {
    self.event = event
    self.place = place
    self.advice = advice
    self.exitStatus = exitStatus
  }

  /// The same failure with another name for a file.
  public func renaming(_ path: String, to name: String) -> CommandFailure {
    CommandFailure(
      event.replacing(path, with: name), at: place?.replacing(path, with: name), advice: advice,
      exitStatus: exitStatus)
  }

  /// `place: event; advice`, without the parts that are nil.
  public var description: String {
    (place.map { "\($0): " } ?? "") + event + (advice.map { "; \($0)" } ?? "")
  }
}
