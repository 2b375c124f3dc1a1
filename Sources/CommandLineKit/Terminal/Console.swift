/// Progress, notes and warnings on standard error.
public struct Console: Sendable {
  let isQuiet: Bool

  /// With `quiet`, only warnings are shown.
  public init(quiet: Bool) { isQuiet = quiet }

  /// Shows a message that is neither data nor a warning.
  public func note(_ text: String) {
    if !isQuiet { StandardError.write(text + "\n") }
  }

  /// Shows a warning, even when quiet.
  public func warn(_ text: String) {
    StandardError.write("warning: \(text)\n")
  }

  /// Shows a prompt, with the cursor after it.
  public static func ask(_ prompt: String) {
    StandardError.write(prompt)
  }

  /// A progress meter for work that is counted in `unit`.
  public func meter(_ label: String, unit: String, total: Int? = nil, from start: Int = 0)
    -> ProgressMeter
  {
    ProgressMeter(label, unit: unit, total: total, start: start, display: .system(isQuiet: isQuiet))
  }
}
