/// A condition on a value beyond its type, with the words for help and errors.
public struct ValueRule<Value> {
  /// Follows the type in a sentence: "a whole number *from 1 to 64*".
  let words: String
  let accepts: (Value) -> Bool

  /// A custom rule; `words` follow the name of the type in help and errors.
  public init(_ words: String, accepts: @escaping (Value) -> Bool) {
    self.words = words
    self.accepts = accepts
  }
}

extension ValueRule where Value: Comparable & ArgumentValue {
  /// Both bounds are allowed.
  public static func within(_ range: ClosedRange<Value>) -> Self {
    Self("from \(range.lowerBound.argumentText) to \(range.upperBound.argumentText)") {
      range.contains($0)
    }
  }

  /// The upper bound is not allowed.
  public static func within(_ range: Range<Value>) -> Self {
    Self("from \(range.lowerBound.argumentText) to below \(range.upperBound.argumentText)") {
      range.contains($0)
    }
  }

  /// `minimum` or more.
  public static func atLeast(_ minimum: Value) -> Self {
    Self("of at least \(minimum.argumentText)") { $0 >= minimum }
  }

  /// More than `limit`.
  public static func above(_ limit: Value) -> Self {
    Self("above \(limit.argumentText)") { $0 > limit }
  }
}

extension ValueRule where Value == String {
  /// A file name with this ending, dot included.
  public static func ending(in suffix: String) -> Self {
    Self("ending in \(suffix)") { $0.hasSuffix(suffix) && $0.count > suffix.count }
  }
}
