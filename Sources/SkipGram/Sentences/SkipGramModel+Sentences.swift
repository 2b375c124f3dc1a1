import SentenceEmbedding
import TensorKit
import Tokenization

extension SkipGramModel {
  /// The rows of the words of a sentence, in order, without the words that have no vector.
  ///
  /// Words are those of the tokenizer. A model without one takes runs of letters and digits, and
  /// single other characters; each is looked up as it is, then in lower case.
  public func rows(of sentence: String) -> [Int] {
    guard let tokenizer else { return plainWords(of: sentence).compactMap(plainRow) }
    return tokenizer.encode(sentence).compactMap { id in
      let row = rowOfToken[Int(id)]
      return row >= 0 ? Int(row) : nil
    }
  }

  /// Which words of a sentence have a vector.
  ///
  /// With byte pairs a word counts as known if one of its parts has a vector.
  func coverage(of sentence: String) -> WordCoverage {
    guard let tokenizer else {
      return WordCoverage(words: plainWords(of: sentence)) {
        plainRow(of: $0) != nil || subwords?.vector(ofUnknown: Array($0.utf8)) != nil
      }
    }
    return WordCoverage(words: tokenizer.words(of: sentence)) { word in
      guard tokenizer.model == .word else { return !rows(of: word).isEmpty }
      return tokenizer.id(of: word).map { rowOfToken[Int($0)] >= 0 } ?? false
    }
  }

  /// The composed vectors of the words of a sentence that have no row, ordered by their bytes.
  private func composedVectors(of sentence: String) -> [[Float]] {
    guard let subwords, tokenizer == nil else { return [] }
    return plainWords(of: sentence).filter { plainRow(of: $0) == nil }.map { Array($0.utf8) }
      .sorted { $0.lexicographicallyPrecedes($1) }
      .compactMap { subwords.vector(ofUnknown: $0) }
  }

  private func plainRow(of word: String) -> Int? {
    row(of: word) ?? row(of: word.lowercased())
  }

  private func plainWords(of sentence: String) -> [String] {
    var words: [String] = []
    var run = String.UnicodeScalarView()
    for scalar in sentence.unicodeScalars {
      let properties = scalar.properties
      if properties.isAlphabetic || properties.numericType != nil
        || properties.generalCategory == .nonspacingMark
      {
        run.append(scalar)
        continue
      }
      if !run.isEmpty { words.append(String(run)) }
      run = String.UnicodeScalarView()
      if !properties.isWhitespace { words.append(String(scalar)) }
    }
    if !run.isEmpty { words.append(String(run)) }
    return words
  }

  /// The weighted averages of the word vectors of each sentence: `[sentences × dimension]`.
  ///
  /// Summed in the order of the vocabulary, so that the same words in another order give the same
  /// bits, and divided by their number; a sentence without known words is a row of zeros. Composed
  /// vectors, which come last, have the weight 1 of the rarest words.
  func averages(of sentences: [String], weights: [Float]?) -> Matrix {
    let result = Matrix(rows: sentences.count, columns: dimension)
    for (index, sentence) in sentences.enumerated() {
      wordVectors.average(
        rows(of: sentence), weights: weights, and: composedVectors(of: sentence), into: result,
        row: index)
    }
    return result
  }
}

extension Matrix {
  /// Writes the weighted average of some rows and vectors into a row of `result`, which is zero.
  func average(
    _ rows: [Int], weights: [Float]?, and vectors: [[Float]] = [], into result: Matrix,
    row target: Int
  ) {
    guard !rows.isEmpty || !vectors.isEmpty else { return }
    result.withMutableRow(target) { sum in
      for row in rows.sorted() {
        withRow(row) { Kernels.axpy(weights?[row] ?? 1, $0, &sum) }
      }
      for vector in vectors { Kernels.axpy(1, vector.span, &sum) }
      Kernels.scale(1 / Float(rows.count + vectors.count), &sum)
    }
  }
}
