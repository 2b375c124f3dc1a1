import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import DataStructures
import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Corruption of sentences")
struct CorruptionTests {
  private static let vocabulary = CorruptionVocabulary(blankID: 4, words: Array(5..<50))
  private static let sentence: [UInt32] = Array(5..<45)

  private func applied(
    _ spelling: String, to words: [UInt32] = sentence, item: UInt64 = 0
  ) throws -> [UInt32] {
    let corruption = try #require(Corruption(rawValue: spelling))
    var words = words
    var random = RandomStream(seed: 1, purpose: .corruption, item: item)
    corruption.make().apply(to: &words, from: 0, of: Self.vocabulary, &random)
    return words
  }

  @Test(
    "reads its own spelling",
    arguments: ["drop:0.25", "blank:0", "substitute:1", "shuffle:3", "drop:1e-05", "mix"])
  func spelling(_ text: String) throws {
    #expect(try #require(Corruption(rawValue: text)).rawValue == text)
  }

  @Test(
    "refuses impossible amounts",
    arguments: [
      "", "drop", "drop:", ":1", "drop:1.1", "drop:-0.1", "drop:nan", "drop:0.1:2", "Drop:0.1",
      "shuffle:0", "shuffle:1.5", "shuffle:1e9", "mix:1", "stir",
    ])
  func misspelled(_ text: String) {
    #expect(Corruption(rawValue: text) == nil)
  }

  @Test("drops the right number of words, keeps the order, and always keeps one")
  func drop() throws {
    var kept = 0
    for item in 0..<200 {
      let words = try applied("drop:0.3", item: UInt64(item))
      #expect(words == words.sorted() && Set(words).isSubset(of: Self.sentence))
      kept += words.count
    }
    #expect(abs(Double(kept) / 8_000 - 0.7) < 0.03)
    let survivors = try (0..<200).map { try applied("drop:1", item: UInt64($0)) }
    #expect(survivors.allSatisfy { $0.count == 1 })
    #expect(Set(survivors).count > 20)
    #expect(try applied("drop:0") == Self.sentence)
    #expect(try applied("drop:1", to: []) == [])
  }

  @Test("mixes in fewer words of another sentence the more it keeps, and never leaves none")
  func mix() throws {
    var vocabulary = Self.vocabulary
    let neighbor = Array(UInt32(45)..<85)
    vocabulary.neighbor = neighbor[...]
    var (kept, added) = (0, 0)
    for item in 0..<400 {
      var words = Self.sentence
      var random = RandomStream(seed: 1, purpose: .corruption, item: UInt64(item))
      Corruption.mix.make().apply(to: &words, from: 0, of: vocabulary, &random)
      let (own, other) = (words.filter { $0 < 45 }, words.filter { $0 >= 45 })
      #expect(!words.isEmpty && words == own + other && words == words.sorted())
      kept += own.count
      added += other.count
    }
    // In the mean a half, and a half of a half.
    #expect(abs(Double(kept) / 16_000 - 0.5) < 0.05)
    #expect(abs(Double(added) / 16_000 - 0.25) < 0.05)
    #expect(try applied("mix", to: []) == [])
    let alone = try (0..<50).map { try applied("mix", to: [7], item: UInt64($0)) }
    #expect(alone.allSatisfy { $0 == [7] })
  }

  @Test("blanks and substitutes the right number of words, and moves none")
  func replace() throws {
    var (blanked, substituted) = (0, 0)
    var seen: Set<UInt32> = []
    for item in 0..<200 {
      let blanks = try applied("blank:0.4", item: UInt64(item))
      #expect(zip(blanks, Self.sentence).allSatisfy { $0 == $1 || $0 == 4 })
      blanked += blanks.count { $0 == 4 }
      let others = try applied("substitute:0.4", item: UInt64(item))
      #expect(others.count == 40 && others.allSatisfy(Self.vocabulary.words.contains))
      seen.formUnion(others)
      // One in 45 is replaced by itself.
      substituted += zip(others, Self.sentence).count { $0 != $1 }
    }
    #expect(abs(Double(blanked) / 8_000 - 0.4) < 0.03)
    #expect(abs(Double(substituted) / 8_000 - 0.4 * 44 / 45) < 0.03)
    #expect(seen == Set(Self.vocabulary.words))
    #expect(try applied("blank:1") == Array(repeating: 4, count: 40))
  }

