import DataStructures

/// The text of a progress meter.
package struct ProgressFormat: Sendable {
  let label: String
  let unit: String

  /// `embedding  45%  12,300/27,000 sentences  3,210/s  5s left  loss 1.2`.
  func line(
    done: Int, of total: Int?, sinceStart: Int, elapsed: Duration, detail: String
  ) -> String {
    let rate = Double(sinceStart) / max(elapsed.inSeconds, 1e-9)
    var parts = [label]
    if let total, total > 0 {
      parts.append("\(min(100, done * 100 / total))%")
      parts.append("\(grouped(done))/\(grouped(total)) \(unit)")
    } else {
      parts.append("\(grouped(done)) \(unit)")
    }
    parts.append(Self.rate(rate))
    if let total, rate > 0, total > done {
      parts.append(Self.span(Double(total - done) / rate) + " left")
    }
    if !detail.isEmpty { parts.append(detail) }
    return parts.joined(separator: "  ")
  }

  /// `embedding: 27,000 sentences in 8s (3,210/s)`.
  func summary(sinceStart: Int, elapsed: Duration) -> String {
    let rate = Double(sinceStart) / max(elapsed.inSeconds, 1e-9)
    return "\(label): \(grouped(sinceStart)) \(unit) in \(Self.span(elapsed.inSeconds))"
      + " (\(Self.rate(rate)))"
  }

  private static func rate(_ rate: Double) -> String {
    rate < 10
      ? TextFormat.fixed(rate, places: 1) + "/s" : "\(grouped(Int(min(rate, 1e15))))/s"
  }

  /// Seconds under a minute, then minutes and seconds, then hours and minutes.
  package static func span(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9).rounded(.up))
    switch whole {
    case ..<60: return "\(whole)s"
    case ..<3_600: return "\(whole / 60)m\(twoDigits(whole % 60))s"
    default: return "\(whole / 3_600)h\(twoDigits(whole / 60 % 60))m"
    }
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

/// A number with commas between thousands.
public func grouped(_ number: Int) -> String { TextFormat.grouped(number) }

/// A number of things, such as `1 line` and `12,000 lines`; `thing` takes an s.
public func counted(_ number: Int, _ thing: String) -> String {
  TextFormat.counted(number, thing)
}
