import AutoencoderModel
import DataStructures
import NeuralLayers
import TensorKit

/// The data of a training step: inputs of the encoder and the decoder, and the targets.
///
/// The sentences that the decoder is trained on come first, then the others. Both are sorted by
/// length, longest first, so that row i of every [B × ·] matrix belongs to sentence i. Memory is
/// reused from one batch to the next.
package struct TokenBatch {
  package init() {}

  /// The input of the encoder: view v of sentence b, with its end token, is number v · B + b.
  package private(set) var encoder = PackedSentences()
  /// The begin token and w₁ … wₙ, of the decoded sentences.
  package private(set) var decoder = PackedSentences()
  /// w₁ … wₙ and the end token, in the layout of the decoder.
  package private(set) var targets = PackedSentences()
  /// The sentences in the order of the batch, each with its end token.
  package private(set) var sentences = TokenSequences()
  /// The corrupted views; empty if the encoder reads `sentences`.
  package private(set) var views = TokenSequences()
  /// The input of the encoder: the views, or the clean sentences.
  package var read: TokenSequences { views.count > 0 ? views : sentences }

  /// The rows of the encoder's input that are tokens of second views.
  var rowsOfSecondViews: [Int] {
    let (layout, order) = (encoder.layout, encoder.order)
    return (0..<layout.count).filter { order[$0] >= sentences.count }.flatMap { place in
      (0..<layout.lengths[place]).map { layout.row(of: place, at: $0) }
    }
  }

  /// The numbers of the sentences in the list that they are from, in the order of the batch.
  package private(set) var numbers: [Int] = []
  /// The teacher's vectors of the sentences [B × D′]; nil before `readTeacher`.
  package private(set) var teacher: Matrix?
  /// The class of each sentence, −1 for none; empty before `readLabels`.
  package private(set) var labels: [Int32] = []

  /// The decoder is trained on this many sentences, the first ones.
  private(set) var decodedCount = 0
  /// Whether the two views are the sentences of a pair.
  package private(set) var isOfPairs = false
  /// The number of tokens of all sentences, of both of each pair.
  package var tokenCount: Int { isOfPairs ? views.tokens.count : sentences.tokens.count }

  private var order = LengthOrder()

  /// Fills the batch with the given sentences of a list; all end with the end token.
  ///
  /// The encoder reads what `writeViews` appends to its list, given the sentences in order, or the
  /// sentences themselves if it appends nothing. The decoder is trained on the fraction
  /// `decodedShare` of them, rounded up and spread evenly over all lengths.
  package mutating func update(
    _ numbers: ArraySlice<Int>, of list: TokenSequences, bosID: UInt32, decodedShare: Double = 1,
    writeViews: (_ sentences: TokenSequences, _ views: inout TokenSequences) -> Void = { _, _ in }
  ) {
    let first = numbers.startIndex
    order.update(count: numbers.count) { list.length(numbers[first + $0]) }
    sentences.removeAll()
    self.numbers.removeAll(keepingCapacity: true)
    for areDecoded in [true, false] {
      for (place, number) in order.numbers.enumerated()
      where Self.isDecoded(place, decodedShare) == areDecoded {
        sentences.append(numbers[first + number], of: list)
        self.numbers.append(numbers[first + number])
      }
      if areDecoded { decodedCount = sentences.count }
    }
    isOfPairs = false
    views.removeAll()
    writeViews(sentences, &views)
    encoder.update(read)
    targets.update(sentences, count: decodedCount)
    decoder.update(sentences, count: decodedCount, precededBy: bosID)
  }

  /// Fills the batch with all sentences of a list.
  package mutating func update(
    _ list: TokenSequences, bosID: UInt32, decodedShare: Double = 1,
    writeViews: (_ sentences: TokenSequences, _ views: inout TokenSequences) -> Void = { _, _ in }
  ) {
    update(
      Array(0..<list.count)[...], of: list, bosID: bosID, decodedShare: decodedShare,
      writeViews: writeViews)
  }

  /// Fills the batch with some pairs: the first sentences are first views, the second ones second
  /// views. The decoder is not trained.
  package mutating func update(pairs numbers: ArraySlice<Int>, of list: SentencePairs) {
    update(numbers, of: list.first, bosID: 0, decodedShare: 0)
    isOfPairs = true
    views.append(sentences)
    for number in self.numbers { views.append(number, of: list.second) }
    encoder.update(views)
  }

  /// Hides words from the decoder: each that it reads becomes `token` with the given probability.
  ///
  /// To be called after `update`. The decoder then has to learn more from the latent (Bowman et al.
  /// 2016).
  package mutating func hideWords(probability: Float, as token: UInt32, step: TrainingStep) {
    decoder.replaceTokens(with: token, probability: probability, step: step)
  }

  /// Reads the teacher's vectors of the sentences; `lines` are those of the whole list.
  ///
  /// To be called after every `update` if an objective needs a teacher.
  package mutating func readTeacher(_ vectors: TeacherVectors, lines: [Int]) {
    let rows = teacher ?? Matrix(rows: 0, columns: vectors.dimension)
    rows.resize(rows: numbers.count)
    for (row, number) in numbers.enumerated() {
      vectors.copy(line: lines[number], to: rows, row: row)
    }
    teacher = rows
  }

  /// Reads the classes of the sentences; `lines` are those of the whole list.
  ///
  /// To be called after every `update` if an objective needs labels.
  package mutating func readLabels(_ table: SentenceLabels, lines: [Int]) {
    labels.removeAll(keepingCapacity: true)
    for number in numbers { labels.append(table.numbers[lines[number]]) }
  }

  /// Whether the decoder is trained on the sentence at a position of the order by length.
  private static func isDecoded(_ place: Int, _ share: Double) -> Bool {
    (Double(place) * share).rounded(.up) < (Double(place + 1) * share).rounded(.up)
  }
}
