/// Decides who gets answers: those who know the token, through an address of this machine.
///
/// A page of another site cannot know the token, and its browser says where it comes from. A name that
/// leads to this machine by a trick (DNS rebinding) is refused too.
package struct Visitors: Sendable {
  /// What the path of every request begins with.
  let token: String
  let port: UInt16

  package init(token: String, port: UInt16) { (self.token, self.port) = (token, port) }

  /// Browsers leave out the port that HTTP has of itself.
  private var hosts: [String] {
    let names = ["127.0.0.1", "localhost"]
    return names.map { "\($0):\(port)" } + (port == 80 ? names : [])
  }

  /// The request without the token in its path.
  ///
  /// - Throws: ``RequestProblem`` for a visitor who gets no answer.
  package func admit(_ request: HTTPRequest) throws(RequestProblem) -> HTTPRequest {
    guard let host = request["host"], hosts.contains(host.lowercased()) else {
      throw RequestProblem(421, "this server is for \(hosts[0]) only")
    }
    if request.fields.contains(where: { $0.name == "origin" }) {
      guard let origin = request["origin"], hosts.contains(where: { origin == "http://\($0)" })
      else { throw RequestProblem(403, "pages of other origins get no answer") }
    }
    let parts = request.path.dropFirst().split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, Self.areEqual(String(parts[0]), token) else {
      throw RequestProblem(404, "nothing is here; the address has a token, which was printed")
    }
    return request.moved(to: "/" + parts[1])
  }

  /// Compares all bytes, so that the time does not tell how many are right.
  private static func areEqual(_ first: String, _ second: String) -> Bool {
    let (first, second) = (Array(first.utf8), Array(second.utf8))
    guard first.count == second.count else { return false }
    return zip(first, second).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
