import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import TensorKit
import TestSupport
import Testing

/// Paraphrases from around a sentence's vector, and interpolation between two sentences.
@Suite struct ParaphraseTests {
  /// A model that has seen enough to write sentences of its language.
  private static let model = Result { () throws -> SentenceAutoencoder in
    let folder = try TemporaryFolder()
    var options = TrainingOptions.quick
    options.epochs = 12
    options.learningRate = 1e-2
    options.validationInterval = 1_000
    let trainer = try folder.trainer(
      "m.textae", sentences: TinyLanguage.sentences(100), options: options)
    _ = try trainer.run()
    return try SentenceAutoencoder(
      contentsOf: folder.file("m.textae"), precision: .f32, threads: 1)
  }

  private static let sentence = "the cook sees the red apples ."

  @Test(arguments: [
    ("a b c", "a b c", 0.0), ("A b, c", "a B c .", 0), ("a b c d", "a x c d", 0.25),
    ("a b", "a b c d", 0.5), ("", "a b", 1), ("", "", 0), ("b a", "a b", 1),
  ])
  func `the share of words changed counts edits of the longer text`(
    first: String, second: String, share: Double
  ) {
    #expect(WordDifference.share(first, second) == share)
    #expect(WordDifference.share(second, first) == share)
  }

  @Test func `paraphrases are distinct, never the source, and the nearest come first`() throws {
    var options = ParaphraseOptions()
    options.count = 8
    let found = try Self.model.get().paraphrases(of: Self.sentence, options: options)
    #expect(found.count > 1 && found.count <= 8)
    let words = found.map { WordDifference.words(of: $0.text) }
    #expect(Set(words).count == found.count)
    #expect(!words.contains(WordDifference.words(of: Self.sentence)))
    #expect(found.map(\.similarity) == found.map(\.similarity).sorted(by: >))
    #expect(found.allSatisfy { $0.changedWords > 0 && $0.changedWords <= 1 })
  }

  @Test func `similarities are those of the texts encoded again`() throws {
    let model = try Self.model.get()
    for paraphrase in try model.paraphrases(of: Self.sentence) {
      let vectors = model.embed([Self.sentence, paraphrase.text])
      let (x, y) = (vectors.row(0).map(Double.init), vectors.row(1).map(Double.init))
      #expect(abs(cosine(x, y) - paraphrase.similarity) < 1e-9)
    }
  }

  @Test(arguments: Paraphrase.Origin.decoded)
  func `every search for paraphrases finds some of its own`(origin: Paraphrase.Origin) throws {
    var options = ParaphraseOptions()
    options.count = 100
    options.temperature = 2
    options.topP = 1
    options.distance = 3
    if origin != .beam { options.beam = 0 }
    if origin != .sampling { options.samples = 0 }
    if origin != .noise { options.moves = 0 }
    let found = try Self.model.get().paraphrases(of: Self.sentence, options: options)
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.origin == origin })
  }

  @Test func `the same seed gives the same paraphrases, another seed gives others`() throws {
    let model = try Self.model.get()
    var options = ParaphraseOptions()
    (options.count, options.temperature, options.topP) = (100, 2, 1)
    let first = try model.paraphrases(of: Self.sentence, options: options)
    _ = try model.paraphrases(of: "someone likes bread .", options: options)
    #expect(try model.paraphrases(of: Self.sentence, options: options) == first)
    options.seed = 2
    #expect(try model.paraphrases(of: Self.sentence, options: options) != first)
  }

  @Test(arguments: [1, 2, 7])
  func `an interpolation begins and ends with the decoded ends`(steps: Int) throws {
    let model = try Self.model.get()
    let last = "a sailor likes two boats ."
    let walk = try model.interpolation(from: Self.sentence, to: last, steps: steps)
    #expect(walk.count == steps + 1)
    #expect(walk.first?.position == 0 && walk.last?.position == 1)
    let ends = try model.decode(model.embed([Self.sentence, last])).map(model.text)
    #expect([walk.first?.text, walk.last?.text] == ends)
    #expect(walk.map(\.position) == walk.map(\.position).sorted())
  }
}
