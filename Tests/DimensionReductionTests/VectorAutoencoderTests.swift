import DimensionReduction
import FileFormats
import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Autoencoders of vectors")
struct VectorAutoencoderTests {
  private let pool = WorkerPool(threads: 2)

  private func plan(_ dimension: Int) -> VectorAutoencoderPlan {
    var plan = VectorAutoencoderPlan(dimension: dimension)
    plan.hiddenSizes = [12]
    plan.epochs = 3
    plan.batchSize = 32
    return plan
  }

  @Test("A linear one with a squared error reaches the subspace of the principal components")
  func subspace() throws {
    let vectors = Matrix.cloud(rows: 256, columns: 6, decay: 0.55)
    var plan = VectorAutoencoderPlan(dimension: 2)
    (plan.hiddenSizes, plan.start, plan.heldOutShare) = ([], .random, 0)
    (plan.epochs, plan.batchSize, plan.learningRate) = (300, 64, 0.02)
    let autoencoder = try VectorAutoencoder(fitting: vectors, plan: plan, pool: pool)
    let pca = try PrincipalComponents(fitting: vectors, dimension: 2, pool: pool)

    // What comes back is the projection on that subspace, and moves only inside it.
    let restored = try autoencoder.restore(
      try autoencoder.reduce(vectors, pool: pool), pool: pool)
    let expected = try pca.restore(try pca.reduce(vectors, pool: pool), pool: pool)
    var (difference, size) = (0.0, 0.0)
    for row in 0..<vectors.rows {
      difference += Metric.squaredDistance(restored, expected, row: row)
      for column in 0..<6 {
        let offset = Double(expected[row, column] - pca.mean[column])
        size += offset * offset
      }
    }
    #expect(difference / size < 0.002, "\(difference / size)")
  }

  @Test("A start at PCA is PCA, and training only improves on it")
  func start() throws {
    let vectors = Matrix.cloud(rows: 200, columns: 8)
    let pca = try PrincipalComponents(fitting: vectors, dimension: 3, pool: pool)
    let measure = try ReductionMeasure(vectors, neighbors: 5, pool: pool)
    let expected = try measure.quality(of: pca, pool: pool)
    var plan = plan(3)
    plan.learningRate = 1e-12
    let first = try measure.quality(
      of: try VectorAutoencoder(fitting: vectors, plan: plan, pool: pool), pool: pool)
    #expect(abs(first.reconstructionError - expected.reconstructionError) < 1e-4)
    #expect(abs(first.neighborsKept - expected.neighborsKept) < 0.02)
    (plan.learningRate, plan.epochs) = (0.01, 40)
    let trained = try measure.quality(
      of: try VectorAutoencoder(fitting: vectors, plan: plan, pool: pool), pool: pool)
    #expect(trained.reconstructionError < expected.reconstructionError)
  }

  @Test(
    "The same seed gives the same weights with any number of threads",
    arguments: [
      [], ["gaussian:0.2", "l1:0.1"], ["masking:0.3"], ["neighbors:1", "k-sparse:2"],
    ])
  func threads(regularizers: [String]) throws {
    let vectors = Matrix.cloud(rows: 150, columns: 8)
    var plan = plan(3)
    // Otherwise the best epoch might be the start, which has no random numbers in it.
    plan.heldOutShare = 0
    plan.regularizers = regularizers.compactMap(Regularizer.init(rawValue:))
    let codes = try [1, 2, 3].map { threads in
      let pool = WorkerPool(threads: threads)
      return try VectorAutoencoder(fitting: vectors, plan: plan, pool: pool)
        .reduce(vectors, pool: pool).values
    }
    let isSame = codes[0] == codes[1] && codes[0] == codes[2]
    #expect(isSame)
    plan.seed = 2
    let other = try VectorAutoencoder(fitting: vectors, plan: plan, pool: pool)
      .reduce(vectors, pool: pool).values
    let isOther = other != codes[0]
    #expect(isOther)
  }

  @Test("A variational one, and cross-entropy on scaled components, learn")
  func learning() throws {
    let vectors = Matrix.cloud(rows: 200, columns: 8, decay: 0.4)
    let measure = try ReductionMeasure(vectors, neighbors: 5, pool: pool)
    var plan = plan(3)
    (plan.start, plan.epochs, plan.learningRate) = (.random, 60, 0.01)
    plan.regularizers = ["variational:0.001"].compactMap(Regularizer.init(rawValue:))
    let variational = try VectorAutoencoder(fitting: vectors, plan: plan, pool: pool)
    #expect(try measure.quality(of: variational, pool: pool).reconstructionError < 0.4)
    plan.regularizers = []
    (plan.loss, plan.codeActivation) = (.crossEntropy, .sigmoid)
    let scaled = try VectorAutoencoder(fitting: vectors, plan: plan, pool: pool)
    #expect(try measure.quality(of: scaled, pool: pool).reconstructionError < 0.6)
  }

