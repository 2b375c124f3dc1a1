import TensorKit

extension SentenceAutoencoder {
  /// Sentences from vectors `[n × dimension]`, corrected by reading the guesses again.
  ///
  /// The vector e of a guess differs from the vector z that is to be decoded. In each round, the place that is
  /// decoded next is moved by z − e: what the guess lacks is asked for twice. The guess whose vector is
  /// nearest to z is the answer, so more rounds never give a vector farther away. A row whose guess has the
  /// vector itself is done.
  ///
  /// - Parameters:
  ///   - vectors: rows of `embed`, or anything in their space.
  ///   - rounds: how often to correct, at the most; 0 decodes once.
  /// - Returns: a sentence for every row, which does not depend on the other rows.
  /// - Throws: `FileError` if the decoder, which is read at the first call, is damaged.
  public func decode(_ vectors: Matrix, rounds: Int) throws -> [DecodedSentence] {
    precondition(rounds >= 0, "\(rounds) rounds")
    var guesses = try decode(vectors)
    var best = guesses
    var nearest = [Float](repeating: .infinity, count: vectors.rows)
    let places = Matrix(rows: vectors.rows, columns: dimension)
    places.copy(from: vectors)
    var open = Array(0..<vectors.rows)
    for round in 0...rounds where !open.isEmpty {
      let found = embed(tokens: open.map { guesses[$0].tokens + [tokenizer.eosID] })
      var missed: [Int] = []
      for (row, number) in open.enumerated() {
        var distance: Float = 0
        for column in 0..<dimension {
          let difference = vectors[number, column] - found[row, column]
          distance += difference * difference
          places[number, column] += difference
        }
        if distance < nearest[number] {
          nearest[number] = distance
          best[number] = guesses[number]
        }
        if distance > 0 { missed.append(number) }
      }
      open = missed
      guard round < rounds, !open.isEmpty else { break }
      for (number, guess) in zip(open, try decode(places.rows(at: open))) {
        guesses[number] = guess
      }
    }
    return best
  }
}
