import Foundation

/// Numbers and names as text, the same in every locale.
///
/// Numbers are scaled, rounded half away from zero and cut into digits, in the arithmetic of their
/// own type. `String(format:)` rounds the exact binary value instead, so that ties differ.
package enum TextFormat {
  /// A number with `places` decimals; one that is too large or not finite in its shortest form.
  ///
  /// It is multiplied by `factor` first: 100 writes a fraction in percent. `groups` puts commas
  /// between thousands, and `signed` a plus before numbers above zero. Zero has no sign.
  package static func fixed(
    _ value: Double, places: Int, times factor: Double = 1, groups: Bool = false,
    signed: Bool = false
  ) -> String {
    guard value.isFinite, value.magnitude * factor < 1e12 else { return "\(value * factor)" }
    let units = Int((value.magnitude * (factor * Double(unit(places)))).rounded())
    let sign = units == 0 ? "" : value < 0 ? "-" : signed ? "+" : ""
    return sign + decimal(units: units, places: places, groups: groups)
  }

  /// A number of single precision with `places` digits behind the point.
  ///
  /// Too large or not finite, its shortest spelling. Zero has no sign.
  package static func fixed(_ value: Float, places: Int) -> String {
    guard value.magnitude < 1e6 else { return "\(value)" }
    let units = Int((value.magnitude * Float(unit(places))).rounded())
    return (value < 0 && units > 0 ? "-" : "") + decimal(units: units, places: places)
  }

  /// `units` of the last place as a number with `places` digits behind the point.
  package static func decimal(units: Int, places: Int, groups: Bool = false) -> String {
    let unit = unit(places)
    let whole = groups ? grouped(units / unit) : String(units / unit)
    return places == 0 ? whole : "\(whole)." + String(units % unit + unit).dropFirst()
  }

  /// A number of at most `places` digits behind the point, without needless zeros but the first.
  package static func rounded(_ value: Double, places: Int) -> String {
    let unit = Double(unit(places))
    return "\((value * unit).rounded() / unit)"
  }

  /// A number with its first `digits` digits, or all those before the point where they are more.
  package static func significant(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value != 0, value.magnitude < 1e15 else { return "\(value)" }
    if value.magnitude >= Double(unit(digits - 1)) { return "\(Int(value.rounded()))" }
    let scale = pow(10, Double(digits - 1) - log10(value.magnitude).rounded(.down))
    return "\((value * scale).rounded() / scale)"
  }

  /// A share in percent: `12.5%`.
  package static func percent(_ share: Double, places: Int = 1) -> String {
    fixed(share, places: places, times: 100) + "%"
  }

  /// Bytes in gigabytes of 10⁹ bytes, rounded down: `3.2 GB`.
  package static func gigabytes(_ bytes: Int) -> String {
    decimal(units: bytes / 100_000_000, places: 1) + " GB"
  }

  /// Bytes in the largest unit that leaves a number of 1 or more: `12 bytes`, `3.4 MB`.
  package static func size(_ bytes: Int) -> String {
    for (unit, name) in [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")]
    where bytes >= unit {
      return decimal(units: bytes / (unit / 10), places: 1) + " " + name
    }
    return "\(bytes) bytes"
  }

  /// A whole number with commas between thousands.
  package static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = number < 0 ? "-" : ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// A number of things, such as `1 line` and `12,000 lines`.
  package static func counted(_ number: Int, _ thing: String) -> String {
    grouped(number) + " " + thing + (number == 1 ? "" : "s")
  }

  /// A name in camel case as words in small letters: `hiddenSize` becomes `hidden size`.
  package static func words(
    ofCamelCase name: some StringProtocol, separator: String = " "
  ) -> String {
    name.reduce(into: "") { result, character in
      if character.isUppercase { result += separator }
      result += character.lowercased()
    }
  }

  /// Ten to the power of `places`.
  private static func unit(_ places: Int) -> Int {
    (0..<places).reduce(1) { unit, _ in unit * 10 }
  }
}
