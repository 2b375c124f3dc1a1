import DataStructures

/// An error of a model or its training.
public enum AutoencoderError: Error, Sendable, Equatable {
  /// A setting outside its allowed range.
  case invalidSetting(name: String, value: String, expected: String)
  /// A file of the model directory that does not match the others.
  case inconsistentModel(path: String, reason: String)
  /// A model written by a later version of the program.
  case newerVersion(path: String, found: Int, supported: Int)
  /// More memory than the machine has; `bytes` is the least that is needed.
  case tooLarge(parameters: Int, bytes: Int, available: Int)
  /// The corpus has no sentence.
  case emptyCorpus(paths: [String])
  /// The loss or the gradient is not finite; the last good state is kept.
  case diverged(step: Int, loss: Double)
  /// The output already holds a model.
  case outputExists(path: String)
  /// A checkpoint of a run with other settings, corpus or tokenizer; nil for values without a text
  /// form.
  case differentRun(path: String, setting: String, begun: String?, now: String?)
  /// Two models that cannot be averaged, because a setting differs; nil for values without a text form.
  case differentModels(path: String, other: String, setting: String, here: String?, there: String?)
  /// A model without a training checkpoint.
  case noCheckpoint(path: String)
}

extension AutoencoderError: CustomStringConvertible {
  /// The problem as a clause, with the file if there is one.
  public var description: String {
    switch self {
    case .invalidSetting(let name, let value, let expected):
      "the \(name) is \(value), but must be \(expected)"
    case .inconsistentModel(let path, let reason):
      "\(path): \(reason)"
    case .newerVersion(let path, let found, let supported):
      "\(path): written in format \(found), but only formats up to \(supported) can be read"
    case .tooLarge(let parameters, let bytes, let available):
      "training \(parameters) weights takes at least \(TextFormat.gigabytes(bytes)) of memory, and "
        + "this machine has \(TextFormat.gigabytes(available))"
    case .emptyCorpus(let paths):
      "\(paths.joined(separator: ", ")): no sentence to train on"
    case .diverged(let step, let loss):
      "the loss became \(loss) at step \(step)"
    case .outputExists(let path):
      "\(path): the output exists"
    case .differentRun(let path, let setting, let begun?, let now?):
      "\(path): begun with \(setting) \(begun), not \(now)"
    case .differentRun(let path, let setting, _, _):
      "\(path): begun with another \(setting)"
    case .differentModels(let path, let other, let setting, let here?, let there?):
      "\(path): its \(setting) is \(here), and that of \(other) is \(there)"
    case .differentModels(let path, let other, let setting, _, _):
      "\(path): its \(setting) is not that of \(other)"
    case .noCheckpoint(let path):
      "\(path): a model without the checkpoint of its training, training.safetensors"
    }
  }
}