  @Test("substitutes words as often as another sentence has them")
  func frequency() throws {
    var vocabulary = Self.vocabulary
    vocabulary.neighbor = [6, 6, 6, 9][...]
    var words = Array(repeating: UInt32(40), count: 4_000)
    var random = RandomStream(seed: 1, purpose: .corruption, item: 0)
    try #require(Corruption(rawValue: "substitute:0.5")).make()
      .apply(to: &words, from: 0, of: vocabulary, &random)
    let (frequent, rare) = (words.count { $0 == 6 }, words.count { $0 == 9 })
    #expect(frequent + rare + words.count { $0 == 40 } == 4_000)
    #expect(abs(Double(frequent) / 4_000 - 0.375) < 0.04)
    #expect(abs(Double(rare) / 4_000 - 0.125) < 0.03)
  }

  @Test("moves words up to the limit and no further", arguments: [1, 3, 10])
  func shuffle(_ places: Int) throws {
    var furthest = 0
    for item in 0..<300 {
      let words = try applied("shuffle:\(places)", item: UInt64(item))
      #expect(words.sorted() == Self.sentence)
      for (place, word) in words.enumerated() {
        furthest = max(furthest, abs(place - Int(word) + 5))
      }
    }
    #expect(furthest <= places && furthest >= min(places, 7))
  }

  @Test("is determined by seed, step, view and position")
  func keys() throws {
    let folder = try TemporaryFolder()
    let tokenizer = try folder.tokenizer(for: folder.write(lines: TinyLanguage.sentences(20)))
    var options = TrainingOptions()
    options.corruptions = try ["drop:0.5", "shuffle:4"].map {
      try #require(Corruption(rawValue: $0))
    }
    options.objectives = [Objective.contrast]
    let views = try #require(ViewSampler(options, tokenizer))
    let sentences = Array(repeating: Self.sentence.map { $0 % 15 + 5 } + [3], count: 3)
    let first = views.views(of: sentences, step: 7)
    #expect(first.count == 6 && first.allSatisfy { $0.last == 3 })
    #expect(views.views(of: sentences, step: 7) == first)
    // Six views of one sentence, all different, and six others in the next step.
    #expect(Set(first + views.views(of: sentences, step: 8)).count == 12)
    options.seed = 2
    #expect(try #require(ViewSampler(options, tokenizer)).views(of: sentences, step: 7) != first)

    let heldOut = views.ofHeldOut.views(of: sentences, step: 7)
    #expect(Array(heldOut[..<3]) == sentences)
    #expect(Set(first + heldOut[3...]).count == 9)
    options.corruptions = []
    #expect(ViewSampler(options, tokenizer) == nil)
  }

  @Test("the second view has its own corruptions, and exists only if they are given")
  func second() throws {
    let folder = try TemporaryFolder()
    let tokenizer = try folder.tokenizer(for: folder.write(lines: TinyLanguage.sentences(20)))
    var options = TrainingOptions()
    options.objectives = [Objective.bag, Objective.lexical]
    options.secondCorruptions = [try #require(Corruption(rawValue: "drop:1"))]
    try options.validate()
    let sentence = Self.sentence.map { $0 % 15 + 5 } + [3]
    let views = try #require(ViewSampler(options, tokenizer))
      .views(of: [sentence, sentence], step: 1)
    #expect(Array(views[..<2]) == [sentence, sentence])
    #expect(views[2...].allSatisfy { $0.count == 2 && $0.last == 3 })
    options.corruptions = options.secondCorruptions ?? []
    options.secondCorruptions = [try #require(Corruption(rawValue: "drop:0"))]
    let swapped = try #require(ViewSampler(options, tokenizer)).views(of: [sentence], step: 1)
    #expect(swapped[0].count == 2 && swapped[1] == sentence)
    options.objectives = [Objective.bag]
    try options.validate()
    let once = try #require(ViewSampler(options, tokenizer)).views(of: [sentence], step: 1)
    #expect(once.count == 1 && once[0].count == 2)
  }
}

extension ViewSampler {
  fileprivate func views(of sentences: [[UInt32]], step: Int) -> [[UInt32]] {
    var views = TokenSequences()
    write(of: TokenSequences(sentences), step: step, to: &views)
    return views.lists
  }
}