  @Test("A k-sparse code has as many units as asked for")
  func sparse() throws {
    let vectors = Matrix.cloud(rows: 60, columns: 8)
    var plan = plan(5)
    plan.regularizers = ["k-sparse:2"].compactMap(Regularizer.init(rawValue:))
    let codes = try VectorAutoencoder(fitting: vectors, plan: plan, pool: pool)
      .reduce(vectors, pool: pool)
    for row in 0..<60 { #expect(codes.row(row).count { $0 != 0 } == 2) }
  }

  @Test("A code has the same bits alone, after writing and reading too")
  func files() throws {
    let folder = try TemporaryFolder()
    let vectors = Matrix.cloud(rows: 60, columns: 8)
    var plan = plan(3)
    plan.regularizers = ["gaussian:0.1"].compactMap(Regularizer.init(rawValue:))
    let reducers: [any VectorReducer] = [
      try VectorAutoencoder(fitting: vectors, plan: plan, pool: pool),
      try PrincipalComponents(fitting: vectors, dimension: 3, pool: pool),
    ]
    for reducer in reducers {
      let codes = try reducer.reduce(vectors, pool: pool)
      #expect(try reducer.reduce(vectors.rows(at: [7]), pool: pool).values == codes.row(7))
      try ReducerFolder.write(reducer, to: folder.file("a.reducer"), existing: .replace)
      let read = try ReducerFolder.open(folder.file("a.reducer"))
      #expect(read.inputDimension == 8 && read.dimension == 3)
      #expect(try read.reduce(vectors, pool: pool).values == codes.values)
      #expect(
        try read.restore(codes, pool: pool).values == reducer.restore(codes, pool: pool).values)
    }
    #expect(throws: FileError.alreadyExists(path: folder.file("a.reducer"))) {
      try ReducerFolder.write(reducers[0], to: folder.file("a.reducer"))
    }
  }

  @Test("A file whose plan or sizes do not fit its numbers is refused")
  func forged() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "a.reducer/x")
    let path = folder.file("a.reducer/model.safetensors")
    let plan =
      #"{"activation":"relu","batchSize":1,"codeActivation":"linear","dimension":2,"epochs":1,"#
      + #""heldOutShare":0,"hiddenSizes":[1000000,1000000],"learningRate":0.1,"loss":"#
      + #""squared-error","outputActivation":"linear","regularizers":[],"seed":1,"start":"random"}"#
    let metadata: [[(key: String, value: String)]] = [
      [("kind", "lsa")],
      [("kind", "reducer"), ("method", "magic")],
      [("kind", "reducer"), ("method", "pca"), ("input_dimension", "-4"), ("dimension", "2")],
      [("kind", "reducer"), ("method", "pca"), ("input_dimension", "2"), ("dimension", "2")],
      [
        ("kind", "reducer"), ("method", "autoencoder"), ("input_dimension", "2"),
        ("dimension", "2"), ("plan", "{}"),
      ],
      [
        ("kind", "reducer"), ("method", "autoencoder"), ("input_dimension", "2"),
        ("dimension", "2"), ("plan", plan),
      ],
    ]
    for metadata in metadata {
      try SafetensorsWriter.write(
        path: path, metadata: metadata,
        tensors: [("offset", [2], [0, 0]), ("factor", [2], [1, 1])])
      #expect(throws: FileError.self) { try ReducerFolder.open(folder.file("a.reducer")) }
    }
  }

  @Test("Settings out of bounds or that exclude each other are refused")
  func refusals() throws {
    let changes: [(inout VectorAutoencoderPlan) -> Void] = [
      { $0.dimension = 0 }, { $0.hiddenSizes = [0] }, { $0.learningRate = 0 },
      { $0.epochs = 0 }, { $0.heldOutShare = 0.9 }, { $0.loss = .crossEntropy },
      { $0.codeActivation = .tanh },
      { $0.regularizers = [Regularizer(rawValue: "contractive:1")].compactMap { $0 } },
      {
        $0.start = .random
        $0.regularizers = [Regularizer(rawValue: "kl:1")].compactMap { $0 }
      },
    ]
    for change in changes {
      var plan = plan(2)
      change(&plan)
      #expect(throws: ReductionError.self) { try plan.validate() }
    }
    for text in ["l1", "l1:-1", "l1:1:2", "huh:1", "k-sparse:1.5", "masking:2", ""] {
      #expect(Regularizer(rawValue: text) == nil)
    }
    #expect(Regularizer(rawValue: "kl:1:0.05")?.rawValue == "kl:1")
  }

  @Test("What progress throws ends the training")
  func interrupted() {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      _ = try VectorAutoencoder(
        fitting: Matrix.cloud(rows: 60, columns: 8), plan: plan(2), pool: pool
      ) { _ in throw Stop() }
    }
  }
}

extension Metric {
  /// The squared distance of two rows of the same number.
  static func squaredDistance(_ first: Matrix, _ second: Matrix, row: Int) -> Double {
    let distance = Metric.l2(first, row: row, second, row: row)
    return distance * distance
  }
}
