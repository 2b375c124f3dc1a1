import Synchronization

/// The progress of some work on standard error: done of total, rate and time left.
///
/// On a terminal one line is redrawn; elsewhere lines are printed at growing intervals. Work that
/// ends within a second shows nothing. Any thread may call ``update(_:of:detail:)``.
public final class ProgressMeter: Sendable {
  /// Where the meter writes, and its clock.
  package struct Display: Sendable {
    package enum Style: Sendable { case silent, lines, redrawn(columns: Int) }
    let style: Style
    let now: @Sendable () -> Duration
    let emit: @Sendable (String) -> Void

    package init(
      style: Style, now: @escaping @Sendable () -> Duration,
      emit: @escaping @Sendable (String) -> Void
    ) {
      self.style = style
      self.now = now
      self.emit = emit
    }
  }

  private struct State {
    var done: Int
    var nextDrawing = Duration.seconds(1)
    var isDrawn = false
  }

  private let format: ProgressFormat
  private let total: Int?
  private let start: Int
  private let display: Display
  private let began: Duration
  private let state: Mutex<State>

  /// Starts the clock; the rate leaves out `start`, which earlier runs have done.
  package init(_ label: String, unit: String, total: Int?, start: Int = 0, display: Display) {
    format = ProgressFormat(label: label, unit: unit)
    self.total = total
    self.start = start
    self.display = display
    began = display.now()
    state = Mutex(State(done: start))
  }

  /// Reports that `done` units are finished in all; `detail` is evaluated only when it is shown.
  ///
  /// `total` replaces the initial total, where that was an estimate.
  public func update(
    _ done: Int, of total: Int? = nil, detail: @autoclosure () -> String = ""
  ) {
    if case .silent = display.style { return }
    let elapsed = display.now() - began
    state.withLock { state in
      state.done = done
      guard elapsed >= state.nextDrawing else { return }
      let line = format.line(
        done: done, of: total ?? self.total, sinceStart: done - start, elapsed: elapsed,
        detail: detail())
      switch display.style {
      case .silent: break
      case .lines:
        display.emit(line + "\n")
        // At growing intervals, so that the log of a long job stays readable.
        state.nextDrawing = elapsed + min(.seconds(60), max(.seconds(2), elapsed / 2))
      case .redrawn(let columns):
        display.emit("\r" + line.prefix(columns - 1) + "\u{1B}[K")
        state.nextDrawing = elapsed + .milliseconds(100)
      }
      state.isDrawn = true
    }
  }

  /// Shows a line of text without disturbing the meter.
  public func note(_ text: String) {
    state.withLock { state in
      switch display.style {
      case .silent: break
      case .lines: display.emit(text + "\n")
      case .redrawn:
        display.emit("\r\u{1B}[K" + text + "\n")
        state.nextDrawing = max(.seconds(1), display.now() - began)
      }
    }
  }

  /// Ends the meter; if it was ever shown, with a line on the work done and the time taken.
  public func finish() {
    let elapsed = display.now() - began
    state.withLock { state in
      guard state.isDrawn else { return }
      let line = format.summary(sinceStart: state.done - start, elapsed: elapsed)
      if case .redrawn = display.style { display.emit("\r\u{1B}[K") }
      display.emit(line + "\n")
      state.isDrawn = false
    }
  }
}

extension ProgressMeter.Display {
  /// Standard error and the system clock.
  package static func system(isQuiet: Bool) -> Self {
    let clock = ContinuousClock()
    let origin = clock.now
    let style: Style =
      isQuiet
      ? .silent
      : Terminal.canRedrawStandardError
        ? .redrawn(columns: Terminal.columns(of: 2) ?? 80) : .lines
    return Self(style: style, now: { origin.duration(to: clock.now) }, emit: StandardError.write)
  }
}
