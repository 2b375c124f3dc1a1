import AutoencoderModel
import AutoencoderTraining
import CommandLineKit

extension ErrorRenderer {
  /// Settings are usage, files and corpora are bad data, the rest has failed.
  static func failure(_ error: AutoencoderError) -> CommandFailure {
    if case .emptyCorpus(paths: []) = error {
      return CommandFailure(
        "nothing to train on", at: "standard input",
        advice: "give the corpus that the run began with", exitStatus: .badData)
    }
    let (advice, status): (String?, ExitStatus) =
      switch error {
      case .invalidSetting: (nil, .usage)
      case .tooLarge:
        (
          "lower --hidden-size, --embedding-size, --layers, --vocabulary-size or --batch-size",
          .usage
        )
      case .inconsistentModel: ("train the model again, or restore it from a copy", .badData)
      case .newerVersion: ("update textae", .badData)
      case .emptyCorpus: ("give a text with one sentence per line", .badData)
      case .diverged:
        ("the last good state is kept: --resume with a lower --learning-rate", .failed)
      case .outputExists: ("--resume goes on with it, --overwrite replaces it", .failed)
      case .differentRun(_, let setting, _, _): (advice(differing: setting), .failed)
      case .differentModels: ("average models that were trained from the same beginning", .badData)
      case .noCheckpoint:
        (
          "begin with the model: --init MODEL and another --output; or start over with --overwrite",
          .failed
        )
      }
    return CommandFailure("\(error)", advice: advice, exitStatus: status)
  }

  /// What to do where a run was begun with another `setting`.
  private static func advice(differing setting: String) -> String {
    let advice =
      switch setting {
      case TrainingSetting.pretrainedModel: "give the same --init or none"
      case TrainingSetting.growth: "give the same --grow or none"
      case TrainingSetting.pretrainedEmbeddings: "give the same --init-embeddings or none"
      case TrainingSetting.skipGram: "leave out --skipgram"
      default: "resume with the same settings"
      }
    return advice + ", or start over with --overwrite"
  }
}
