/// A number with some digits behind the point; more of them would differ between machines.
func fixed(_ value: Double, digits: Int = 2) -> String {
  guard value.isFinite, value.magnitude < 1e12 else { return "\(value)" }
  let unit = (0..<digits).reduce(1) { unit, _ in unit * 10 }
  let scaled = Int((value.magnitude * Double(unit)).rounded())
  return "\(value < 0 && scaled > 0 ? "-" : "")\(scaled / unit)."
    + String(scaled % unit + unit).dropFirst()
}

/// A share in percent, with one digit behind the point.
func percent(_ share: Double) -> String { fixed(share * 100, digits: 1) + "%" }

/// A text of exactly `width` characters: filled up with spaces, or cut with an ellipsis.
func padded(_ text: String, _ width: Int) -> String {
  text.count > width
    ? text.prefix(width - 1) + "…" : text + String(repeating: " ", count: width - text.count)
}
