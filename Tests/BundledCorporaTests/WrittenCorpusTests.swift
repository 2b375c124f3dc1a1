import Foundation
import BundledCorpora
import TestSupport
import Testing

@Suite("The written corpus")
struct WrittenCorpusTests {
  let corpus: WrittenCorpus

  init() throws {
    corpus = try WrittenCorpus(directory: CorpusFiles.root + "/written")
  }

  @Test("has at least 5,000 sentences, of which a tenth is held out")
  func size() {
    #expect(corpus.sentences.count >= 5_000)
    #expect(corpus.training.count + corpus.heldOut.count == corpus.sentences.count)
    #expect((8...12).contains(corpus.heldOut.count * 100 / corpus.sentences.count))
    #expect(Set(corpus.training).isDisjoint(with: corpus.heldOut))
  }

  @Test("consists of finished sentences of 3 to 20 words")
  func shape() {
    let wrong = corpus.sentences.filter { sentence in
      let words = sentence.split(separator: " ", omittingEmptySubsequences: false)
      let isFinished = [".", "?", "!", ".\"", "?\"", "!\""].contains { sentence.hasSuffix($0) }
      let first = sentence.first { $0 != "\"" }
      let startsWell = first.map { $0.isUppercase || $0.isNumber } ?? false
      return !(3...20).contains(words.count) || words.contains("") || !isFinished || !startsWell
        || sentence.count { $0 == "\"" } % 2 != 0
    }
    #expect(wrong == [])
  }

  @Test("puts 'a' before consonants and 'an' before vowels")
  func articles() {
    let soundsOtherwise: Set = [
      "honest", "hour", "one", "university", "uniform", "x-ray", "useful",
    ]
    let wrong = corpus.sentences.filter { sentence in
      let words = sentence.lowercased().split { " .,;:?!\"".contains($0) }.map(String.init)
      return zip(words, words.dropFirst()).contains { article, next in
        guard article == "a" || article == "an", let first = next.first else { return false }
        return (article == "an") != ("aeiou".contains(first) != soundsOtherwise.contains(next))
      }
    }
    #expect(wrong == [])
  }

  @Test("has no two sentences that share three fifths of their words")
  func nearDuplicates() {
    let limit = 0.6
    let sets = corpus.sentences.map { Set(CorpusFiles.words($0)) }
    var counts: [String: Int] = [:]
    for word in sets.joined() { counts[word, default: 0] += 1 }
    // Two sets that overlap this much share one of the rarest words of each, so only those need
    // to be looked up (prefix filtering: Bayardo, Ma and Srikant 2007).
    var holders: [String: [Int]] = [:]
    var alike: [String] = []
    for (index, words) in sets.enumerated() {
      let rarestFirst = words.sorted { (counts[$0] ?? 0, $0) < (counts[$1] ?? 0, $1) }
      let prefix = rarestFirst.prefix(words.count - Int(limit * Double(words.count)) + 1)
      for other in Set(prefix.flatMap { holders[$0] ?? [] }).sorted() {
        let shared = words.intersection(sets[other]).count
        if Double(shared) >= limit * Double(words.count + sets[other].count - shared) {
          alike.append(corpus.sentences[other] + " / " + corpus.sentences[index])
        }
      }
      for word in prefix { holders[word, default: []].append(index) }
    }
    #expect(alike == [])
  }

  @Test("is refused with the line if it repeats a sentence or leaves ASCII")
  func mistakes() throws {
    let folder = try TemporaryFolder(frames: "")
    try folder.write("One went home.\nTwo stayed.\n\nOne went home.\n", to: "a.txt")
    try FileManager.default.removeItem(atPath: folder.path + "/lexicon.txt")
    #expect(
      throws: CorpusError.duplicateName(
        path: folder.path + "/a.txt", line: 4, kind: "sentence", name: "One went home.")
    ) { try WrittenCorpus(directory: folder.path) }
    try folder.write("One went home.\n\u{201c}Two stayed.\u{201d}\n", to: "a.txt")
    #expect(throws: CorpusError.notASCII(path: folder.path + "/a.txt", line: 2)) {
      try WrittenCorpus(directory: folder.path)
    }
    #expect(
      throws: CorpusError.unreadable(path: "/nowhere")
    ) { try WrittenCorpus(directory: "/nowhere") }
  }
}
