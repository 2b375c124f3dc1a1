import FileFormats
import Foundation
import BundledCorpora
import TestSupport
import Testing

@Suite("The expanded corpus")
struct FrameExpansionTests {
  let expansion: FrameExpansion

  init() throws {
    expansion = try CorpusFiles.expansion.get()
  }

  @Test("reproduces to the byte")
  func checksum() {
    let pairs = expansion.pairs.map { "\($0.grade.rawValue)\t\($0.first)\t\($0.second)" }
    let text = [expansion.training, expansion.heldOut, pairs]
      .map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    // Changes with every change of the frame files: run the test and copy the value it reports.
    #expect(String(Checksum.of(Array(text.utf8)), radix: 16) == "36541de0104e9785")
  }

  @Test("is as large and as rich as promised")
  func size() {
    #expect(expansion.training.count == 40_000)
    #expect(expansion.heldOut.count >= 1_800)
    #expect(expansion.pairs.count == 1_000)
    let vocabulary = Set(expansion.training.lazy.flatMap(CorpusFiles.words))
    #expect(vocabulary.count >= 3_000)
  }

  @Test("has no sentence twice, and no held-out sentence among those to train on")
  func disjoint() {
    let training = Set(expansion.training)
    #expect(training.count == expansion.training.count)
    #expect(Set(expansion.heldOut).count == expansion.heldOut.count)
    #expect(training.isDisjoint(with: expansion.heldOut))
    #expect(training.isDisjoint(with: expansion.pairs.map(\.first)))
  }

  @Test("meets almost only known words in the held-out sentences")
  func knownWords() {
    let known = Set(expansion.training.lazy.flatMap(CorpusFiles.words))
    let heldOut = expansion.heldOut.flatMap(CorpusFiles.words)
    let unknown = heldOut.filter { !known.contains($0) }
    #expect(unknown.count * 1_000 < heldOut.count, "\(unknown)")
  }

  @Test("consists of finished sentences of 4 to 14 words")
  func shape() {
    let wrong = (expansion.training + expansion.heldOut).filter { sentence in
      let words = sentence.split(separator: " ", omittingEmptySubsequences: false)
      let isFinished = sentence.hasSuffix(".") || sentence.hasSuffix("?")
      let startsWell = sentence.first.map { $0.isUppercase } ?? false
      return !(4...14).contains(words.count) || words.contains("") || !isFinished || !startsWell
        || sentence.utf8.contains { Array("{}[]|~+=@_*".utf8).contains($0) }
    }
    #expect(wrong == [])
  }

  @Test("puts 'a' before consonants and 'an' before vowels")
  func articles() {
    // Written out here and not taken from the lexicon, so that the two check each other.
    let soundsOtherwise: Set = [
      "heir", "honest", "hour", "hourglass", "x-ray",
      "one", "unicorn", "uniform", "union", "university", "used", "useful", "user-friendly",
    ]
    let wrong = (expansion.training + expansion.heldOut).filter { sentence in
      let words = sentence.lowercased().dropLast().split(separator: " ").map(String.init)
      return zip(words, words.dropFirst()).contains { article, next in
        guard article == "a" || article == "an", let first = next.first else { return false }
        let isVowel = "aeiou".contains(first) != soundsOtherwise.contains(next)
        return (article == "an") != isVowel
      }
    }
    #expect(wrong == [])
  }

  @Test("never says the same word twice in a row, nor two determiners")
  func determiners() {
    let determiners: Set = ["a", "an", "the", "some", "my", "our"]
    let names: Set = ["anna", "ben", "clara", "henry", "maria", "zoe"]
    let wrong = (expansion.training + expansion.heldOut).filter { sentence in
      let words = CorpusFiles.words(sentence)
      return zip(words, words.dropFirst()).contains { word, next in
        word == next
          || determiners.contains(word) && (determiners.contains(next) || names.contains(next))
      }
    }
    #expect(wrong == [])
  }

  @Test("is the same at its beginning, however long it is")
  func prefix() throws {
    let short = try CorpusFiles.frames.get().expand(count: 300, seed: 1, pairCount: 0)
    #expect(short.training == Array(expansion.training.prefix(300)))
    #expect(short.heldOut == Array(expansion.heldOut.prefix(short.heldOut.count)))
    #expect(short.pairs.isEmpty)
  }

  @Test("holds out the same meanings whatever the seed")
  func seeds() throws {
    let other = try CorpusFiles.frames.get().expand(count: 4_000, seed: 2, pairCount: 0)
    let same = Set(other.training).intersection(expansion.training)
    #expect(same.count < 1_000)
    #expect(Set(other.training).isDisjoint(with: expansion.heldOut))
    #expect(Set(expansion.training).isDisjoint(with: other.heldOut))
  }

  @Test("has equally many pairs of each grade, best grades first")
  func grades() {
    let grades = expansion.pairs.map(\.grade.rawValue)
    #expect(grades == grades.sorted(by: >))
    for grade in GradedPair.Grade.allCases {
      #expect(expansion.pairs.count { $0.grade == grade } == 200)
    }
    #expect(expansion.pairs.allSatisfy { $0.first != $0.second })
  }

  @Test("refuses to make more sentences than the frames can")
  func tooMany() throws {
    let folder = try TemporaryFolder(
      frames: """
        topic t
        frame f
          slot who = Ann, Bob
          say {who} likes to sing.
        """)
    let corpus = try FrameCorpus(directory: folder.path)
    #expect(corpus.meaningCount == 2)
    #expect(throws: CorpusError.self) { try corpus.expand(count: 10, seed: 1, pairCount: 0) }
  }
}
