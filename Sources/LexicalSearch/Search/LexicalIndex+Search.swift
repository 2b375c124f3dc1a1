import DataStructures
import FileFormats
import TensorKit

extension LexicalIndex {
  /// The documents that answer a query best by their words, best first, equal ones by lower number.
  ///
  /// There are fewer than `count` if fewer documents have a word of the query. `isAllowed` says which
  /// documents may be found; nil for all.
  /// - Throws: `FileError.malformed` if the index is damaged.
  public func search(
    _ text: String, count: Int, scoring: some WordScoring = TFIDFCosine(),
    isAllowed: ((Int) -> Bool)? = nil
  ) throws(FileError) -> [Neighbor] {
    try search(
      LexicalQuery(text, in: [self]), count: count, scoring: scoring, isAllowed: isAllowed)
  }

  /// The same for a query that was prepared, perhaps to a larger collection.
  public func search(
    _ query: LexicalQuery, count: Int, scoring: some WordScoring,
    isAllowed: ((Int) -> Bool)? = nil
  ) throws(FileError) -> [Neighbor] {
    guard count > 0 else { return [] }
    var search = try WordSearch(query, scoring, self)
    return try search.best(min(count, self.count), isAllowed: isAllowed)
  }

  /// The scores of some documents, whatever their order; 0 without a word of the query.
  ///
  /// - Throws: `FileError.malformed` if the index is damaged.
  public func scores(
    of documents: [Int], for query: LexicalQuery, scoring: some WordScoring
  ) throws(FileError) -> [Float] {
    var search = try WordSearch(query, scoring, self)
    var scores = [Float](repeating: 0, count: documents.count)
    for place in documents.indices.sorted(by: { documents[$0] < documents[$1] }) {
      scores[place] = try search.score(of: documents[place])
    }
    return scores
  }

  /// The search by its definition, slowly: the score of every document, then a sort.
  package func referenceSearch(
    _ query: LexicalQuery, count: Int, scoring: some WordScoring,
    isAllowed: ((Int) -> Bool)? = nil
  ) throws(FileError) -> [Neighbor] {
    var sums = [Double](repeating: 0, count: self.count)
    var isFound = [Bool](repeating: false, count: self.count)
    for term in query.terms {
      guard let postings = try postings(of: term.bytes) else { continue }
      let weight = scoring.weight(
        count: term.count, frequency: term.documentFrequency, query.statistics)
      var cursor = try PostingCursor(postings, of: self)
      while cursor.document < self.count {
        let document = cursor.document
        sums[document] +=
          weight
          * scoring.part(
            count: cursor.termCount, length: length(document), norm: norm(document),
            query.statistics)
        isFound[document] = true
        try cursor.next()
      }
    }
    let scale = query.scale(scoring)
    let all = (0..<self.count).filter { isFound[$0] && isAllowed?($0) ?? true }
      .map { Neighbor(id: $0, score: Float(sums[$0] / scale)) }
    let sorted = all.sorted { $0.score != $1.score ? $0.score > $1.score : $0.id < $1.id }
    return Array(sorted.prefix(count))
  }
}
