import DataStructures
import FileFormats

/// Documents, queries, and which documents people found relevant to which query.
public struct RelevanceJudgments: Sendable {
  /// The texts to search.
  public let documents: [String]
  /// The queries that have a relevant document.
  public let queries: [String]
  /// For each query, its relevant documents by number, with grades above 0: more is more relevant.
  public let grades: [[Int: Double]]

  /// A collection; `grades` has an entry for each query, with documents by number.
  public init(documents: [String], queries: [String], grades: [[Int: Double]]) {
    precondition(queries.count == grades.count, "\(queries.count) queries, \(grades.count) grades")
    self.documents = documents
    self.queries = queries
    self.grades = grades
  }
}

/// The three files of a retrieval collection, each of fields that are separated by tabs.
struct RelevanceFiles: Hashable, Sendable {
  /// The id of a document, and its text in one or more fields.
  var documents: String
  /// The id of a query and its text.
  var queries: String
  /// A query, a document and a grade; TREC's column between the first two may be there.
  var judgments: String

  /// The files of a folder, if it has them.
  init?(folder: String) {
    documents = "\(folder)/docs.tsv"
    queries = "\(folder)/queries.tsv"
    judgments = "\(folder)/qrels.tsv"
    for path in [documents, queries, judgments]
    where FileDescriptor.status(of: path)?.kind != .regular { return nil }
  }

  /// Reads the files; queries without relevant documents are counted and left out.
  ///
  /// A field that the next one begins with, as a title that the text repeats, counts once.
  func read() throws -> (judgments: RelevanceJudgments, left: Int) {
    let documents = try Self.texts(documents)
    let queries = try Self.texts(queries)
    let numbers = try Self.numbers(documents, self.documents)
    let queryNumbers = try Self.numbers(queries, self.queries)
    var grades = [[Int: Double]](repeating: [:], count: queries.count)
    for (line, number) in try WesternLines.read(judgments) where !line.isEmpty {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 3 || fields.count == 4 else {
        throw EvaluationFileError.fields(
          path: judgments, line: number, expected: 3, found: fields.count)
      }
      let found = fields[fields.count - 1]
      guard let grade = Double(found.trimmingSpaces), grade.isFinite else {
        throw EvaluationFileError.score(path: judgments, line: number, found: found)
      }
      guard let query = queryNumbers[UTF8Key(fields[0])],
        let document = numbers[UTF8Key(fields[fields.count - 2])]
      else {
        throw EvaluationFileError.judgment(
          path: judgments, line: number, query: fields[0], document: fields[fields.count - 2])
      }
      if grade > 0 { grades[query][document] = grade }
    }
    let kept = queries.indices.filter { !grades[$0].isEmpty }
    return (
      RelevanceJudgments(
        documents: documents.map(\.text), queries: kept.map { queries[$0].text },
        grades: kept.map { grades[$0] }), queries.count - kept.count
    )
  }

  private static func texts(_ path: String) throws -> [(id: String, text: String)] {
    try WesternLines.read(path).filter { !$0.text.isEmpty }.map { line in
      let fields = line.text.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count >= 2 else {
        throw EvaluationFileError.fields(
          path: path, line: line.line, expected: 2, found: fields.count)
      }
      var parts: [String] = []
      for (place, field) in fields.dropFirst().enumerated() {
        let next = place + 2 < fields.count ? fields[place + 2] : ""
        if !field.isEmpty, !next.utf8.starts(with: field.utf8) { parts.append(String(field)) }
      }
      return (String(fields[0]), parts.joined(separator: " "))
    }
  }

  private static func numbers(
    _ texts: [(id: String, text: String)], _ path: String
  ) throws -> [UTF8Key: Int] {
    var numbers: [UTF8Key: Int] = [:]
    for (number, text) in texts.enumerated() {
      guard numbers.updateValue(number, forKey: UTF8Key(text.id)) == nil else {
        throw EvaluationFileError.unclear(path: path, reason: "the id \(text.id) occurs twice")
      }
    }
    return numbers
  }
}
