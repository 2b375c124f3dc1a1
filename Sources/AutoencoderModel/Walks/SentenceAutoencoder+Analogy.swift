import TensorKit

/// A sentence that was moved in the space of vectors, and decoded there.
public struct MovedSentence: Sendable, Equatable {
  /// The decoded text.
  public let text: String
  /// The cosine of the vector of the text and the place where the sentence was moved.
  public let similarity: Double
  /// The cosine of the vectors of the text and of the sentence that was moved.
  public let similarityToInput: Double
}

extension SentenceAutoencoder {
  /// The difference of the mean vectors of two lists of sentences: `[dimension]`.
  ///
  /// If the lists differ in one respect, such as sentiment or tense, so does a sentence that is moved along
  /// it (Bowman et al. 2016; Shen et al. 2020). Both lists have sentences.
  public func direction(from first: [String], to last: [String]) -> [Float] {
    precondition(!first.isEmpty && !last.isEmpty, "no mean of no sentences")
    return zip(mean(of: first), mean(of: last)).map { Float($1 - $0) }
  }

  private func mean(of sentences: [String]) -> [Double] {
    let vectors = embed(sentences)
    var sums = [Double](repeating: 0, count: dimension)
    for row in 0..<vectors.rows {
      vectors.withRow(row) { for i in $0.indices { sums[i] += Double($0[i]) } }
    }
    return sums.map { $0 / Double(vectors.rows) }
  }

  /// Decodes sentences at their vectors plus `scale` times a direction `[dimension]`.
  ///
  /// - Throws: `FileError` if the decoder, which is read when first used, is damaged.
  public func moved(
    _ sentences: [String], along direction: [Float], scale: Float = 1
  ) throws -> [MovedSentence] {
    precondition(direction.count == dimension, "\(direction.count) components of \(dimension)")
    let inputs = embed(sentences)
    let places = Matrix(rows: inputs.rows, columns: dimension)
    for row in 0..<inputs.rows {
      for column in 0..<dimension {
        places[row, column] = inputs[row, column] + scale * direction[column]
      }
    }
    let texts = try decode(places).map(text)
    let vectors = embed(texts)
    return texts.enumerated().map { row, text in
      MovedSentence(
        text: text, similarity: Metric.cosine(places, row: row, vectors, row: row),
        similarityToInput: Metric.cosine(inputs, row: row, vectors, row: row))
    }
  }

  /// The sentence that is to `third` as `second` is to `first`: decoded from c + scale · (b − a).
  ///
  /// - Throws: `FileError` if the decoder, which is read when first used, is damaged.
  public func analogy(
    _ first: String, _ second: String, _ third: String, scale: Float = 1
  ) throws -> MovedSentence {
    let moved = try moved([third], along: direction(from: [first], to: [second]), scale: scale)
    return moved[0]
  }
}
