/// A word while its endings are taken off; `Y` is a y that counts as a consonant.
///
/// R1 is what follows the first consonant after a vowel, R2 the same within R1. Most endings are
/// only taken off inside one of them, so that something of the word remains.
struct EnglishWord {
  private(set) var letters: [UInt8]
  /// Where R1 and R2 begin.
  private var r1 = 0
  private var r2 = 0

  init(_ word: [UInt8]) {
    letters = word
  }

  mutating func stem() {
    if letters.first == UInt8(ascii: "'") { letters.removeFirst() }
    guard letters.count > 2 else { return }
    markConsonants()
    findRegions()
    takePossessive()
    takePlural()
    if !Self.finished.contains(letters) {
      takeTense()
      changeFinalY()
      for ending in EnglishEnding.step2.match(letters) { replace(ending, from: r1) }
      for ending in EnglishEnding.step3.match(letters) { replace(ending, from: r1) }
      for ending in EnglishEnding.step4.match(letters) { replace(ending, from: r2) }
      takeFinalLetter()
    }
    for index in letters.indices where letters[index] == UInt8(ascii: "Y") {
      letters[index] = UInt8(ascii: "y")
    }
  }

  /// Words that are finished once they are singular.
  private static let finished = Set(
    ["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"].map {
      Array($0.utf8)
    })

  // MARK: - Regions

  /// A y at the beginning or after a vowel is a consonant.
  private mutating func markConsonants() {
    for index in letters.indices where letters[index] == UInt8(ascii: "y") {
      if index == 0 || isVowel(index - 1) { letters[index] = UInt8(ascii: "Y") }
    }
  }

  private mutating func findRegions() {
    let long = ["gener", "commun", "arsen"].first { letters.starts(with: Array($0.utf8)) }
    r1 = long?.utf8.count ?? regionStart(from: 0)
    r2 = regionStart(from: r1)
  }

  private func regionStart(from start: Int) -> Int {
    var index = start + 1
    while index < letters.count {
      if isVowel(index - 1), !isVowel(index) { return index + 1 }
      index += 1
    }
    return letters.count
  }

  private func isVowel(_ index: Int) -> Bool {
    switch letters[index] {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
      UInt8(ascii: "u"), UInt8(ascii: "y"):
      true
    default: false
    }
  }

  private func hasVowel(before end: Int) -> Bool { (0..<max(0, end)).contains(where: isVowel) }

  private func ends(with ending: String) -> Bool { letters.hasSuffix(ending) }

  /// Whether the first `end` letters end in a short syllable: a vowel between consonants, the last
  /// of them not w, x or Y; or a vowel at the beginning and a consonant.
  private func endsInShortSyllable(_ end: Int) -> Bool {
    if end == 2 { return isVowel(0) && !isVowel(1) }
    guard end > 2, !isVowel(end - 3), isVowel(end - 2), !isVowel(end - 1) else { return false }
    return ![UInt8(ascii: "w"), UInt8(ascii: "x"), UInt8(ascii: "Y")].contains(letters[end - 1])
  }

  private var isShort: Bool { r1 >= letters.count && endsInShortSyllable(letters.count) }

  // MARK: - Steps

  /// Step 0: 's' and its parts.
  private mutating func takePossessive() {
    for ending in ["'s'", "'s", "'"] where ends(with: ending) {
      letters.removeLast(ending.utf8.count)
      return
    }
  }

  /// Step 1a.
  private mutating func takePlural() {
    if ends(with: "sses") {
      letters.removeLast(2)
    } else if ends(with: "ied") || ends(with: "ies") {
      letters.removeLast(letters.count > 4 ? 2 : 1)
    } else if ends(with: "us") || ends(with: "ss") {
      return
    } else if ends(with: "s"), hasVowel(before: letters.count - 2) {
      letters.removeLast()
    }
  }

  /// Step 1b.
  private mutating func takeTense() {
    for ending in ["eedly", "eed"] where ends(with: ending) {
      let start = letters.count - ending.utf8.count
      if start >= r1 { letters.removeLast(ending.utf8.count - 2) }
      return
    }
    for ending in ["ingly", "edly", "ing", "ed"] where ends(with: ending) {
      let start = letters.count - ending.utf8.count
      guard hasVowel(before: start) else { return }
      letters.removeLast(ending.utf8.count)
      repairAfterTense()
      return
    }
  }

  private mutating func repairAfterTense() {
    if ends(with: "at") || ends(with: "bl") || ends(with: "iz") {
      letters.append(UInt8(ascii: "e"))
    } else if endsInDouble {
      letters.removeLast()
    } else if isShort {
      letters.append(UInt8(ascii: "e"))
    }
  }

  private var endsInDouble: Bool {
    guard let last = letters.last, letters.count > 1, letters[letters.count - 2] == last else {
      return false
    }
    return "bdfgmnprt".utf8.contains(last)
  }

  /// Step 1c: a final y after a consonant, unless that begins the word.
  private mutating func changeFinalY() {
    guard letters.count > 2, ends(with: "y") || ends(with: "Y"), !isVowel(letters.count - 2) else {
      return
    }
    letters[letters.count - 1] = UInt8(ascii: "i")
  }

  /// Steps 2 to 4: one ending for another, where it lies in a region.
  private mutating func replace(_ ending: EnglishEnding, from region: Int) {
    let start = letters.count - ending.text.utf8.count
    guard start >= region, !ending.isInR2 || start >= r2 else { return }
    if let allowed = ending.after {
      guard start > 0, allowed.contains(letters[start - 1]) else { return }
    }
    letters.removeSubrange(start...)
    letters.append(contentsOf: ending.replacement)
  }

  /// Step 5: a final e or the second of two l.
  private mutating func takeFinalLetter() {
    let last = letters.count - 1
    if ends(with: "e") {
      if last >= r2 || last >= r1 && !endsInShortSyllable(last) { letters.removeLast() }
    } else if ends(with: "ll"), last >= r2 {
      letters.removeLast()
    }
  }
}
