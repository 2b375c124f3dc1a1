import SentenceEmbedding
import TensorKit

extension SentenceAutoencoder {
  /// Paraphrases of a sentence, decoded from its vector and from points near it, best first.
  ///
  /// ```swift
  /// for paraphrase in try model.paraphrases(of: "the food was great .") {
  ///   print(paraphrase.similarity, paraphrase.text)
  /// }
  /// ```
  /// Candidates are the best sentences of a beam, sentences sampled token by token, and the most
  /// likely sentences of vectors with Gaussian noise added. Each differs from the others and from
  /// the original in at least one word. Each is encoded again; those with vectors closest to the
  /// original's come first. The same seed gives the same paraphrases, whatever other sentences are
  /// asked for.
  ///
  /// - Throws: `FileError` if the decoder, which is read when first used, is damaged.
  public func paraphrases(
    of sentence: String, options: ParaphraseOptions = ParaphraseOptions()
  ) throws -> [Paraphrase] {
    let vector = embed([sentence])
    var seen: Set = [WordDifference.words(of: sentence)]
    var texts: [(text: String, origin: Paraphrase.Origin)] = []
    for (decoded, origin) in try candidates(vector, options) {
      let text = text(of: decoded)
      let words = WordDifference.words(of: text)
      if !words.isEmpty, seen.insert(words).inserted { texts.append((text, origin)) }
    }
    let vectors = embed(texts.map(\.text))
    let found = texts.enumerated().map { row, candidate in
      Paraphrase(
        text: candidate.text, similarity: Metric.cosine(vector, row: 0, vectors, row: row),
        changedWords: WordDifference.share(sentence, candidate.text), origin: candidate.origin)
    }
    let best = found.sorted { ($0.similarity, $1.text) > ($1.similarity, $0.text) }
    return Array(best.prefix(options.count))
  }

  private func candidates(
    _ vector: Matrix, _ options: ParaphraseOptions
  ) throws -> [(DecodedSentence, Paraphrase.Origin)] {
    var found: [(DecodedSentence, Paraphrase.Origin)] = []
    if options.beam > 0 {
      found += try decode(vector, beam: options.beam).map { ($0, .beam) }
    }
    if options.samples > 0 {
      let sampler = TokenSampler(
        temperature: options.temperature, topP: options.topP, seed: options.seed)
      let copies = vector.rows(at: Array(repeating: 0, count: options.samples))
      found += try decode(copies, sampler: sampler).map { ($0, .sampling) }
    }
    if options.moves > 0 {
      found += try decode(moved(vector, options)).map { ($0, .noise) }
    }
    return found
  }

  /// Vectors around `vector` [1 × dimension], at growing distances: [moves × dimension].
  private func moved(_ vector: Matrix, _ options: ParaphraseOptions) -> Matrix {
    let moved = vector.rows(at: Array(repeating: 0, count: options.moves))
    let length = vector.row(0).reduce(0) { $0 + $1 * $1 }.squareRoot()
    // Noise of this deviation in each of d dimensions has approximately the desired length.
    let scale = options.distance * length / Float(dimension).squareRoot()
    for row in 0..<options.moves {
      var random = RandomStream(seed: options.seed, purpose: .latentNoise, item: UInt64(row))
      let deviation = scale * Float(row + 1) / Float(options.moves)
      for column in 0..<dimension { moved[row, column] += deviation * random.normal() }
    }
    return moved
  }
}
