import AnomalyDetection
import FileFormats
import TensorKit
import TestSupport
import Testing

@Suite("Anomaly detectors")
struct DetectorTests {
  private struct Golden: Decodable {
    struct Vectors: Decodable {
      let dimension: Int
      let normal: [Float]
      let others: [Float]
      let mahalanobis: [Double]
      let neighbors: [Double]

      func matrix(_ values: [Float]) -> Matrix {
        Matrix(rows: values.count / dimension, columns: dimension, values: values)
      }
    }
    struct Ranking: Decodable {
      let name: String
      let scores: [Double]
      let isAnomalous: [Bool]
      let rocAUC: Double
      let prAUC: Double
      let bestF1: Double
    }
    let vectors: Vectors
    let rankings: [Ranking]
  }

  private static let golden = Result { () throws -> Golden in
    try GoldenFile.decode("anomalies.json")
  }
  private let pool = WorkerPool(threads: 2)

  @Test("distances are those of scikit-learn")
  func distances() throws {
    let golden = try Self.golden.get().vectors
    let normal = Observations(vectors: golden.matrix(golden.normal))
    let others = Observations(vectors: golden.matrix(golden.others))
    for (kind, expected) in [
      (MahalanobisDetector.self as any AnomalyDetector.Type, golden.mahalanobis),
      (NeighborDetector.self, golden.neighbors),
    ] {
      let found = try kind.fit(normal, seed: 1, pool: pool).scores(of: others, pool: pool)
      for (first, second) in zip(found, expected) {
        #expect(abs(first / second - 1) < 1e-4, "\(kind.name): \(first), not \(second)")
      }
    }
  }

  @Test("areas under curves and the best F1 are those of scikit-learn, with ties too")
  func rankings() throws {
    for one in try Self.golden.get().rankings {
      let found = RankingFigures(scores: one.scores, isAnomalous: one.isAnomalous)
      #expect(abs(found.rocAUC - one.rocAUC) < 1e-12, "\(one.name)")
      #expect(abs(found.prAUC - one.prAUC) < 1e-12, "\(one.name)")
      #expect(abs(found.best.f1 - one.bestF1) < 1e-12, "\(one.name)")
      let atBest = ThresholdFigures(
        one.scores, one.isAnomalous, threshold: found.best.threshold)
      #expect(abs(atBest.f1 - found.best.f1) < 1e-12, "\(one.name)")
    }
  }

  /// Normal points on a line in the plane, and others beside it.
  private func line(_ count: Int, away: Float, seed: UInt64) -> Observations {
    var random = RandomStream(seed: seed, purpose: .testData)
    let vectors = Matrix(rows: count, columns: 3)
    var losses: [Double] = []
    for row in 0..<count {
      let place = random.normal()
      vectors[row, 0] = place
      vectors[row, 1] = place + random.normal() / 10 + away
      vectors[row, 2] = random.normal() / 10
      losses.append(Double(abs(random.normal()) + away))
    }
    return Observations(vectors: vectors, losses: losses)
  }

  @Test("what lies beside the normal texts has a higher score by every detector")
  func model() throws {
    let model = try AnomalyModel.fit(line(300, away: 0, seed: 1), quantile: 0.95, pool: pool)
    #expect(model.names == AnomalyDetectors.names)
    let normal = model.scores(of: line(200, away: 0, seed: 2), pool: pool)
    let others = model.scores(of: line(200, away: 3, seed: 3), pool: pool)
    for name in model.names {
      let scores = try #require(normal[name]) + #require(others[name])
      let figures = RankingFigures(
        scores: scores, isAnomalous: scores.indices.map { $0 >= 200 })
      #expect(figures.rocAUC > 0.95, "\(name) \(figures.rocAUC)")
      let threshold = try #require(model.thresholds[name])
      let alarms = try #require(normal[name]).count { $0 >= threshold }
      #expect(alarms < 60, "\(name): \(alarms) false alarms")
    }
  }

