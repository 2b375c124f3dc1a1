import CommandLineKit
import VectorSearch

extension ErrorRenderer {
  /// Vectors that cannot be searched are bad data.
  static func failure(_ error: SearchError) -> CommandFailure {
    if case .damaged(let error) = error { return failure(error) }
    return CommandFailure("\(error)", advice: advice(error), exitStatus: .badData)
  }

  /// What to do about vectors; a file has advice of its own.
  static func advice(_ error: SearchError) -> String? {
    switch error {
    case .wrongDimension: "use the model that made the index"
    case .notFinite: "leave it out"
    case .tooLong: "scale the vectors down"
    case .unknownColumn: "name one of them"
    case .damaged: nil
    }
  }

  /// An index that another program changes is no fault of the input.
  static func failure(_ error: IndexError) -> CommandFailure {
    switch error {
    case .busy:
      CommandFailure("\(error)", advice: "try again when it has ended")
    case .singleFile:
      CommandFailure(
        "\(error)", advice: "build it again with 'textae index build'", exitStatus: .badData)
    case .unknownID, .unknownKey:
      CommandFailure(
        "\(error)", advice: "'textae search' shows the ids; nothing was changed",
        exitStatus: .badData)
    case .repeatedKey:
      CommandFailure(
        "\(error)",
        advice:
          "keep one row for each key; 'textae index update' replaces rows that the index has. Nothing "
          + "was changed",
        exitStatus: .badData)
    case .different:
      CommandFailure(
        "\(error)",
        advice: "build all parts with the same model and options; what --kind auto and --codec "
          + "auto choose depends on the number of vectors", exitStatus: .badData)
    case .noKey:
      CommandFailure(
        "\(error)", advice: "name rows by their ids, or build the index with --id-column",
        exitStatus: .badData)
    case .repeatedColumn:
      CommandFailure(
        "\(error)", advice: "give every column of the table a name of its own",
        exitStatus: .badData)
    case .tooManyColumns:
      CommandFailure(
        "\(error)", advice: "leave out columns of the table that no search shows or filters by",
        exitStatus: .badData)
    case .changed:
      CommandFailure("\(error)", advice: "try again; nothing was changed")
    case .missingParts:
      CommandFailure(
        "\(error)", advice: "change it with the version of textae that made it, or build it again",
        exitStatus: .badData)
    }
  }

  /// Another program that cannot hold an index may have a form that it can.
  static func failure(_ error: IndexExportError) -> CommandFailure {
    let advice =
      switch error {
      case .metric: "choose another --format, or build the index with such a --metric"
      case .graph: "make one graph of all rows with 'textae index compact'"
      case .range: "choose another --format"
      case .dimension: "shorten the vectors with 'textae reduce', or choose another --format"
      }
    return CommandFailure("\(error)", advice: advice, exitStatus: .badData)
  }
}
