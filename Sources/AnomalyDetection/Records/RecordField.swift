import DataStructures

/// One field of records, and how its values become tokens.
///
/// Numbers are put into bins: eight with about as many normal records in each, one for values that are
/// exactly zero if that is the least, one below the range of the normal records and one above it. Texts are
/// tokens themselves. What normal records do not have is one more token.
public struct RecordField: Equatable, Sendable {
  /// What the values are.
  public enum Kind: Equatable, Sendable {
    /// Numbers, with the lower bounds of all bins but the first.
    case number(bounds: [Double])
    /// Texts, in the order of their bytes.
    case text(values: [String])
  }

  /// The name of the field.
  public let name: String
  /// What the values are.
  public let kind: Kind

  /// The number of bins with about as many records in each.
  private static let bins = 8
  /// More different texts than this count as unknown, the last in the order of their bytes.
  private static let mostTexts = 10_000

  /// A field of a given kind.
  public init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// Learns from the values of normal records: numbers if all of them are.
  public init(name: String, values: [String]) {
    self.name = name
    let numbers = values.compactMap(Self.number)
    guard numbers.count == values.count, !values.isEmpty else {
      kind = .text(
        values: Array(NumberedNames(sorting: values).names.prefix(Self.mostTexts)))
      return
    }
    let sorted = numbers.sorted()
    var bounds: Set<Double> = [sorted[0], sorted[sorted.count - 1].nextUp]
    if sorted[0] == 0 { bounds.insert(Double.leastNonzeroMagnitude) }
    for bin in 1..<Self.bins { bounds.insert(sorted[sorted.count * bin / Self.bins]) }
    kind = .number(bounds: bounds.sorted())
  }

  private static func number(_ text: String) -> Double? {
    Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The number of a value: its bin or its place among the texts; nil for one that is neither.
  public func place(of value: String) -> Int? {
    switch kind {
    case .text(let values):
      let (place, isFound) = Self.search(values, value)
      return isFound ? place : nil
    case .number(let bounds):
      guard let number = Self.number(value) else { return nil }
      return bounds.count { $0 <= number }
    }
  }

  /// The place of a text in a sorted list, found by halving.
  private static func search(_ list: [String], _ text: String) -> (Int, Bool) {
    var (low, high) = (0, list.count)
    let key = UTF8Key(text)
    while low < high {
      let middle = (low + high) / 2
      if UTF8Key(list[middle]) < key { low = middle + 1 } else { high = middle }
    }
    return (low, low < list.count && UTF8Key(list[low]) == key)
  }
}
