import DataStructures
import Foundation
import TensorKit
import TestSupport
import Testing
import VectorSearch

@Suite("Graphs of neighbors")
struct GraphTests {
  private let folder: TemporaryFolder
  private let pool = WorkerPool(threads: 2)

  init() throws { folder = try TemporaryFolder() }

  private func design(
    _ dimension: Int, _ metric: Metric = .cosine, codec: IndexCodec = .int8, links: Int = 8
  ) -> IndexDesign {
    IndexDesign(
      dimension: dimension, metric: metric, kind: .hnsw, codec: codec, rescoring: .f32,
      graph: GraphParameters(links: links, effort: 60), hasSentences: false)
  }

  @Test(
    "a graph finds nearly all neighbors, with every codec",
    arguments: IndexCodec.all.map { ($0, Metric.cosine) } + [(.int8, .l2), (.f32, .dot)])
  func recalls(codec: IndexCodec, metric: Metric) throws {
    let vectors = clusteredMatrix(1_500, 24, centers: 60, seed: 1)
    let queries = clusteredMatrix(40, 24, centers: 60, seed: 2)
    let index = try buildIndex(
      folder.file("x.index"), vectors, design(24, metric, codec: codec))
    try index.verify()
    let truth = try FlatIndex(vectors: vectors, metric: metric)
      .search(queries: queries, count: 10, pool: pool)
    let options = SearchOptions(count: 10, effort: 120)
    let found = try index.search(queries: queries, options: options, pool: pool)
    #expect(recall(found, truth) >= 0.95, "\(codec) \(metric)")
    for (answer, neighbors) in zip(found, truth) {
      // Scores are those of single precision, and the order is theirs.
      for neighbor in answer where neighbors.contains(where: { $0.id == neighbor.id }) {
        #expect(neighbors.contains(neighbor))
      }
    }
  }

  @Test("the bytes do not depend on the number of threads, but on the seed")
  func deterministic() throws {
    let vectors = clusteredMatrix(400, 12, centers: 10, seed: 3)
    var files: [Data] = []
    for threads in [1, 2, 3] {
      _ = try buildIndex(
        folder.file("\(threads).index"), vectors, design(12, links: 4), threads: threads)
      files.append(try folder.read(folder.segment("\(threads).index")))
    }
    #expect(files[0] == files[1] && files[0] == files[2])
    var other = design(12, links: 4)
    other.graph.seed = 2
    _ = try buildIndex(folder.file("other.index"), vectors, other)
    #expect(try folder.read(folder.segment("other.index")) != files[0])
  }

  @Test("500 copies of one vector do not hide the others")
  func repeated() throws {
    let distinct = randomMatrix(1_001, 16, seed: 4)
    let vectors = distinct.rows(at: Array(0..<1_000) + [Int](repeating: 1_000, count: 500))
    let index = try buildIndex(folder.file("x.index"), vectors, design(16, links: 16))
    let queries = distinct.rows(at: Array(0..<200))
    let truth = try FlatIndex(vectors: vectors, metric: .cosine)
      .search(queries: queries, count: 10, pool: pool)
    let options = SearchOptions(count: 10, effort: 64)
    let found = try index.search(queries: queries, options: options, pool: pool)
    #expect(recall(found, truth) >= 0.98)
    // The copies are found, too, those of the lowest ids first.
    let copies = try index.search(
      queries: distinct.rows(at: [1_000]), options: options, pool: pool)
    #expect(copies[0].map(\.id) == Array(1_000..<1_010))
  }

  @Test("a wide answer is as good as a narrow one")
  func wide() throws {
    let vectors = clusteredMatrix(2_000, 16, centers: 30, seed: 5)
    let queries = clusteredMatrix(10, 16, centers: 30, seed: 6)
    let index = try buildIndex(folder.file("x.index"), vectors, design(16))
    for count in [1, 100, 400, 2_000] {
      let truth = try FlatIndex(vectors: vectors, metric: .cosine)
        .search(queries: queries, count: count, pool: pool)
      let options = SearchOptions(count: count, effort: 16)
      let found = try index.search(queries: queries, options: options, pool: pool)
      #expect(recall(found, truth) >= 0.95, "\(count)")
      #expect(found.allSatisfy { $0.count == count })
    }
  }

  @Test("small graphs are whole", arguments: [0, 1, 2, 3, 9])
  func small(count: Int) throws {
    let vectors = randomMatrix(count, 5, seed: 7)
    let index = try buildIndex(folder.file("x.index"), vectors, design(5))
    try index.verify()
    let found = try index.search(queries: randomMatrix(3, 5, seed: 8), count: 20, pool: pool)
    #expect(found.allSatisfy { Set($0.map(\.id)) == Set(0..<count) })
  }

  @Test("forged links neither crash nor hang a search")
  func forged() throws {
    let vectors = clusteredMatrix(900, 8, centers: 20, seed: 9)
    _ = try buildIndex(folder.file("x.index"), vectors, design(8, links: 4))
    let name = try folder.segment("x.index")
    let bytes = try folder.read(name)
    let queries = randomMatrix(4, 8, seed: 10)
    for seed in UInt64(0)..<20 {
      var forged = bytes
      var random = SplitMix64(seed: seed)
      // The header is left alone: every byte behind it may be anything.
      for _ in 0..<(seed % 2 == 0 ? 300 : 20_000) {
        forged[4_096 + random.below(bytes.count - 4_096)] = UInt8(random.below(256))
      }
      try folder.write(forged, to: name)
      guard let index = try? MappedIndex(path: folder.file("x.index")) else { continue }
      #expect(throws: (any Error).self) { try index.verify() }
      for effort in [5, 40] {
        let options = SearchOptions(count: 5, effort: effort)
        let found = try index.search(queries: queries, options: options, pool: pool)
        #expect(found.allSatisfy { $0.count <= 5 && $0.allSatisfy { (0..<900).contains($0.id) } })
      }
    }
  }
}
