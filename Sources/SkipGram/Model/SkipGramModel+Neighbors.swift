import TensorKit

/// How the fourth word of an analogy is found.
public enum AnalogyMethod: String, CaseIterable, Sendable {
  /// Largest cosine with b − a + c of unit vectors (Mikolov et al. 2013): 3CosAdd.
  case addition
  /// Largest cos(b) cos(c) / cos(a), cosines moved to 0 … 1 (Levy and Goldberg 2014): 3CosMul.
  case multiplication
}

extension SkipGramModel {
  /// The words whose vectors have the largest cosine with that of `word`, best first.
  ///
  /// Among equals the more frequent word comes first; `word` itself is left out.
  /// - Throws: `SkipGramError.unknownWord`.
  public func neighbors(of word: String, count: Int) throws(SkipGramError) -> [WordNeighbor] {
    let unit = try unitVector(of: word)
    return best(count, scores: cosines(with: unit), except: Set([row(of: word)].compactMap(\.self)))
  }

  /// The words whose vectors have the largest cosine with `vector`, `[dimension]`, best first.
  public func neighbors(
    ofVector vector: [Float], count: Int, except words: [String] = []
  ) -> [WordNeighbor] {
    precondition(
      vector.count == dimension, "\(vector.count) components against \(dimension)")
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let unit = length > 0 ? vector.map { $0 / length } : vector
    return best(count, scores: cosines(with: unit), except: Set(words.compactMap(row)))
  }

  /// The words that are to `c` as `b` is to `a`, best first; the three themselves are left out.
  ///
  /// - Throws: `SkipGramError.unknownWord`.
  public func analogy(
    _ a: String, _ b: String, _ c: String, count: Int, method: AnalogyMethod = .addition
  ) throws(SkipGramError) -> [WordNeighbor] {
    let units = [try unitVector(of: a), try unitVector(of: b), try unitVector(of: c)]
    let scores: [Float]
    switch method {
    case .addition:
      let target = (0..<dimension).map { units[1][$0] - units[0][$0] + units[2][$0] }
      let length = target.reduce(0) { $0 + $1 * $1 }.squareRoot()
      scores = cosines(with: length > 0 ? target.map { $0 / length } : target)
    case .multiplication:
      let cosines = units.map { self.cosines(with: $0).map { ($0 + 1) / 2 } }
      // The small number keeps an opposite word from dividing by zero; theirs.
      scores = words.indices.map { cosines[1][$0] * cosines[2][$0] / (cosines[0][$0] + 0.001) }
    }
    return best(count, scores: scores, except: Set([a, b, c].compactMap(row)))
  }

  /// The cosine of two words.
  ///
  /// - Throws: `SkipGramError.unknownWord`.
  public func similarity(_ first: String, _ second: String) throws(SkipGramError) -> Float {
    let x = try unitVector(of: first)
    let y = try unitVector(of: second)
    return Kernels.dot(x.span, y.span)
  }

  private func unitVector(of word: String) throws(SkipGramError) -> [Float] {
    guard let vector = vector(of: word) else { throw .unknownWord(word) }
    let length = Kernels.sumOfSquares(vector.span).squareRoot()
    return vector.map { length > 0 ? $0 / length : 0 }
  }

  /// The cosine of a unit vector with every word: [words].
  private func cosines(with unit: [Float]) -> [Float] {
    words.indices.map { row in
      wordVectors.withRow(row) { Kernels.dot($0, unit.span) } * inverseLengths[row]
    }
  }

  private func best(_ count: Int, scores: [Float], except rows: Set<Int>) -> [WordNeighbor] {
    Neighbor.best(count, of: scores.span, excluding: rows).map {
      WordNeighbor(word: words[$0.id], neighbor: $0)
    }
  }
}
