extension Duration: ArgumentValue {
  /// A span of time.
  public static var argumentPlaceholder: String { "TIME" }
  /// A span of time with its units.
  public static var argumentExpectation: String { "a time such as 90s, 10m or 1h30m" }

  /// Reads numbers with units, largest unit first: `90s`, `10m`, `1h30m`, `1.5h`, `500ms`.
  ///
  /// A number without a unit is refused, since it could mean seconds or minutes.
  public init?(argument: String) {
    let units: [(name: String, seconds: Double)] = [
      ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1), ("ms", 0.001),
    ]
    var seconds = 0.0
    var nextUnit = 0
    var rest = Substring(argument)
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
      rest = rest.dropFirst(digits.count)
      let name = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(name.count)
      guard let number = Double(digits),
        let unit = units.indices.first(where: { $0 >= nextUnit && units[$0].name == name })
      else { return nil }
      seconds += number * units[unit].seconds
      nextUnit = unit + 1
    }
    guard seconds < 1e9 else { return nil }
    self = .milliseconds(Int64((seconds * 1_000).rounded()))
  }

  /// The shortest spelling that ``init(argument:)`` reads, to the millisecond.
  public var argumentText: String {
    var left = milliseconds
    if left <= 0 { return "0s" }
    var text = ""
    for (name, size) in [("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)]
      as [(String, Int64)]
    where left >= size {
      text += "\(left / size)\(name)"
      left %= size
    }
    return text
  }

  /// The whole milliseconds in the span.
  package var milliseconds: Int64 {
    components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
  }

  /// The span in seconds, for rates.
  package var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
