import Classification
import FileFormats
import SentenceEmbedding
import TensorKit
import TestSupport
import Testing

@Suite("Classifiers")
struct ClassifierTests {
  private struct Case: Decodable {
    let name: String
    let inverseRegularization: Double
    let texts: [String]
    let labels: [String]
    let held: [String]
    let heldLabels: [String]
    let classes: [String]
    let probabilities: [[Double]]
    let predictions: [String]
    let accuracy: Double
    let macroF1: Double
    let confusion: [[Int]]
    let precision: [Double]
    let recall: [Double]
  }

  private static let cases = Result { () throws -> [Case] in
    try GoldenFile.decode("classifier.json")
  }
  private let pool = WorkerPool(threads: 2)

  @Test("TF-IDF and logistic regression give the probabilities and figures of scikit-learn")
  func peer() throws {
    for one in try Self.cases.get() {
      var options = HeadOptions()
      options.inverseRegularization = one.inverseRegularization
      let classifier = try TextClassifier.train(
        on: one.texts, labels: one.labels, features: TermFeatures(countedIn: one.texts),
        options: options, pool: pool)
      #expect(classifier.labels == one.classes)
      let predictions = try classifier.predict(one.held)
      #expect(predictions.map(\.label) == one.predictions, "\(one.name)")
      for (found, expected) in zip(predictions, one.probabilities) {
        for (first, second) in zip(found.probabilities, expected) {
          #expect(abs(first - second) < 2e-3, "\(one.name): \(first), not \(second)")
        }
        #expect(found.probability == found.probabilities.max())
      }
      let report = try classifier.evaluate(one.held, labels: one.heldLabels)
      #expect(report.confusion == one.confusion)
      #expect(abs(report.accuracy - one.accuracy) < 1e-12)
      #expect(abs(report.macroF1 - one.macroF1) < 1e-12)
      for (figures, (precision, recall)) in zip(report.figures, zip(one.precision, one.recall)) {
        #expect(abs(figures.precision - precision) < 1e-12)
        #expect(abs(figures.recall - recall) < 1e-12)
      }
    }
  }

  /// Two numbers a text: it belongs to "same" if their signs agree, which no linear head can tell.
  private struct Corners: SentenceEmbedder {
    var dimension: Int { 2 }
    var checksum: UInt64 { 5 }
    func embed(_ sentences: [String]) -> Matrix {
      let result = Matrix(rows: sentences.count, columns: 2)
      for (row, sentence) in sentences.enumerated() {
        var random = RandomStream(
          seed: 1, purpose: .testData, item: UInt64(sentence.split(separator: " ")[1]) ?? 0)
        for column in 0..<2 {
          let sign: Float =
            sentence.utf8[sentence.utf8.index(sentence.startIndex, offsetBy: column)]
              == UInt8(ascii: "+") ? 1 : -1
          result[row, column] = 100 + sign * (2 + random.normal() / 2)
        }
      }
      return result
    }
  }

  private var corners: (texts: [String], labels: [String]) {
    let signs = ["++", "--", "+-", "-+"]
    let texts = (0..<200).map { "\(signs[$0 % 4]) \($0)" }
    return (texts, (0..<200).map { $0 % 4 < 2 ? "same" : "other" })
  }

