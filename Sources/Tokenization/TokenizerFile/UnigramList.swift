import FileFormats

/// Tokens with their scores, in the order of their ids: the `vocab` of a Unigram model.
struct UnigramList {
  /// The tokens one after the other.
  private(set) var bytes: [UInt8] = []
  /// Where each token ends.
  private(set) var ends: [Int] = []
  /// The log probability of each token.
  private(set) var scores: [Double] = []
  /// The number of the first element that is not a token with a finite score.
  private(set) var invalid: Int?

  init(_ parser: inout JSONParser) throws(JSONParser.Failure) {
    try parser.elements { (parser) throws(JSONParser.Failure) in
      guard parser.next == UInt8(ascii: "[") else {
        _ = try parser.value()
        append(nil)
        return
      }
      var count = 0
      var score: Double?
      try parser.elements { (parser) throws(JSONParser.Failure) in
        count += 1
        if count == 1, parser.next == UInt8(ascii: "\"") {
          try parser.string(into: &bytes)
        } else {
          let value = try parser.value()
          score = count == 2 ? value.doubleValue : nil
        }
      }
      append(count == 2 ? score : nil)
    }
  }

  var count: Int { ends.count }

  /// The place of a token among `bytes`.
  func range(of number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  private mutating func append(_ score: Double?) {
    if score?.isFinite != true, invalid == nil { invalid = ends.count }
    ends.append(bytes.count)
    scores.append(score ?? 0)
  }
}
