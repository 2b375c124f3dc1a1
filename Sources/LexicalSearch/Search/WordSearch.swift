import DataStructures
import FileFormats
import TensorKit

/// A query on its way through an index, document by document.
///
/// MaxScore (Turtle and Flood 1995, "Query evaluation: strategies and optimizations") with bounds of
/// blocks (Ding and Suel 2011, "Faster top-k document retrieval using block-max indexes"). Terms are
/// ordered by the most they can add. As soon as the first of them together cannot lift a document
/// above the worst of the best found so far, only documents of the others are looked at. The answer is
/// that of scoring every document, to the bit: a score is always summed up in the same order.
struct WordSearch<Scoring: WordScoring> {
  /// A term of the query and its place in the index.
  private struct List {
    var cursor: PostingCursor
    let weight: Double
    /// The most that the term can add to any document.
    let ceiling: Double
    /// Its place in the order of the sum.
    let place: Int
    /// The most that it can add to a document of block `block`.
    var blockCeiling: Double
    var block = 0
  }

  private let index: LexicalIndex
  private let scoring: Scoring
  private let statistics: LexicalStatistics
  private let scale: Double
  /// The terms that occur, those that can add least first.
  private var lists: [List] = []
  /// The sums of the ceilings of the first lists: [lists + 1].
  private var ceilings: [Double] = [0]
  /// What each term adds to the current document, in the order of the sum.
  private var parts: [Double]

  init(_ query: LexicalQuery, _ scoring: Scoring, _ index: LexicalIndex) throws(FileError) {
    self.index = index
    self.scoring = scoring
    statistics = query.statistics
    scale = query.scale(scoring)
    parts = [Double](repeating: 0, count: query.terms.count)
    for (place, term) in query.terms.enumerated() {
      guard let postings = try index.postings(of: term.bytes) else { continue }
      let cursor = try PostingCursor(postings, of: index)
      let weight = scoring.weight(
        count: term.count, frequency: term.documentFrequency, statistics)
      lists.append(
        List(
          cursor: cursor, weight: weight,
          ceiling: weight * Self.highestPart(cursor.allBounds, scoring, statistics), place: place,
          blockCeiling: weight * Self.highestPart(cursor.bounds, scoring, statistics)))
    }
    lists.sort { $0.ceiling != $1.ceiling ? $0.ceiling < $1.ceiling : $0.place < $1.place }
    for list in lists { ceilings.append(ceilings[ceilings.count - 1] + list.ceiling) }
  }

  private static func highestPart(
    _ bounds: PostingBounds, _ scoring: Scoring, _ statistics: LexicalStatistics
  ) -> Double {
    // Behind the last block there are no postings.
    bounds.count == 0
      ? 0
      : scoring.highestPart(
        count: bounds.count, length: bounds.length, share: bounds.share, statistics)
  }

  /// The best documents, best first.
  mutating func best(_ count: Int, isAllowed: ((Int) -> Bool)?) throws(FileError) -> [Neighbor] {
    var best = TopK<Float>(count)
    // Only documents of the lists from here on can still be among the best.
    var first = 0
    while let document = nextDocument(from: first) {
      if let worst = best.worst, best.count == count {
        while first < lists.count, !isAbove(ceilings[first + 1], worst.score) { first += 1 }
        if try skipBlocks(from: first, worst: worst.score) { continue }
        guard first < lists.count else { break }
      }
      if lists[first...].contains(where: { $0.cursor.document == document }) {
        if isAllowed?(document) ?? true,
          let score = try score(
            document, from: first, above: best.count == count ? best.worst : nil)
        {
          best.insert(document, score: score)
        }
        for list in first..<lists.count where lists[list].cursor.document == document {
          try lists[list].cursor.next()
        }
      }
    }
    return best.sorted.map { Neighbor(id: $0.id, score: $0.score) }
  }

  /// The score of a document, which does not lie before those asked for earlier.
  mutating func score(of document: Int) throws(FileError) -> Float {
    try score(document, from: 0, above: nil) ?? 0
  }

  private func nextDocument(from first: Int) -> Int? {
    var nearest = Int.max
    for list in first..<lists.count { nearest = min(nearest, lists[list].cursor.document) }
    return nearest == .max ? nil : nearest
  }

  /// Whether a document with this sum could precede those with the worst of the best scores.
  ///
  /// Documents come in order, so one with an equal score does not. The sum is rounded up, because
  /// that of the parts may be rounded in another order.
  private func isAbove(_ sum: Double, _ worst: Float) -> Bool {
    Float(sum * (1 + 1e-12) / scale) > worst
  }

  /// Passes over the blocks at which the lists stand if no document in them can be good enough.
  private mutating func skipBlocks(from first: Int, worst: Float) throws(FileError) -> Bool {
    guard first < lists.count else { return false }
    var (sum, end) = (ceilings[first], Int.max)
    for list in first..<lists.count where lists[list].cursor.document < .max {
      sum += blockCeiling(list)
      end = min(end, lists[list].cursor.lastOfBlock)
    }
    guard end < .max, !isAbove(sum, worst) else { return false }
    for list in first..<lists.count { try lists[list].cursor.advance(to: end + 1) }
    return true
  }

  private mutating func blockCeiling(_ list: Int) -> Double {
    if lists[list].block != lists[list].cursor.blockNumber {
      lists[list].block = lists[list].cursor.blockNumber
      lists[list].blockCeiling =
        lists[list].weight * Self.highestPart(lists[list].cursor.bounds, scoring, statistics)
    }
    return lists[list].blockCeiling
  }

  /// The score of a document, or nil if it turns out on the way that it is not above the worst.
  ///
  /// The lists from `first` on stand at the document or behind it.
  private mutating func score(
    _ document: Int, from first: Int, above worst: TopK<Float>.Element?
  ) throws(FileError) -> Float? {
    for place in parts.indices { parts[place] = 0 }
    let (length, norm) = (index.length(document), index.norm(document))
    var sum = 0.0
    for list in (0..<lists.count).reversed() {
      if list < first || worst == nil {
        if let worst {
          guard isAbove(sum + ceilings[list + 1], worst.score) else { return nil }
          lists[list].cursor.skip(to: document)
          guard isAbove(sum + ceilings[list] + blockCeiling(list), worst.score) else { return nil }
        }
        try lists[list].cursor.advance(to: document)
      }
      guard lists[list].cursor.document == document else { continue }
      let part =
        lists[list].weight
        * scoring.part(
          count: lists[list].cursor.termCount, length: length, norm: norm, statistics)
      parts[lists[list].place] = part
      sum += part
    }
    return Float(parts.reduce(0, +) / scale)
  }
}
