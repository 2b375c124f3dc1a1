import FileFormats

/// Sentences as points of maps, with their groups and their neighbors.
public struct CorpusView: Sendable {
  /// The name of the index.
  public let name: String
  /// How many sentences the index has.
  public let count: Int
  /// What is known about the index.
  public let facts: [Fact]
  /// The numbers of the shown sentences in the index, from 0.
  public let ids: [Int]
  /// What the reader calls the first sentence: 1 for the lines of a text file, else 0.
  public let firstNumber: Int
  /// The shown sentences; long ones are cut.
  public let sentences: [String]
  /// Their places by one method or several, the best first.
  public let maps: [PointPlaces]
  /// Their groups by one division or several.
  public let groupings: [PointGrouping]
  /// Their neighbors by each embedder.
  public let embedders: [NeighborLists]

  var json: JSONValue {
    [
      "name": .string(name), "count": .integer(count), "facts": .array(facts.map(\.json)),
      "ids": .array(ids.map { .integer($0) }), "firstNumber": .integer(firstNumber),
      "sentences": .array(sentences.map { .string($0) }), "maps": .array(maps.map(\.json)),
      "groupings": .array(groupings.map(\.json)), "embedders": .array(embedders.map(\.json)),
    ]
  }
}
