/// An answer to a request.
public struct HTTPResponse: Equatable, Sendable {
  /// The status of HTTP.
  public let status: Int
  /// What the body is, such as `application/json`.
  public let type: String
  /// What is sent.
  public let body: [UInt8]

  /// An answer.
  public init(status: Int = 200, type: String, body: [UInt8]) {
    (self.status, self.type, self.body) = (status, type, body)
  }

  /// A page of HTML.
  public static func page(_ html: String) -> HTTPResponse {
    HTTPResponse(type: "text/html; charset=utf-8", body: Array(html.utf8))
  }

  /// The bytes on the wire. Nothing is stored by a browser, guessed about, or shown inside of another
  /// page.
  func bytes(withBody: Bool = true) -> [UInt8] {
    let head = """
      HTTP/1.1 \(status) \(Self.reasons[status] ?? "Unknown")\r
      Content-Type: \(type)\r
      Content-Length: \(body.count)\r
      Cache-Control: no-store\r
      X-Content-Type-Options: nosniff\r
      X-Frame-Options: DENY\r
      Referrer-Policy: no-referrer\r
      Cross-Origin-Resource-Policy: same-origin\r
      Connection: close\r
      \r

      """
    return Array(head.utf8) + (withBody ? body : [])
  }

  private static let reasons = [
    200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 413: "Content Too Large", 415: "Unsupported Media Type",
    421: "Misdirected Request", 422: "Unprocessable Content",
    431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented",
    503: "Service Unavailable", 505: "HTTP Version Not Supported",
  ]
}
