/// Makes a request of bytes as they come: HTTP/1.1 (RFC 9112), as strictly as it can be read.
///
/// What two readers could understand differently is refused: a head with bare line feeds, folded lines,
/// spaces before a colon, two lengths, or an encoding of the body.
public struct RequestReader {
  /// The most bytes of the line that asks and the fields.
  static let mostHead = 16_384
  /// The most fields.
  static let mostFields = 64

  /// What stands before the body.
  private struct Head {
    let method: String
    let path: String
    let fields: [HTTPRequest.Field]
    let length: Int
  }

  /// The most bytes of a body.
  public let mostBody: Int
  private var bytes: [UInt8] = []
  private var head: Head?
  /// Where the search for the end of the head goes on.
  private var searched = 0

  /// Begins a request.
  public init(mostBody: Int) { self.mostBody = mostBody }

  /// Takes more bytes.
  ///
  /// - Returns: the request once it is complete; bytes after it are not looked at.
  /// - Throws: ``RequestProblem`` for one that is malformed or too long.
  public mutating func take(_ more: some Sequence<UInt8>) throws(RequestProblem) -> HTTPRequest? {
    bytes.append(contentsOf: more)
    if head == nil {
      guard let end = endOfHead() else {
        if bytes.count > Self.mostHead {
          throw RequestProblem(431, "the head has more than \(Self.mostHead) bytes")
        }
        return nil
      }
      guard end <= Self.mostHead else {
        throw RequestProblem(431, "the head has more than \(Self.mostHead) bytes")
      }
      head = try parse(bytes[..<(end - 4)])
      bytes.removeFirst(end)
    }
    guard let head, bytes.count >= head.length else { return nil }
    return HTTPRequest(
      method: head.method, path: head.path, fields: head.fields,
      body: Array(bytes.prefix(head.length)))
  }

  /// The place after the empty line; nil if it has not come yet.
  private mutating func endOfHead() -> Int? {
    var place = max(0, searched - 3)
    defer { searched = bytes.count }
    while place + 4 <= bytes.count {
      if bytes[place] == 13, bytes[place + 1] == 10, bytes[place + 2] == 13, bytes[place + 3] == 10
      {
        return place + 4
      }
      place += 1
    }
    return nil
  }

  private func parse(_ head: ArraySlice<UInt8>) throws(RequestProblem) -> Head {
    var lines: [ArraySlice<UInt8>] = []
    var start = head.startIndex
    for place in head.indices where head[place] == 13 || head[place] == 10 {
      if head[place] == 13, place + 1 < head.endIndex, head[place + 1] == 10 { continue }
      guard head[place] == 10, place > start, head[place - 1] == 13 else {
        throw RequestProblem(400, "a line does not end with CR LF")
      }
      lines.append(head[start..<(place - 1)])
      start = place + 1
    }
    lines.append(head[start...])
    let asked = lines[0].split(separator: 32, omittingEmptySubsequences: false)
    guard asked.count == 3, !asked[0].isEmpty, asked[0].allSatisfy(Self.isTokenByte),
      asked[1].first == UInt8(ascii: "/"), asked[1].allSatisfy({ (33...126).contains($0) })
    else { throw RequestProblem(400, "the first line is not a method, a path and a version") }
    guard asked[2].elementsEqual("HTTP/1.1".utf8) || asked[2].elementsEqual("HTTP/1.0".utf8) else {
      throw RequestProblem(505, "only HTTP/1.1 and HTTP/1.0 are spoken")
    }
    guard lines.count - 1 <= Self.mostFields else {
      throw RequestProblem(431, "more than \(Self.mostFields) fields")
    }
    var fields: [HTTPRequest.Field] = []
    for line in lines.dropFirst() { fields.append(try Self.field(line)) }
    return Head(
      method: String(decoding: asked[0], as: UTF8.self),
      path: String(decoding: asked[1], as: UTF8.self), fields: fields, length: try length(fields))
  }

  private static func field(_ line: ArraySlice<UInt8>) throws(RequestProblem) -> HTTPRequest.Field {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
      line[..<colon].allSatisfy(isTokenByte)
    else { throw RequestProblem(400, "a field has no name") }
    var value = line[(colon + 1)...]
    while let first = value.first, first == 32 || first == 9 { value.removeFirst() }
    while let last = value.last, last == 32 || last == 9 { value.removeLast() }
    guard value.allSatisfy({ $0 >= 32 && $0 != 127 || $0 == 9 }),
      let text = String(validating: value, as: UTF8.self)
    else { throw RequestProblem(400, "a field has a value that is no text") }
    return HTTPRequest.Field(
      name: String(decoding: line[..<colon], as: UTF8.self).lowercased(), value: text)
  }

  private func length(_ fields: [HTTPRequest.Field]) throws(RequestProblem) -> Int {
    if fields.contains(where: { $0.name == "transfer-encoding" }) {
      throw RequestProblem(501, "a body must have a content-length and no transfer-encoding")
    }
    let lengths = fields.filter { $0.name == "content-length" }.map(\.value)
    guard let text = lengths.first else { return 0 }
    guard lengths.count == 1, !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      throw RequestProblem(400, "the content-length is not one number")
    }
    // More digits than these are too many bytes whatever they are.
    guard text.utf8.count <= 18, let length = Int(text), length <= mostBody else {
      throw RequestProblem(413, "the body has more than \(mostBody) bytes")
    }
    return length
  }

  /// Whether a byte may be in the name of a method or field.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
