import FileFormats

/// How the examples are arranged in an evaluation file.
public struct EvaluationLayout: Hashable, Sendable {
  /// What the file asks.
  public let kind: EvaluationKind
  /// Where the examples are.
  let form: Form

  enum Form: Hashable, Sendable {
    /// Rows of fields; columns count from 0.
    case table(Table)
    /// A class, a space, a sentence.
    case labeledLines
    /// Questions of four words, with or without `: section` lines between them.
    case analogies
    /// Sentences in one file and their classes in another, line by line; with a part to learn from.
    case labelFiles(test: LabelFiles, training: LabelFiles?)
    /// Documents, queries and judgments in three files.
    case relevance(RelevanceFiles)
    /// Pairs of sentences in one file and their scores in another, line by line.
    case scoreFile(scores: String, pairs: String)
  }

  struct Table: Hashable, Sendable {
    var separator: Separator
    /// The names in the first row, if it is a header.
    var names: [String]?
    /// The columns of the texts, one to four as the kind has them.
    var texts: [Int]
    /// The column of the score or the class, if the kind has one.
    var judgment: Int?
    /// The column that tells rows to learn from and rows to test, if there is one.
    var split: Int?
    /// How many fields every row has.
    var width: Int
    /// Whether a row may have more fields.
    var allowsMore = false
  }

  struct LabelFiles: Hashable, Sendable {
    var sentences: String
    var labels: String
  }

  enum Separator: String, Hashable, Sendable {
    case tab, comma, semicolon, space
    /// An object a line, whose keys are the names of the columns.
    case json

    /// The notation of the fields, if it is one of those.
    var notation: DelimitedText? {
      switch self {
      case .comma: .commas
      case .semicolon: .semicolons
      case .tab, .space, .json: nil
      }
    }
  }

  /// What was chosen, for messages: the kind, the separator and the columns.
  public var summary: String {
    switch form {
    case .table(let table): "\(kind.rawValue), \(table.summary(kind))"
    case .labeledLines: "\(kind.rawValue), class and sentence on a line"
    case .analogies: "\(kind.rawValue), four words on a line"
    case .labelFiles(_, let training):
      "\(kind.rawValue), files of sentences and classes" + (training == nil ? "" : " with training")
    case .relevance: "document retrieval"
    case .scoreFile: "\(kind.rawValue), files of pairs and scores"
    }
  }
}

extension EvaluationLayout.Table {
  /// A column as a user counts it, with its name if it has one.
  static func describe(_ column: Int, names: [String]?) -> String {
    guard let names, names.indices.contains(column), !names[column].isEmpty else {
      return "\(column + 1)"
    }
    return "\(column + 1) (\(names[column]))"
  }

  fileprivate func summary(_ kind: EvaluationKind) -> String {
    let columns = texts.map { Self.describe($0, names: names) }
    var text =
      separator == .json
      ? "JSON lines" : "\(separator.rawValue)-separated" + (names == nil ? "" : " with header")
    text += columns.count == 1 ? ", text in column " : ", texts in columns "
    text += columns.dropLast().joined(separator: ", ")
    if let last = columns.last { text += (columns.count == 1 ? "" : " and ") + last }
    if let judgment {
      text += kind == .classification ? ", class in column " : ", score in column "
      text += Self.describe(judgment, names: names)
    }
    if let split { text += ", split in column " + Self.describe(split, names: names) }
    return text
  }
}
