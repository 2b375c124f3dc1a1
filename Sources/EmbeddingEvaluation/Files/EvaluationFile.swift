import DataStructures

/// A file of examples to evaluate an embedder on, read and checked.
///
/// Reads the formats that benchmarks are published in: STS-B (CSV of two sentences and a score, or
/// the original tab-separated columns with genre), SICK, STS 2012 to 2016 (score and two sentences,
/// or the pair of `STS.gs…` and `STS.input…`), MRPC, SimLex-999, WordSim-353, MEN, the analogies of
/// Google and GloVe, TREC, SST-2, CoLA, the probing tasks of SentEval, folders of `seq.in` and
/// `label`, or of `docs.tsv`, `queries.tsv` and `qrels.tsv`; and tables of two texts, with or without a score, with or without row numbers. Rows are
/// separated by tabs, commas or semicolons, or are JSON lines. A table with a column that none of
/// these has is refused, unless an ``EvaluationRequest`` says what it is.
public struct EvaluationFile: Sendable {
  /// The path as it was given.
  public package(set) var path: String
  /// What it asks.
  public let kind: EvaluationKind
  /// The examples.
  public let content: Content
  /// The number of rows left out because they have no score, as in STS 2015 and 2016.
  public let unscored: Int
  /// How the file was read; nil for examples that were generated.
  public internal(set) var layout: EvaluationLayout?

  /// Examples, in the order of the file.
  public enum Content: Sendable {
    /// Sentences or words, in pairs.
    case pairs([ScoredPair])
    /// Sentences with their classes, and those to learn from if the file has them.
    case labeled(test: [LabeledText], training: [LabeledText])
    /// Documents and queries with judgments of relevance.
    case judgments(RelevanceJudgments)
    /// Analogy questions.
    case analogies([AnalogyQuestion])
  }

  /// Reads a file or folder and detects what `request` leaves open.
  ///
  /// - Throws: `EvaluationFileError` for content that does not fit, `FileError` if it cannot be
  ///   read.
  public init(path: String, as request: EvaluationRequest = EvaluationRequest()) throws {
    self = try Self.detect(path, as: request).read(path)
  }

  /// Detects the layout of a file from its name, its header and its first rows.
  ///
  /// - Throws: `EvaluationFileError.unknown` if it is nothing that can be evaluated, `unclear` if
  ///   the meaning of a column is not clear.
  public static func detect(
    _ path: String, as request: EvaluationRequest = EvaluationRequest()
  ) throws -> EvaluationLayout {
    try EvaluationLayout(detecting: path, as: request)
  }

  /// How the file was read, for messages: the kind, the columns, the scale and what was left out.
  public var summary: String {
    var text = layout?.summary ?? kind.rawValue
    if case .pairs(let pairs) = content, kind != .retrieval,
      let lowest = pairs.lazy.map(\.score).min(), let highest = pairs.lazy.map(\.score).max()
    {
      text += ", scores from \(Self.plain(lowest)) to \(Self.plain(highest))"
    }
    if case .judgments(let judgments) = content {
      text += ", \(judgments.documents.count) documents, \(judgments.queries.count) queries"
    }
    if unscored > 0 {
      text +=
        kind == .documentRetrieval
        ? ", \(unscored) without a relevant document left out"
        : ", \(unscored) \(unscored == 1 ? "row" : "rows") without score left out"
    }
    return text
  }

  private static func plain(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }

  /// Every sentence of the file once, in order; empty for files about words.
  public var sentences: [String] {
    let all: [String] =
      switch content {
      case _ where kind.isAboutWords: []
      case .pairs(let pairs): pairs.flatMap { [$0.first, $0.second] }
      case .labeled(let test, _): test.map(\.text)
      case .judgments(let judgments): judgments.documents
      case .analogies: []
      }
    return all.distinctByBytes()
  }

  init(path: String, kind: EvaluationKind, content: Content, unscored: Int = 0) {
    self.path = path
    self.kind = kind
    self.content = content
    self.unscored = unscored
  }

  /// The number of examples.
  public var count: Int {
    switch content {
    case .pairs(let pairs): pairs.count
    case .judgments(let judgments): judgments.queries.count
    case .labeled(let test, _): test.count
    case .analogies(let questions): questions.count
    }
  }
}

/// What is wrong with the content of an evaluation file.
public enum EvaluationFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is not recognized as one that can be evaluated.
  case unknown(path: String, reason: String)
  /// More than one reading is possible, or a column is left unexplained.
  case unclear(path: String, reason: String)
  /// The file belongs to a task that is none of the kinds.
  case unsupported(path: String, reason: String)
  /// The columns that were asked for do not fit the kind or the table.
  case columns(path: String, reason: String)
  /// There are no examples.
  case empty(path: String)
  /// A row has another number of fields than the rows before.
  case fields(path: String, line: Int, expected: Int, found: Int)
  /// A score is not a number.
  case score(path: String, line: Int, found: String)
  /// A judgment of a query or document that is not there.
  case judgment(path: String, line: Int, query: String, document: String)
  /// Two files that belong together differ in length.
  case lengths(path: String, lines: Int, other: String, otherLines: Int)
  /// All examples belong to the same class, or every score is the same.
  case uniform(path: String, value: String)

  /// Where it happened and what, as a clause.
  public var description: String {
    switch self {
    case .unknown(let path, let reason):
      "\(path): not recognized as an evaluation file (\(reason))"
    case .unclear(let path, let reason), .unsupported(let path, let reason),
      .columns(let path, let reason):
      "\(path): \(reason)"
    case .empty(let path):
      "\(path): no examples"
    case .fields(let path, let line, let expected, let found):
      "\(path), line \(line): \(found) fields, but \(expected) are expected"
    case .score(let path, let line, let found):
      "\(path), line \(line): the score \"\(found)\" is not a number"
    case .judgment(let path, let line, let query, let document):
      "\(path), line \(line): there is no query \"\(query)\" or no document \"\(document)\""
    case .lengths(let path, let lines, let other, let otherLines):
      "\(path): has \(lines) lines, but \(other), which belongs to it, has \(otherLines)"
    case .uniform(let path, let value):
      "\(path): every example has \"\(value)\", so there is nothing to tell apart"
    }
  }
}
