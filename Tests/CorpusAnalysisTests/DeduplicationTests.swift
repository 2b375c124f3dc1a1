import CorpusAnalysis
import TensorKit
import Testing

@Suite("Deduplication")
struct DeduplicationTests {
  /// The first kept vector that each one duplicates, by the definition.
  private func plain(_ set: UnitVectorSet, threshold: Double) -> [Int?] {
    var kept: [Int] = []
    return (0..<set.count).map { row in
      if let earlier = kept.first(where: { set.cosine(row, $0) >= threshold }) { return earlier }
      kept.append(row)
      return nil
    }
  }

  @Test(
    "The first of near-duplicates is kept, whatever the batches and the threads",
    arguments: [0.999, 0.8, 0.3, -1])
  func exact(threshold: Double) throws {
    let vectors = fixture(rows: 1_300, columns: 9)
    let expected = plain(try UnitVectorSet(vectors), threshold: threshold)
    for (threads, batch) in [(1, 1_300), (3, 1_300), (2, 217)] {
      var deduplication = Deduplication(
        dimension: 9, threshold: threshold, pool: WorkerPool(threads: threads))
      var found: [Int?] = []
      for start in stride(from: 0, to: 1_300, by: batch) {
        found += try deduplication.add(vectors.rows(at: start..<min(1_300, start + batch)))
      }
      #expect(found == expected)
      #expect(deduplication.keptCount == expected.count { $0 == nil })
      #expect(deduplication.count == 1_300)
    }
  }
}
