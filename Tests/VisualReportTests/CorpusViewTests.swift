import FileFormats
import TensorKit
import Testing
import VisualReport

@Suite struct CorpusViewTests {
  private let pool = WorkerPool(threads: 2)

  /// Points on two arcs, far from each other.
  private func vectors(_ count: Int) -> Matrix {
    let matrix = Matrix(rows: count, columns: 3)
    for row in 0..<count {
      matrix[row, row % 2] = 1
      matrix[row, 2] = Float(row) / Float(10 * max(1, count))
    }
    return matrix
  }

  private func source(
    _ count: Int, labels: (column: String, values: [String])? = nil
  ) -> CorpusView.Source {
    CorpusView.Source(
      name: "test.index", count: 10 * count, facts: [], ids: (0..<count).map { $0 * 10 },
      sentences: (0..<count).map { $0 % 2 == 0 ? "the soup \($0)" : "our train \($0)" },
      vectors: [("one", vectors(count)), ("two", vectors(count))], labels: labels)
  }

  @Test(arguments: [1, 2, 3, 4, 30])
  func `a view has a place, a group and neighbors for every point`(count: Int) throws {
    var options = CorpusView.Options()
    options.clusters = 2
    options.iterations = 20
    let view = try CorpusView(source(count), options: options, pool: pool)
    #expect(view.maps.map(\.name) == (count < 4 ? ["PCA"] : ["t-SNE", "PCA"]))
    for map in view.maps {
      #expect(map.x.count == count && map.y.count == count)
      #expect((map.x + map.y).allSatisfy { (0...PointPlaces.size).contains($0) })
    }
    #expect(view.groupings[0].numbers.count == count)
    #expect(view.embedders.map(\.name) == ["one", "two"])
    options.corpora = 2_000
    let small = try CorpusView(source(count), options: options, pool: pool)
    if count == 30 { #expect(small.embedders[0].lists.allSatisfy { $0.count == 1 }) }
    for lists in view.embedders {
      #expect(lists.lists.count == count)
      for (point, near) in lists.lists.enumerated() {
        #expect(near.count == min(10, count - 1) && !near.contains { $0.id == point })
        #expect(near.map(\.score) == near.map(\.score).sorted(by: >))
      }
    }
  }

  @Test func `neighbors are of the same arc, and clusters are named by their words`() throws {
    var options = CorpusView.Options()
    options.clusters = 2
    options.hasNeighborMap = false
    options.neighbors = 5
    let view = try CorpusView(source(40), options: options, pool: pool)
    for (point, near) in view.embedders[0].lists.enumerated() {
      #expect(near.allSatisfy { $0.id % 2 == point % 2 })
    }
    #expect(Set(view.groupings[0].groups.map { $0.contains("soup") }) == [true, false])
    #expect(Set(view.groupings[0].numbers.enumerated().map { $0 % 2 * 2 + $1 }).count == 2)
  }

  @Test func `the threads do not matter`() throws {
    var options = CorpusView.Options()
    options.iterations = 30
    let views = try [1, 3].map {
      try CorpusView(source(50), options: options, pool: WorkerPool(threads: $0))
    }
    #expect(
      VisualReportData(title: "", maker: "", corpora: [views[0]]).json
        == VisualReportData(title: "", maker: "", corpora: [views[1]]).json)
  }

  @Test func `rare labels share a group`() {
    let few = PointGrouping(column: "stars", values: ["b", "a", "b", ""])
    #expect(few.groups == ["b", "(empty)", "a"] && few.numbers == [0, 2, 0, 1])
    let many = PointGrouping(column: "id", values: (0..<30).map { "\($0)" } + ["7"])
    #expect(many.groups.count == 10 && many.groups[0] == "7" && many.groups[9] == "others")
    #expect(many.numbers.count { $0 == 9 } == 21)
  }

  @Test func `long sentences are cut between characters`() throws {
    var source = source(2)
    source.sentences = [String(repeating: "👩‍👩‍👧", count: 100), "short"]
    let view = try CorpusView(source, pool: pool)
    #expect(view.sentences[0].utf8.count <= 403 && view.sentences[0].hasSuffix("👩‍👩‍👧…"))
    #expect(view.sentences[1] == "short")
  }

  @Test func `cosines are counted in hundredths`() {
    let histogram = CosineHistogram([-1, 1, 0.005, 0.995, 0])
    #expect(histogram.counts.reduce(0, +) == 5 && histogram.counts.count == 200)
    #expect(histogram.counts[0] == 1 && histogram.counts[199] == 2 && histogram.counts[100] == 2)
    #expect(CosineHistogram([]).mean == 0)
  }
}
