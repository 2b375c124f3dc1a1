import DataStructures
import FileFormats

/// The course of a training, from the lines that it wrote, and what it means.
public struct TrainingCurves: Equatable, Sendable {
  /// One validation.
  public struct Point: Equatable, Sendable {
    /// Updates made so far.
    public let step: Int
    /// The mean loss of the training sentences since the last validation; nil before training.
    public let training: Double?
    /// The mean loss of the held-out sentences.
    public let validation: Double
    /// The share of held-out tokens that the decoder ranks first; nil without a decoder.
    public let tokenAccuracy: Double?
    /// The share of held-out sentences that come back exactly; nil without a decoder.
    public let exact: Double?
    /// How well damaged copies find their sentences; nil unless it was measured.
    public let retrieval: Double?
  }

  /// The validations in their order, at most `mostPoints`.
  public let points: [Point]

  /// More validations are thinned out.
  static let mostPoints = 500
  /// More lines are not read.
  private static let mostLines = 1_000_000

  /// Curves through points.
  init(_ points: [Point]) {
    let shown = min(points.count, Self.mostPoints)
    self.points = (0..<shown).map { points[(($0 + 1) * points.count) / shown - 1] }
  }

  /// Reads `log.jsonl` of a model; nil if it has no line.
  ///
  /// - Throws: `FileError.malformed` for a line that is no validation.
  public init?(log path: String) throws(FileError) {
    let reader = try LineReader(path: path)
    var points: [Point] = []
    while points.count < Self.mostLines, let line = try reader.next() {
      let value = try JSONValue(parsing: line, path: path)
      guard let step = value["step"]?.wholeNumber,
        let validation = value["validationLoss"]?.doubleValue
      else {
        throw .malformed(
          path: path, line: points.count + 1, reason: "no step and validationLoss in a validation")
      }
      points.append(
        Point(
          step: step, training: step == 0 ? nil : value["trainLoss"]?.doubleValue,
          validation: validation, tokenAccuracy: value["tokenAccuracy"]?.doubleValue,
          exact: value["exactReconstructions"]?.doubleValue,
          retrieval: value["retrieval"]?.doubleValue))
    }
    guard !points.isEmpty else { return nil }
    self.init(points)
  }

  /// What the curves mean, in a sentence or two.
  public var meaning: String {
    guard points.count >= 3, let last = points.last,
      let best = points.min(by: { $0.validation < $1.validation })
    else { return "There are too few validations to see a trend." }
    let step = TextFormat.grouped(best.step)
    if last.validation > best.validation * 1.02 {
      return "The loss on held-out sentences was lowest at step \(step) and rose afterwards. From "
        + "there on, the model learned its text by heart and got worse on other text."
    }
    // What the last quarter of the run gained, as a share of what the whole run did.
    let before = points[points.count * 3 / 4]
    let gained = points[0].validation - last.validation
    if gained > 0, before.validation - last.validation > 0.05 * gained {
      return
        "The loss on held-out sentences was still falling at the end, so longer training would "
        + "probably help."
    }
    return "The loss on held-out sentences hardly fell any more at the end: the training was long "
      + "enough for this model and text."
  }

  var json: JSONValue {
    func column(_ value: (Point) -> Double?) -> JSONValue {
      .array(points.map { value($0).map { .float(Float($0)) } ?? .null })
    }
    return [
      "meaning": .string(meaning), "step": .array(points.map { .integer($0.step) }),
      "training": column(\.training), "validation": column { $0.validation },
      "tokenAccuracy": column(\.tokenAccuracy), "exact": column(\.exact),
      "retrieval": column(\.retrieval),
    ]
  }
}
