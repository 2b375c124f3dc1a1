/// Thrown between the parts of an update or of a validation, which is then left undone: it changes
/// nothing, and a resumed run does it from the beginning.
struct StoppedWork: Error {
  /// Why the run ends: it was interrupted, or is out of time.
  let outcome: TrainingOutcome
}
