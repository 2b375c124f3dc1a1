import Foundation
import BundledCorpora
import TestSupport
import Testing

@Suite("Frame files")
struct FrameFileTests {
  private func sentences(_ frames: String, lexicon: String = "", count: Int) throws -> Set<String> {
    let folder = try TemporaryFolder(frames: frames, lexicon: lexicon)
    let corpus = try FrameCorpus(directory: folder.path)
    // Many small expansions meet every sentence of a small set of frames, held out or not.
    return try (0..<UInt64(40)).reduce(into: []) { made, seed in
      let expansion = try corpus.expand(count: count, seed: seed, pairCount: 0)
      made.formUnion(expansion.training + expansion.heldOut)
    }
  }

  @Test("inflect verbs and nouns by rule, by lexicon and by kind")
  func inflection() throws {
    let made = try sentences(
      """
      topic t
      frame f
        slot who = child, ~rice, +scissors, Ann, =my dog, box of tea, wolf
        slot act = stop, carry | write, lie, agree, pick up
        say {who.the} {who.was} there and {act.past} and {act.s} and {act.ing}.
        say some {who.many} {act} because {who.a} {who.has} {act.done}.
      """, lexicon: "verb write wrote written\nnoun child children\nnoun wolf wolves", count: 40)
    let expected = [
      "The child was there and stopped and stops and stopping.",
      "The rice was there and carried and carries and carrying.",
      "The scissors were there and wrote and writes and writing.",
      "Ann was there and lied and lies and lying.",
      "My dog was there and agreed and agrees and agreeing.",
      "The wolf was there and picked up and picks up and picking up.",
      "Some children write because a child has written.",
      "Some boxes of tea stop because a box of tea has stopped.",
      "Some scissors lie because some scissors have lied.",
    ]
    for sentence in expected {
      #expect(made.contains(sentence), "\(sentence)")
    }
  }

  @Test("choose 'a' or 'an' by the next word, and leave out empty optional roles")
  func articles() throws {
    let made = try sentences(
      """
      # A comment.
      class when
        today, at noon
      pattern sees
        say {who} saw a [{quality} ]{what}[ {when}][ in {place}].
      topic t
      frame f
        slot who = Ann, Bo
        slot what = owl, unicorn, cat
        slot when when?
        use sees
        ask did {who} see a {what}[ {when}]?
      """, lexicon: "a unicorn", count: 20)
    #expect(made.contains("Ann saw an owl.") || made.contains("Bo saw an owl."))
    #expect(made.contains { $0.contains("saw a unicorn at noon.") })
    #expect(made.contains { $0.hasPrefix("Did ") && $0.hasSuffix("?") })
    #expect(!made.contains { $0.contains(" a owl") || $0.contains("in") && $0.contains("place") })
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int

    var testDescription: String { "\(text.debugDescription), line \(line)" }
  }

  static let mistakesAtTheMargin: [Mistake] = [
    Mistake(text: "nonsense", line: 1), Mistake(text: "topic", line: 1),
    Mistake(text: "topic t\ntopic t", line: 2), Mistake(text: "  say early.", line: 1),
    Mistake(text: "frame f\n  slot a = b\n  say {a}.", line: 1),
    Mistake(text: "topic t\nclass c\n  x, , y", line: 3),
    Mistake(text: "topic t\nclass c\n  x, @d", line: 3),
    Mistake(text: "topic t\nclass c\n  x, y | x", line: 3),
    Mistake(text: "topic t\nclass c\n  a{b", line: 3),
    Mistake(text: "topic t\npattern p\n  sing {a}.", line: 3),
  ]

  /// Each follows five lines that begin a frame with one slot, "who".
  static let mistakesInAFrame: [Mistake] = [
    Mistake(text: "", line: 4), Mistake(text: "  say nothing happened.", line: 6),
    Mistake(text: "  say {who} sang", line: 6), Mistake(text: "  say {whom} sang.", line: 6),
    Mistake(text: "  say {who.sung} sang.", line: 6), Mistake(text: "  say {who sang.", line: 6),
    Mistake(text: "  say who} sang.", line: 6), Mistake(text: "  say [{who} sang.", line: 6),
    Mistake(text: "  say {who} [[sang]].", line: 6), Mistake(text: "  say {who} ]sang[.", line: 6),
    Mistake(text: "  say {} sang.", line: 6), Mistake(text: "  say {who.the.a} sang.", line: 6),
    Mistake(text: "  slot who c", line: 6), Mistake(text: "  slot other d", line: 6),
    Mistake(text: "  slot other", line: 6), Mistake(text: "  swap who me", line: 6),
    Mistake(text: "  slot when c?\n  say {who} sang {when}.", line: 7),
    Mistake(text: "  use p", line: 6), Mistake(text: "  sing", line: 6),
    Mistake(text: "  say {who} s\u{e4}ng.", line: 6), Mistake(text: "  say\t{who} sang.", line: 6),
    Mistake(text: "  slot b = ~rice\n  say {who} ate a {b}.", line: 7),
    Mistake(text: "  slot b = Ann\n  say {who} saw the {b}.", line: 7),
  ]

  @Test("with a mistake are refused with the line", arguments: mistakesAtTheMargin)
  func mistakes(mistake: Mistake) throws {
    try expectRefusal(of: mistake.text, line: mistake.line)
  }

  @Test("with a mistake in a frame are refused with the line", arguments: mistakesInAFrame)
  func frameMistakes(mistake: Mistake) throws {
    let beginning = "topic t\nclass c\n  x, y\nframe f\n  slot who c\n"
    try expectRefusal(of: beginning + mistake.text, line: mistake.line)
  }

  private func expectRefusal(of frames: String, line: Int) throws {
    let folder = try TemporaryFolder(frames: frames)
    let error = try #require(throws: CorpusError.self) { try FrameCorpus(directory: folder.path) }
    #expect(error.description.contains("test.frames:\(line): "), "\(error)")
  }

  @Test(
    "need a sound lexicon",
    arguments: [
      "verb go went", "noun child", "an", "verb go went gone\nverb go went gone",
      "a hour\nan hour", "word",
    ])
  func lexicon(text: String) throws {
    let folder = try TemporaryFolder(frames: "", lexicon: text)
    let error = try #require(throws: CorpusError.self) { try FrameCorpus(directory: folder.path) }
    #expect(error.description.contains("lexicon.txt:"), "\(error)")
  }

  @Test("must exist and have a frame")
  func missing() throws {
    #expect(throws: CorpusError.unreadable(path: "/nowhere/lexicon.txt")) {
      try FrameCorpus(directory: "/nowhere")
    }
    let folder = try TemporaryFolder(frames: "topic t\n")
    #expect(
      throws: CorpusError.nothingFound(directory: folder.path, fileExtension: "frames")
    ) { try FrameCorpus(directory: folder.path) }
  }

  @Test("without a choice of fillers are expanded all the same")
  func noChoice() throws {
    let made = try sentences(
      """
      topic t
      frame f
        slot one = Ann
        slot two = Ann
        say {one} met {two} in the park.
      """, count: 1)
    #expect(made == ["Ann met Ann in the park."])
  }
}