  @Test("without losses the decoder's detector is left out; thresholds can be tuned")
  func tuning() throws {
    let normal = Observations(vectors: line(100, away: 0, seed: 1).vectors)
    var model = try AnomalyModel.fit(normal, pool: pool)
    #expect(model.names == ["combined", "mahalanobis", "neighbors"])
    let before = model.thresholds
    let vectors = Matrix(rows: 0, columns: 3)
    for part in [line(50, away: 0, seed: 5), line(50, away: 0.5, seed: 6)] {
      let start = vectors.rows
      vectors.resize(rows: start + 50)
      for row in 0..<50 {
        for column in 0..<3 { vectors[start + row, column] = part.vectors[row, column] }
      }
    }
    model.tune(
      on: Observations(vectors: vectors), isAnomalous: (0..<100).map { $0 >= 50 }, pool: pool)
    #expect(model.thresholds != before)
    #expect(throws: AnomalyError.tooFewTexts(count: 19, needed: 20)) {
      try AnomalyModel.fit(line(19, away: 0, seed: 1), pool: pool)
    }
    #expect(throws: AnomalyError.noVariation) {
      try AnomalyModel.fit(Observations(vectors: Matrix(rows: 30, columns: 2)), pool: pool)
    }
  }

  @Test("come back from their folder to the bit, whatever the threads")
  func files() throws {
    let folder = try TemporaryFolder()
    let normal = line(100, away: 0, seed: 1)
    let one = try AnomalyModel.fit(normal, pool: WorkerPool(threads: 1))
    let three = try AnomalyModel.fit(normal, pool: WorkerPool(threads: 3))
    let records = RecordEncoder(
      names: ["size", "kind"], records: (0..<50).map { ["\($0)", $0 % 2 == 0 ? "a" : "b"] })
    for (number, model) in [one, three].enumerated() {
      try AnomalyFile(
        model, records: records, path: folder.file("\(number).anomalies"),
        encoderPath: "x.textae", encoderChecksum: 7, dimension: 3
      ).write()
    }
    for name in ["config.json", "model.safetensors"] {
      #expect(try folder.read("0.anomalies/\(name)") == folder.read("1.anomalies/\(name)"))
    }
    let file = try AnomalyFile(contentsOf: folder.file("0.anomalies"))
    #expect(file.records == records && file.encoderChecksum == 7)
    #expect(file.encoderPaths == ["x.textae", folder.file("x.textae")])
    let others = line(30, away: 1, seed: 9)
    #expect(file.model.scores(of: others, pool: pool) == one.scores(of: others, pool: pool))
    #expect(file.model.thresholds == one.thresholds)
  }

  @Test("a forged configuration is refused")
  func damage() throws {
    let folder = try TemporaryFolder()
    let good =
      #"{"version":1,"dimension":2,"encoder":{"path":"m","checksum":"1"},"#
      + #""detectors":[{"name":"neighbors","mean":1,"deviation":1,"threshold":2}],"#
      + #""fields":[{"name":"f","bounds":[1,2]}]}"#
    for (old, new) in [
      ("", ""), ("neighbors", "magic"), (":2,\"enc", ":0,\"enc"), ("[1,2]", "[2,1]"),
      ("\"deviation\":1", "\"deviation\":0"), ("\"1\"", "\"x\""),
      ("\"version\":1", "\"version\":9"),
      (":2,\"enc", ":3,\"enc"), ("[{\"name\":\"f\",\"bounds\":[1,2]}]", "[]"),
      ("\"bounds\":[1,2]", "\"values\":[\"b\",\"a\"]"),
    ] {
      let text = old.isEmpty ? good : good.replacing(old, with: new)
      let path = folder.file("f.anomalies")
      try folder.write("", to: "f.anomalies/x")
      try SafetensorsWriter.write(
        path: path + "/model.safetensors",
        metadata: [("kind", "anomalies"), ("configuration", text)],
        tensors: [("neighbors.vectors", [2, 2], [1, 2, 3, 4])])
      if old.isEmpty {
        #expect(try AnomalyFile(contentsOf: path).dimension == 2)
      } else {
        #expect(throws: FileError.self, "\(new)") { try AnomalyFile(contentsOf: path) }
      }
    }
  }
}