  @Test("a hidden layer learns what a linear one cannot, with the same bits for any threads")
  func neural() throws {
    let (texts, labels) = corners
    func train(_ kind: any ClassifierHead.Type, threads: Int) throws -> TextClassifier {
      try TextClassifier.train(
        on: texts, labels: labels, features: VectorFeatures(Corners()), head: kind,
        pool: WorkerPool(threads: threads))
    }
    let linear = try train(LogisticHead.self, threads: 1)
    let neural = try train(NeuralHead.self, threads: 1)
    #expect(try linear.evaluate(texts, labels: labels).accuracy < 0.75)
    #expect(try neural.evaluate(texts, labels: labels).accuracy > 0.95)
    for kind in ClassifierHeads.all {
      let (one, three) = (try train(kind, threads: 1), try train(kind, threads: 3))
      #expect(one.head.tensors.map(\.values) == three.head.tensors.map(\.values))
    }
    #expect(throws: ClassificationError.needsVectors(head: "neural")) {
      try TextClassifier.train(
        on: texts, labels: labels, features: TermFeatures(countedIn: texts), head: NeuralHead.self,
        pool: pool)
    }
  }

  @Test("come back from their folder to the bit, and only with their encoder")
  func files() throws {
    let folder = try TemporaryFolder()
    let (texts, labels) = corners
    for kind in ClassifierHeads.all {
      let classifier = try TextClassifier.train(
        on: texts, labels: labels, features: VectorFeatures(Corners()), head: kind, pool: pool)
      let path = folder.file("\(kind.name).classifier")
      try ClassifierFile(classifier, path: path, mode: "frozen", encoderPath: "corners.model")
        .write()
      let file = try ClassifierFile(contentsOf: path)
      #expect(file.labels == ["other", "same"] && file.headName == kind.name)
      #expect(file.encoderPaths == ["corners.model", folder.file("corners.model")])
      let read = try file.classifier(with: VectorFeatures(Corners()), encoder: "corners.model")
      #expect(try read.predict(texts) == classifier.predict(texts))
      #expect(
        throws: ClassificationError.otherEncoder(classifier: path, encoder: "words")
      ) { try file.classifier(with: TermFeatures(countedIn: texts), encoder: "words") }
      #expect(throws: FileError.alreadyExists(path: path)) {
        try ClassifierFile(classifier, path: path, mode: "frozen", encoderPath: "x").write()
      }
    }
  }

  @Test("a damaged or foreign file is refused")
  func damage() throws {
    let folder = try TemporaryFolder()
    let (texts, labels) = corners
    let classifier = try TextClassifier.train(
      on: texts, labels: labels, features: VectorFeatures(Corners()), pool: pool)
    let path = folder.file("c.classifier")
    try ClassifierFile(classifier, path: path, mode: "frozen", encoderPath: "m").write()
    var bytes = try fileBytes(path + "/model.safetensors")
    bytes[bytes.count - 3] ^= 1
    try folder.write(bytes, to: "c.classifier/model.safetensors")
    #expect(throws: FileError.checksumMismatch(path: path + "/model.safetensors")) {
      try ClassifierFile(contentsOf: path)
    }
    let good =
      #"{"version":1,"head":"logistic","mode":"x","features":1,"labels":["a","b"],"#
      + #""encoder":{"path":"m","checksum":"1"}}"#
    for (old, new) in [
      ("", ""), ("logistic", "magic"), (":1,\"labels", ":-1,\"labels"), ("\"b\"", "\"a\""),
      ("\"checksum\":\"1\"", "\"checksum\":\"x\""), ("\"version\":1", "\"version\":2"),
      (":1,\"labels", ":9000000000000000000,\"labels"), ("[\"a\",\"b\"]", "[]"),
    ] {
      let text = old.isEmpty ? good : good.replacing(old, with: new)
      try SafetensorsWriter.write(
        path: path + "/model.safetensors",
        metadata: [("kind", "classifier"), ("configuration", text)],
        tensors: [("weight", [2, 1], [1, 2]), ("bias", [2], [0, 0])])
      if old.isEmpty {
        #expect(try ClassifierFile(contentsOf: path).labels == ["a", "b"])
      } else {
        #expect(throws: FileError.self, "\(new)") { try ClassifierFile(contentsOf: path) }
      }
    }
  }

  @Test("examples of one class are refused, and a class never seen is always missed")
  func classes() throws {
    let features = VectorFeatures(Corners())
    #expect(throws: ClassificationError.tooFewClasses(["a"])) {
      try TextClassifier.train(on: ["++ 1"], labels: ["a"], features: features, pool: pool)
    }
    #expect(throws: ClassificationError.tooFewClasses([])) {
      try TextClassifier.train(on: [], labels: [], features: features, pool: pool)
    }
    let two = try TextClassifier.train(
      on: ["++ 1", "-- 2"], labels: ["a", "b"], features: features, pool: pool)
    let report = try two.evaluate(["++ 1", "++ 1"], labels: ["c", "a"])
    #expect(report.classes == ["a", "b", "c"] && report.accuracy == 0.5)
  }
}
