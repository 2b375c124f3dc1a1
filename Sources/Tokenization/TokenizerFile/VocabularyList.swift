import FileFormats

/// Tokens with their ids, in the order of the file.
struct VocabularyList {
  /// The tokens one after the other.
  private(set) var bytes: [UInt8] = []
  /// Where each token ends.
  private(set) var ends: [Int] = []
  /// The id of each token.
  private(set) var ids: [Int] = []
  /// The number of the first token whose id is not a whole number, and the value it has instead.
  private(set) var invalid: (number: Int, value: JSONValue)?

  init(_ parser: inout JSONParser) throws(JSONParser.Failure) {
    try parser.objectEntries { (parser) throws(JSONParser.Failure) in
      try parser.string(into: &bytes)
      ends.append(bytes.count)
      try parser.colon()
      let value = try parser.value()
      if value.wholeNumber == nil, invalid == nil { invalid = (ids.count, value) }
      ids.append(value.wholeNumber ?? -1)
    }
  }

  var count: Int { ids.count }

  /// The place of a token among `bytes`.
  func range(of number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }
}
