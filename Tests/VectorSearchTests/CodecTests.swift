import TensorKit
import TestSupport
import Testing
import VectorSearch

@Suite("Codecs of an index")
struct CodecTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "the answer of a readable codec is exact for the vectors that it stores",
    arguments: IndexCodec.all.filter(\.isReadable), Metric.allCases)
  func exact(codec: IndexCodec, metric: Metric) throws {
    for (rows, columns) in [(1, 1), (130, 17), (300, 33), (257, 100)] {
      let path = folder.file("\(rows).index")
      let vectors = randomMatrix(rows, columns, seed: 1)
      // A zero vector, and equal ones.
      if rows > 10 {
        for column in 0..<columns {
          vectors[3, column] = 0
          vectors[7, column] = vectors[5, column]
        }
      }
      let index = try buildIndex(
        path, vectors,
        IndexDesign(dimension: columns, metric: metric, codec: codec, hasSentences: false))
      try index.verify()
      for count in [1, 80] {
        let queries = randomMatrix(count, columns, seed: 2)
        for threads in [1, 2] {
          let found = try index.search(
            queries: queries, count: 10, pool: WorkerPool(threads: threads))
          for row in 0..<min(count, 5) {
            #expect(
              found[row].map(\.id) == exactNeighbors(index, queries.row(row), count: 10),
              "\(codec) \(metric) \(rows) × \(columns)")
          }
        }
      }
    }
  }

  @Test(
    "rescored by single precision, bytes and halves answer like a flat index",
    arguments: [IndexCodec.f16, .bf16, .int8], Metric.allCases)
  func rescored(codec: IndexCodec, metric: Metric) throws {
    let vectors = clusteredMatrix(700, 40, centers: 20, seed: 3)
    let queries = clusteredMatrix(20, 40, centers: 20, seed: 4)
    let index = try buildIndex(
      folder.file("x.index"), vectors,
      IndexDesign(
        dimension: 40, metric: metric, codec: codec, rescoring: .f32, hasSentences: false))
    let pool = WorkerPool(threads: 2)
    let expected = try FlatIndex(vectors: vectors, metric: metric)
      .search(queries: queries, count: 12, pool: pool)
    #expect(try index.search(queries: queries, count: 12, pool: pool) == expected)
  }

  @Test("vectors come back as precisely as the codec stores them", arguments: IndexCodec.all)
  func precision(codec: IndexCodec) throws {
    let vectors = randomMatrix(60, 50, seed: 5)
    let index = try buildIndex(
      folder.file("x.index"), vectors,
      IndexDesign(dimension: 50, metric: .dot, codec: codec, hasSentences: false))
    let limits = ["f32": 0, "f16": 0x1p-11, "bf16": 0x1p-8, "int8": 0.02, "bits": 0.02]
    let limit = try #require(limits[codec.name])
    for row in 0..<60 {
      for (value, stored) in zip(vectors.row(row), try #require(index.vector(row))) {
        #expect(abs(Double(value - stored)) <= limit * max(1, Double(value.magnitude)))
      }
    }
  }

  @Test("bits find the neighbors among a few candidates", arguments: Metric.allCases)
  func bits(metric: Metric) throws {
    let vectors = clusteredMatrix(2_000, 64, centers: 40, seed: 6)
    let queries = clusteredMatrix(30, 64, centers: 40, seed: 7)
    let index = try buildIndex(
      folder.file("x.index"), vectors,
      IndexDesign(
        dimension: 64, metric: metric, codec: .bits, rescoring: .f32, hasSentences: false))
    let pool = WorkerPool(threads: 2)
    let truth = try FlatIndex(vectors: vectors, metric: metric)
      .search(queries: queries, count: 10, pool: pool)
    let options = SearchOptions(count: 10, effort: 100)
    let found = try index.search(queries: queries, options: options, pool: pool)
    #expect(recall(found, truth) >= 0.9)
    // All vectors as candidates leave nothing out.
    let all = SearchOptions(count: 10, effort: 2_000)
    #expect(try index.search(queries: queries, options: all, pool: pool) == truth)
  }

  @Test("bytes of a vector")
  func sizes() {
    let bytes = IndexCodec.all.map { $0.bytesPerVector(dimension: 256) }
    #expect(bytes == [1_024, 512, 512, 260, 44])
  }

  @Test("numbers that a codec cannot hold are refused with their row")
  func overflow() throws {
    let vectors = Matrix(rows: 2, columns: 2, values: [1, 2, 3, 70_000])
    #expect(throws: SearchError.tooLong(row: 1, limit: 1e18)) {
      try buildIndex(
        folder.file("x.index"), vectors,
        IndexDesign(dimension: 2, metric: .dot, codec: .f16, hasSentences: false))
    }
    #expect(try folder.names.isEmpty)
  }
}
