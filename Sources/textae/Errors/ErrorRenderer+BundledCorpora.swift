import CommandLineKit
import BundledCorpora

extension ErrorRenderer {
  /// Corpora are bad data; a folder without them, or too few sentences, is a failure.
  static func failure(_ error: CorpusError) -> CommandFailure {
    let (advice, status): (String?, ExitStatus) =
      switch error {
      case .unreadable: ("check that it exists and is a text file", .failed)
      case .nothingFound: ("name the folder that has the corpora with --corpus", .failed)
      case .notASCII: ("write it in plain ASCII", .badData)
      case .malformedLine: (nil, .badData)
      case .unknownName: ("define it above, or correct its spelling", .badData)
      case .duplicateName: ("remove or rename one of the two", .badData)
      case .unusedSlot: ("every wording needs all slots", .badData)
      case .frameWithoutStatement: ("give it at least one", .badData)
      case .tooFewSentences: ("ask for fewer, or add fillers", .failed)
      }
    return CommandFailure("\(error)", advice: advice, exitStatus: status)
  }
}
