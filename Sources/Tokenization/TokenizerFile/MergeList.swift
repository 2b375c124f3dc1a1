import FileFormats

/// Pairs of tokens, in the order of the file.
struct MergeList {
  /// Both tokens of each pair, which make up the token that they merge into.
  private(set) var bytes: [UInt8] = []
  private var middles: [Int] = []
  private var ends: [Int] = []
  /// The first element that is not a pair of texts; what follows it is left out.
  private(set) var invalid: JSONValue?

  init(_ parser: inout JSONParser) throws(JSONParser.Failure) {
    try parser.elements { (parser) throws(JSONParser.Failure) in
      if invalid == nil, parser.next == UInt8(ascii: "[") {
        try appendList(&parser)
      } else {
        append(try parser.value())
      }
    }
  }

  var count: Int { ends.count }

  /// The places of both tokens of a pair among `bytes`, one directly after the other.
  subscript(rank: Int) -> (left: Range<Int>, right: Range<Int>) {
    let start = rank == 0 ? 0 : ends[rank - 1]
    return (start..<middles[rank], middles[rank]..<ends[rank])
  }

  /// Reads an element that is a list: of two texts, or invalid.
  private mutating func appendList(_ parser: inout JSONParser) throws(JSONParser.Failure) {
    let start = bytes.count
    var middle = start
    var count = 0
    var isAllText = true
    try parser.elements { (parser) throws(JSONParser.Failure) in
      count += 1
      if parser.next == UInt8(ascii: "\"") {
        try parser.string(into: &bytes)
        if count == 1 { middle = bytes.count }
      } else {
        isAllText = false
        _ = try parser.value()
      }
    }
    if count == 2, isAllText {
      middles.append(middle)
      ends.append(bytes.count)
    } else {
      invalid = .string(String(decoding: bytes[start...], as: UTF8.self))
    }
  }

  /// Appends a pair in the notation of early versions: a text with one space.
  private mutating func append(_ value: JSONValue) {
    guard invalid == nil else { return }
    let parts = (value.text ?? "").utf8.split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      invalid = value
      return
    }
    bytes.append(contentsOf: parts[0])
    middles.append(bytes.count)
    bytes.append(contentsOf: parts[1])
    ends.append(bytes.count)
  }
}
