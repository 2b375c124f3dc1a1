extension Lexicon {
  /// The past tense of a verb or of a verb phrase, whose first word is the verb.
  func past(_ phrase: String) -> String {
    onFirstWord(of: phrase) { verbs[$0]?.past ?? regularPast($0) }
  }

  /// The past participle: "written" of "write".
  func participle(_ phrase: String) -> String {
    onFirstWord(of: phrase) { verbs[$0]?.participle ?? regularPast($0) }
  }

  /// The third person singular of the present: "carries" of "carry".
  func thirdPerson(_ phrase: String) -> String {
    onFirstWord(of: phrase) { sibilantForm($0, alsoAfterO: true) }
  }

  /// The form in -ing: "making" of "make", "stopping" of "stop".
  func gerund(_ phrase: String) -> String {
    onFirstWord(of: phrase) { verb in
      if verb.hasSuffix("ie") { return verb.dropLast(2) + "ying" }
      let keepsE = ["ee", "oe", "ye"].contains { verb.hasSuffix($0) }
      if verb.hasSuffix("e"), !keepsE { return verb.dropLast() + "ing" }
      return doubledEnding(verb) + "ing"
    }
  }

  /// The plural of a noun phrase, whose head is the last word or the word before "of".
  func plural(_ phrase: String) -> String {
    var words = phrase.split(separator: " ").map(String.init)
    let head = (words.firstIndex(of: "of") ?? words.count) - 1
    guard head >= 0 else { return phrase }
    words[head] = plurals[words[head]] ?? sibilantForm(words[head], alsoAfterO: false)
    return words.joined(separator: " ")
  }

  /// The indefinite article before a word: the sound decides, mostly told by the first letter.
  func article(before word: String) -> String {
    if let known = articles[word.lowercased()] { return known }
    guard let first = word.utf8.first else { return "a" }
    return Self.vowels.contains(first | 0x20) ? "an" : "a"
  }

  private static let vowels = Array("aeiou".utf8)

  private func onFirstWord(of phrase: String, _ inflect: (String) -> String) -> String {
    guard let space = phrase.firstIndex(of: " ") else { return inflect(phrase) }
    return inflect(String(phrase[..<space])) + phrase[space...]
  }

  private func regularPast(_ verb: String) -> String {
    if verb.hasSuffix("e") { return verb + "d" }
    if endsInConsonantAndY(verb) { return verb.dropLast() + "ied" }
    return doubledEnding(verb) + "ed"
  }

  private func sibilantForm(_ word: String, alsoAfterO: Bool) -> String {
    let hisses = ["s", "x", "z", "ch", "sh"].contains { word.hasSuffix($0) }
    if hisses || (alsoAfterO && word.hasSuffix("o")) { return word + "es" }
    if endsInConsonantAndY(word) { return word.dropLast() + "ies" }
    return word + "s"
  }

  private func endsInConsonantAndY(_ word: String) -> Bool {
    let letters = Array(word.utf8)
    guard letters.count > 1, letters.last == UInt8(ascii: "y") else { return false }
    return !Self.vowels.contains(letters[letters.count - 2])
  }

  /// Doubles the last consonant of a one-syllable word after a single vowel: "stop" → "stopp".
  private func doubledEnding(_ verb: String) -> String {
    let letters = Array(verb.utf8)
    let isVowel = letters.map { Self.vowels.contains($0) }
    guard letters.count > 2, let last = letters.last, !Array("wxy".utf8).contains(last),
      isVowel.suffix(3) == [false, true, false]
    else { return verb }
    let vowelGroups = zip(isVowel, [false] + isVowel).count { $0 && !$1 }
    return vowelGroups == 1 ? verb + String(decoding: [last], as: UTF8.self) : verb
  }
}
