import Foundation
import Synchronization

/// A small server of HTTP/1.1 for programs and browsers on the same machine.
///
/// ```swift
/// let server = try LoopbackServer()
/// print(server.address)  // http://127.0.0.1:49152/1f…c4/
/// server.run(until: { false }) { request in .page("<p>\(request.method)</p>") }
/// ```
/// It listens on 127.0.0.1, answers one request on each connection and closes it. It has no files, so
/// none can be read through it. Only those get answers who know the token in its address, by a name of
/// this machine, and not from a page of another origin.
public final class LoopbackServer: Sendable {
  /// What a server allows.
  public struct Limits: Sendable {
    /// The most bytes of a body.
    public var body = 4 << 20
    /// Connections at the same time; others are told to come later.
    public var connections = 64
    /// Seconds that a client may take for its request.
    public var seconds = 20

    /// The defaults.
    public init() {}
  }

  private let socket: Socket
  private let visitors: Visitors
  private let limits: Limits
  /// Connections that are open.
  private let open = Atomic<Int>(0)

  /// Opens a port; 0 takes a free one.
  ///
  /// - Throws: ``ServerError``
  public init(port: UInt16 = 0, limits: Limits = Limits()) throws(ServerError) {
    socket = try Socket.listening(port: port)
    var random = SystemRandomNumberGenerator()
    let token = (0..<2).map { _ in
      let digits = String(random.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
    visitors = Visitors(token: token, port: socket.port)
    self.limits = limits
  }

  /// The path of the address, such as `/1f…c4/`.
  public var path: String { "/\(visitors.token)/" }

  /// What a browser opens.
  public var address: String { "http://127.0.0.1:\(visitors.port)\(path)" }

  /// Answers until it is told to stop, which it asks several times a second.
  ///
  /// `answer` is called on several threads at once, with requests whose paths lack the token.
  public func run(
    until shouldStop: () -> Bool, answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse
  ) {
    while !shouldStop() {
      guard let connection = socket.connection(waiting: 100, patience: 5) else { continue }
      guard open.load(ordering: .relaxed) < limits.connections else {
        connection.write(HTTPResponse.refusal(RequestProblem(503, "too many connections")).bytes())
        continue
      }
      open.add(1, ordering: .relaxed)
      Thread.detachNewThread { [self] in
        serve(connection, answer)
        open.subtract(1, ordering: .relaxed)
      }
    }
  }

  private func serve(
    _ connection: Socket, _ answer: @Sendable (HTTPRequest) -> HTTPResponse
  ) {
    var isHead = false
    let response: HTTPResponse
    do throws(RequestProblem) {
      guard let request = try read(connection) else { return }
      isHead = request.method == "HEAD"
      response = answer(try visitors.admit(request))
    } catch {
      response = .refusal(error)
    }
    connection.write(response.bytes(withBody: !isHead))
    connection.finish()
  }

  /// The request of a connection; nil if it ends before.
  private func read(_ connection: Socket) throws(RequestProblem) -> HTTPRequest? {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(limits.seconds)
    var reader = RequestReader(mostBody: limits.body)
    while let bytes = connection.read(65_536) {
      if let request = try reader.take(bytes) { return request }
      guard clock.now < end else { throw RequestProblem(408, "the request took too long") }
    }
    return nil
  }
}
