extension String: ArgumentValue {
  /// Any text.
  public static var argumentPlaceholder: String { "TEXT" }
  /// Any text.
  public static var argumentExpectation: String { "text" }
  /// Takes the word as it is.
  public init?(argument: String) { self = argument }
  /// The text itself.
  public var argumentText: String { self }
}

extension Int: ArgumentValue {
  /// A whole number.
  public static var argumentPlaceholder: String { "N" }
  /// A whole number.
  public static var argumentExpectation: String { "a whole number" }
  /// Reads decimal digits with an optional sign.
  public init?(argument: String) { self.init(argument, radix: 10) }
  /// Decimal digits.
  public var argumentText: String { String(self) }
}

extension UInt64: ArgumentValue {
  /// A whole number.
  public static var argumentPlaceholder: String { "N" }
  /// A whole number of at most 64 bits, without a sign.
  public static var argumentExpectation: String { "a whole number from 0 to \(UInt64.max)" }
  /// Reads decimal digits.
  public init?(argument: String) { self.init(argument, radix: 10) }
  /// Decimal digits.
  public var argumentText: String { String(self) }
}

extension Double: ArgumentValue {
  /// A number.
  public static var argumentPlaceholder: String { "X" }
  /// A number.
  public static var argumentExpectation: String { "a number" }
  /// Reads a finite number, such as `0.5` or `1e-4`.
  public init?(argument: String) {
    guard let value = Double(argument), value.isFinite else { return nil }
    self = value
  }
  /// The shortest spelling that reads back, without a needless fraction.
  public var argumentText: String {
    self == rounded() && magnitude < 1e15 ? String(Int(self)) : String(self)
  }
}

extension Float: ArgumentValue {
  /// A number.
  public static var argumentPlaceholder: String { "X" }
  /// A number.
  public static var argumentExpectation: String { "a number" }
  /// Reads a finite number, such as `0.5` or `1e-4`.
  public init?(argument: String) {
    guard let value = Float(argument), value.isFinite else { return nil }
    self = value
  }
  /// The shortest spelling that reads back, without a needless fraction.
  public var argumentText: String {
    self == rounded() && magnitude < 1e6 ? String(Int(self)) : String(self)
  }
}
