import SentenceEmbedding
import TensorKit

/// A sentence decoded on the way from one sentence to another.
public struct InterpolationStep: Sendable, Equatable {
  /// The position on the way: 0 at the first sentence, 1 at the last.
  public let position: Double
  /// The decoded text.
  public let text: String
  /// The cosine of the vectors of this text and of the first sentence.
  public let similarityToFirst: Double
  /// The cosine of the vectors of this text and of the last sentence.
  public let similarityToLast: Double
}

extension SentenceAutoencoder {
  /// Decodes sentences at `steps + 1` points of the way from one vector to another.
  ///
  /// The ends are included, so they show how the model reconstructs the two sentences. Bowman et
  /// al. 2016, "Generating Sentences from a Continuous Space".
  public func interpolation(
    from first: String, to last: String, steps: Int = 5, path: InterpolationPath = .linear
  ) throws -> [InterpolationStep] {
    precondition(steps > 0, "\(steps) steps")
    let ends = embed([first, last])
    let cosine = Metric.cosine(ends, row: 0, ends, row: 1)
    let lengths = (0...1).map { row in
      Double(ends.withRow(row) { Kernels.sumOfSquares($0) }).squareRoot()
    }
    let points = Matrix(rows: steps + 1, columns: dimension)
    for row in 0...steps {
      let shares = path.shares(
        at: Double(row) / Double(steps), cosine: cosine, lengths: (lengths[0], lengths[1]))
      for column in 0..<dimension {
        points[row, column] =
          ends[0, column] * Float(shares.first) + ends[1, column] * Float(shares.last)
      }
    }
    let texts = try decode(points).map(text)
    let vectors = embed(texts)
    return texts.enumerated().map { row, text in
      InterpolationStep(
        position: Double(row) / Double(steps), text: text,
        similarityToFirst: Metric.cosine(ends, row: 0, vectors, row: row),
        similarityToLast: Metric.cosine(ends, row: 1, vectors, row: row))
    }
  }
}
