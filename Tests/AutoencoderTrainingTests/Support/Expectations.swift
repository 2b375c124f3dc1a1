import AutoencoderTestSupport
import AutoencoderTraining
import TestSupport
import Testing

extension TemporaryFolder {
  /// Expects the files to have the same bytes in all models of this folder.
  func expectSame(
    _ files: [String], in models: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for file in files {
      let first = try read("\(models[0])/\(file)")
      for model in models.dropFirst() {
        #expect(
          try read("\(model)/\(file)") == first, "\(file) of \(model)",
          sourceLocation: sourceLocation)
      }
    }
  }

  /// Expects a run that stops after some steps and is resumed to end as one without a stop.
  func expectResumable(
    _ options: TrainingOptions, teacher: TeacherVectors? = nil, pairs: [(String, String)] = [],
    stoppedAfter stop: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let sentences = TinyLanguage.sentences(70)
    let whole = try trainer(
      "whole.textae", sentences: sentences, options: options, teacher: teacher, pairs: pairs)
    #expect(try whole.run() == .finished, sourceLocation: sourceLocation)
    let first = try trainer(
      "parts.textae", sentences: sentences, options: options, teacher: teacher, pairs: pairs)
    var steps = 0
    var events = TrainingEvents()
    events.onProgress = { _ in steps += 1 }
    events.shouldStop = { steps == stop }
    #expect(try first.run(events) == .interrupted, sourceLocation: sourceLocation)
    let second = try trainer(
      "parts.textae", sentences: sentences, options: options, resuming: true,
      teacher: teacher, pairs: pairs)
    #expect(try second.run() == .finished, sourceLocation: sourceLocation)
    try expectSame(
      ["model.safetensors", "training.safetensors"], in: ["whole.textae", "parts.textae"],
      sourceLocation: sourceLocation)
  }
}
