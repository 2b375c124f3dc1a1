import TensorKit
import VectorSearch

/// The source of the vectors of an index, in batches.
protocol IndexSource: AnyObject {
  var dimension: Int { get }
  var hasSentences: Bool { get }
  /// The names of the columns beside the sentences.
  var columns: [String] { get }
  /// The number of vectors, if it is known.
  var count: Int? { get }
  var model: IndexModel? { get }

  /// The file of the vectors, unless a model makes them.
  var vectorFile: String? { get }

  /// The next vectors with their sentences; nil after the last.
  func next(_ count: Int) throws -> IndexPart?
}

extension IndexSource {
  /// Works with the vectors; an error about one of them names their file.
  func locating<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as SearchError {
      guard let vectorFile else { throw error }
      throw CommandError.unfitVector(path: vectorFile, error)
    }
  }
}
