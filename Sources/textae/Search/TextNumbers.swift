/// How the texts that a search finds are numbered.
struct TextNumbers {
  /// The name of the number in JSON.
  let key: String
  /// The number of the first text.
  private let first: Int

  /// The ids of an index, from 0.
  static let ids = TextNumbers(key: "id", first: 0)
  /// The lines of a file, from 1, as editors and grep count them.
  static let lines = TextNumbers(key: "line", first: 1)
  /// The rows of a table, from 1, without the header.
  static let rows = TextNumbers(key: "row", first: 1)

  /// The number of a text that was found.
  func number(of text: FoundText) -> Int { text.id + first }
}
