/// What can go wrong with a model or its training.
public enum AutoencoderError: Error, Sendable, Equatable {
  /// A setting outside of what makes sense.
  case invalidSetting(name: String, value: String, expected: String)
  /// A file of the model directory that does not fit the others.
  case inconsistentModel(path: String, reason: String)
  /// A model written by a later version of this program.
  case newerVersion(path: String, found: Int, supported: Int)
  /// More memory than the machine has; `bytes` is what is needed at least.
  case tooLarge(parameters: Int, bytes: Int, available: Int)
  /// No sentence to train on.
  case emptyCorpus(paths: [String])
  /// The loss or the gradient was no longer a number; the last good state is kept.
  case diverged(step: Int, loss: Double)
  /// The output holds a model already.
  case outputExists(path: String)
  /// A checkpoint of a run with other settings, corpus or tokenizer; nil where a value has no short text.
  case differentRun(path: String, setting: String, begun: String?, now: String?)
  /// A model without the checkpoint of its training.
  case noCheckpoint(path: String)
}

extension AutoencoderError: CustomStringConvertible {
  /// What happened, where, and what to do.
  public var description: String {
    switch self {
    case .invalidSetting(let name, let value, let expected):
      "the \(name) is \(value), but must be \(expected)"
    case .inconsistentModel(let path, let reason):
      "\(path): \(reason); train the model again or restore the directory from a copy"
    case .newerVersion(let path, let found, let supported):
      "\(path): written in format \(found), and this program reads up to \(supported); update it"
    case .tooLarge(let parameters, let bytes, let available):
      "training \(parameters) weights takes at least \(gigabytes(bytes)) of memory, and this machine "
        + "has \(gigabytes(available)); choose smaller sizes, fewer layers or a smaller batch"
    case .emptyCorpus(let paths):
      "no sentence to train on in \(paths.joined(separator: ", ")); give a text file with one "
        + "sentence a line"
    case .diverged(let step, let loss):
      "the loss became \(loss) at step \(step); the last good state is kept: resume with a lower "
        + "learning rate"
    case .outputExists(let path):
      "\(path) exists; continue it with --resume or replace it with --overwrite"
    case .differentRun(let path, let setting, let begun?, let now?):
      "\(path) was begun with \(setting) \(begun), not \(now); resume with the same settings, or "
        + "start over with --overwrite"
    case .differentRun(let path, let setting, _, _):
      "\(path) was begun with another \(setting); resume with the same settings, or start over "
        + "with --overwrite"
    case .noCheckpoint(let path):
      "\(path) has a model but no checkpoint, training.safetensors, to go on from; put that file "
        + "back, or start over with --overwrite"
    }
  }

  private func gigabytes(_ bytes: Int) -> String {
    let tenths = bytes / 100_000_000
    return "\(tenths / 10).\(tenths % 10) GB"
  }
}
