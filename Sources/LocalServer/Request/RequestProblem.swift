/// Why a request is not answered: a status of HTTP, and what is wrong in words.
public struct RequestProblem: Error, Equatable {
  /// The status, 400 to 599.
  public let status: Int
  /// What is wrong.
  public let reason: String

  /// A problem.
  public init(_ status: Int, _ reason: String) { (self.status, self.reason) = (status, reason) }
}
