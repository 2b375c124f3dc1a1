import Testing
import Tokenization

@Suite("Sentences of a text")
struct SentenceSplitterTests {
  @Test(
    "end where a reader would end them",
    arguments: [
      ("", []), ("  \n ", []), ("No mark", ["No mark"]),
      ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
      ("Dr. Smith paid 3.50. He left.", ["Dr. Smith paid 3.50.", "He left."]),
      ("\"Why?\" she asked. \"Go!\" He went.", ["\"Why?\" she asked.", "\"Go!\"", "He went."]),
      ("It is (see p. 5.) Good.", ["It is (see p. 5.)", "Good."]),
      (
        "See No. 5 and Fig. 2. No. They say no. We go.",
        [
          "See No. 5 and Fig. 2.", "No.",
          "They say no.", "We go.",
        ]
      ),
      (
        "J. S. Bach lived in the U.S. for a year. He did not.",
        [
          "J. S. Bach lived in the U.S. for a year.", "He did not.",
        ]
      ),
      ("He moved to the U.S. The rest stayed.", ["He moved to the U.S.", "The rest stayed."]),
      ("So do I. We agree, e.g. Anna.", ["So do I.", "We agree, e.g. Anna."]),
      ("Well... maybe. Well... Maybe?!", ["Well... maybe.", "Well...", "Maybe?!"]),
      ("the soup was cold. the waiter was rude.", ["the soup was cold.", "the waiter was rude."]),
      (
        "a study of M. was made . it shows lift .", ["a study of M. was made .", "it shows lift ."]
      ),
      ("Über uns. Ärzte helfen.", ["Über uns.", "Ärzte helfen."]),
      ("今日は。元気？はい。", ["今日は。", "元気？", "はい。"]),
      ("A title\n\nThe text\ngoes on. End", ["A title", "The text\ngoes on.", "End"]),
      (
        "Version 2.0.1 of x.txt is out. 12 people came.",
        [
          "Version 2.0.1 of x.txt is out.", "12 people came.",
        ]
      ),
      ("Cafe\u{301}. E\u{301}te\u{301}.", ["Cafe\u{301}.", "E\u{301}te\u{301}."]),
    ] as [(String, [String])])
  func sentences(text: String, expected: [String]) {
    #expect(SentenceSplitter.sentences(of: text) == expected)
  }

  @Test("together hold everything but white space")
  func complete() {
    let text = "A. b c?! \"D\" (e.) 1. 2 3.4 \n\n x. Y… z\u{3002}w Mr. U.S.A. The end"
    let joined = SentenceSplitter.sentences(of: text).joined()
    #expect(joined.filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
  }

  @Test("a long text takes time in proportion to its length")
  func long() {
    let text = String(repeating: "x. ", count: 100_000)
    #expect(SentenceSplitter.sentences(of: text).count == 100_000)
  }
}
