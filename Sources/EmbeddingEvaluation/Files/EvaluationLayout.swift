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
    /// `: section` lines between questions of four words.
    case analogies
    /// Sentences in one file and their classes in another, line by line; with a part to learn from.
    case labelFiles(test: LabelFiles, training: LabelFiles?)
    /// Pairs of sentences in one file and their scores in another, line by line.
    case scoreFile(scores: String, pairs: String)
  }

  struct Table: Hashable, Sendable {
    var separator: Separator
    var hasHeader = false
    /// The columns of both texts, or of the text and its class.
    var first: Int
    var second: Int
    /// The column of the score, if there is one.
    var score: Int?
    /// Every row has at least this many fields.
    var width: Int
  }

  struct LabelFiles: Hashable, Sendable {
    var sentences: String
    var labels: String
  }

  enum Separator: String, Hashable, Sendable {
    case tab, comma, space
  }

  /// A short description for messages: "similarity, tab-separated with header".
  public var summary: String {
    switch form {
    case .table(let table):
      "\(kind.rawValue), \(table.separator.rawValue)-separated"
        + (table.hasHeader ? " with header" : "")
    case .labeledLines: "\(kind.rawValue), class and sentence on a line"
    case .analogies: "\(kind.rawValue), sections of four words"
    case .labelFiles(_, let training):
      "\(kind.rawValue), files of sentences and classes" + (training == nil ? "" : " with training")
    case .scoreFile: "\(kind.rawValue), files of pairs and scores"
    }
  }
}
