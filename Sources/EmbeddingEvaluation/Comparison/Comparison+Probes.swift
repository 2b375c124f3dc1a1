import SentenceEmbedding
import TensorKit

extension Comparison {
  /// How far each probe moves the vector, relative to the distance to a random sentence.
  func movement(
    of probes: [ProbePair], by embedder: any SentenceEmbedder, scale: Double
  ) throws -> [Double] {
    let first = try embedder.embed(probes.map(\.first))
    let second = try embedder.embed(probes.map(\.second))
    // Vectors that all point the same way leave no distance to measure by.
    let distance = max(1 - scale, 1e-6)
    return probes.indices.map { row in
      // Sentences without a known word are zeros: they have no cosine, but did not move either.
      first.row(row) == second.row(row)
        ? 0 : (1 - Metric.cosine(first, row: row, second, row: row)) / distance
    }
  }

  /// The figures of every kind of probe that occurs.
  func results(of probes: [ProbePair], movements: [[Double]]) -> [ComparisonResult.Probe] {
    let bootstrap = Bootstrap(seed: seed)
    let paraphrases = probes.indices.filter { probes[$0].kind == .paraphrase }
    return ProbeKind.allCases.compactMap { kind in
      let members = probes.indices.filter { probes[$0].kind == kind }
      guard !members.isEmpty else { return nil }
      let values = movements.map { movement in members.map { movement[$0] } }
      let nearer: [Double]? =
        kind.changesMeaning && !paraphrases.isEmpty
        ? zip(movements, values).map { movement, changed in
          share(of: paraphrases.map { movement[$0] }, below: changed)
        } : nil
      return ComparisonResult.Probe(
        kind: kind, pairs: members.count, movement: values.map(mean),
        intervals: values.map { values in
          bootstrap.interval(count: values.count, pool: pool) { weightedMean(values, counts: $0) }
        },
        winner: winner(values, largest: kind.changesMeaning, bootstrap: bootstrap),
        paraphraseIsNearer: nearer)
    }
  }

  /// The model with the best mean, if no interval of its lead over another includes zero.
  private func winner(_ values: [[Double]], largest: Bool, bootstrap: Bootstrap) -> Int? {
    let means = values.map(mean)
    guard
      let best = means.indices.max(by: { largest ? means[$0] < means[$1] : means[$0] > means[$1] })
    else { return nil }
    for other in means.indices where other != best {
      let lead = PairedDifference.mean(
        values[best], values[other], bootstrap: bootstrap, pool: pool)
      guard let interval = lead?.interval, largest ? interval.lower > 0 : interval.upper < 0 else {
        return nil
      }
    }
    return best
  }

  /// The share of all pairs of the two lists in which the first value is smaller; ties count half.
  private func share(of first: [Double], below second: [Double]) -> Double {
    var wins = 0.0
    for a in first { for b in second { wins += a < b ? 1 : (a == b ? 0.5 : 0) } }
    return wins / Double(first.count * second.count)
  }
}
