/// The sections that a segment may have.
enum SectionName {
  /// The rows that answers are scored with.
  static let vectors = "vectors"
  /// The rows that queries are compared with, unless they are the same.
  static let codes = "codes"
  /// The numbers that all rows of `codes` share: floats.
  static let parameters = "parameters"
  /// Half the square of every length: [count] floats; only for the metric l2.
  static let halfSquares = "half-squares"
  /// The ids of the rows, ascending: [count] u64; without it, row r has the id r.
  static let ids = "ids"
  /// Where each sentence begins, and where the last one ends: [count + 1] u64.
  static let offsets = "offsets"
  /// The sentences, UTF-8, with nothing between them.
  static let text = "text"
  /// The same for the columns beside the sentences, row after row: [count × columns + 1] u64.
  static let fieldOffsets = "field-offsets"
  /// The fields of all rows.
  static let fields = "fields"
  /// The numbers of a graph: u32 links, effort, levels, whether there is an entry, entry, zero; u64
  /// slots, seed.
  static let graph = "graph"
  /// The links of the lowest level: [count × (2 × links + 1)] u32, the first of a row their number.
  static let links = "links"
  /// For each row one more than its first slot, or 0: [count] u32.
  static let places = "places"
  /// The links of the other levels: [slots × (links + 1)] u32.
  static let slots = "slots"
  /// For each row the next one that is equal, or 2³² − 1: [count] u32; only where some are.
  static let duplicates = "duplicates"
}
