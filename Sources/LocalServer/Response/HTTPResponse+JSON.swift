import FileFormats

extension HTTPResponse {
  /// A value as JSON.
  public static func json(_ value: JSONValue, status: Int = 200) -> HTTPResponse {
    var bytes: [UInt8] = []
    value.append(to: &bytes)
    return HTTPResponse(status: status, type: "application/json", body: bytes)
  }

  /// A request that is refused, as programs that speak with OpenAI read it.
  public static func refusal(_ problem: RequestProblem) -> HTTPResponse {
    let error: JSONValue = [
      "error": [
        "message": .string(problem.reason),
        "type": problem.status < 500 ? "invalid_request_error" : "server_error", "param": .null,
        "code": .null,
      ]
    ]
    return .json(error, status: problem.status)
  }
}
