/// Standard error as a command uses it: progress, notes and warnings.
public struct Console: Sendable {
  let isQuiet: Bool

  /// With `quiet`, only warnings are shown.
  public init(quiet: Bool) { isQuiet = quiet }

  /// Tells the user something that is neither data nor trouble.
  public func note(_ text: String) {
    if !isQuiet { StandardError.write(text + "\n") }
  }

  /// Tells the user of trouble that does not stop the job; shown even when quiet.
  public func warn(_ text: String) {
    StandardError.write("warning: \(text)\n")
  }

  /// Shows a prompt and leaves the cursor behind it.
  public static func ask(_ prompt: String) {
    StandardError.write(prompt)
  }

  /// A progress meter for work counted in `unit`.
  public func meter(_ label: String, unit: String, total: Int? = nil, from start: Int = 0)
    -> ProgressMeter
  {
    ProgressMeter(label, unit: unit, total: total, start: start, display: .system(isQuiet: isQuiet))
  }
}
