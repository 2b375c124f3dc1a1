extension FrameCorpus {
  /// Draws different graded pairs, equally many of each grade, best grades first.
  ///
  /// The first sentence of every pair has a held-out meaning, so that a model is graded on
  /// sentences that it was not trained on.
  func pairs(count: Int, seed: UInt64) throws(CorpusError) -> [GradedPair] {
    let grades = GradedPair.Grade.allCases.sorted { $0.rawValue > $1.rawValue }
    let wanted = count / grades.count
    var pairs: [GradedPair] = []
    var seen: Set<String> = []
    for grade in grades {
      var item = UInt64(grade.rawValue) << 32
      let end = item + UInt64(wanted) * 2_000 + 1_000
      var found = 0
      while found < wanted {
        guard item < end else { throw .tooFewSentences(requested: count, found: pairs.count) }
        var stream = pairStream(seed: seed, item: item)
        item += 1
        let meaning = drawMeaning(&stream)
        guard isHeldOut(meaning), let pair = pair(grade, meaning, &stream),
          hasFittingLength(pair.first), hasFittingLength(pair.second),
          pair.first != pair.second, seen.insert(pair.first + "\n" + pair.second).inserted
        else { continue }
        pairs.append(pair)
        found += 1
      }
    }
    return pairs
  }

  /// A partner of the wanted grade, or nil if this meaning has none.
  private func pair(
    _ grade: GradedPair.Grade, _ meaning: Meaning, _ stream: inout CounterStream
  ) -> GradedPair? {
    guard let other = partner(grade, of: meaning, &stream) else { return nil }
    let mood = drawMood(meaning, &stream)
    let otherMood = frames[other.frame].wordings(mood).isEmpty ? .say : mood
    return GradedPair(
      first: drawSentence(meaning, mood: mood, &stream),
      second: drawSentence(other, mood: otherMood, &stream), grade: grade)
  }

  private func partner(
    _ grade: GradedPair.Grade, of meaning: Meaning, _ stream: inout CounterStream
  ) -> Meaning? {
    switch grade {
    case .paraphrase:
      return meaning
    case .oneRoleChanged:
      return withOneRoleChanged(meaning, &stream)
    case .rolesSwapped:
      guard let (one, other) = frames[meaning.frame].swap else { return nil }
      var swapped = meaning
      swapped.concepts.swapAt(one, other)
      return swapped
    case .sameTopic:
      let other = drawMeaning(&stream, topic: frames[meaning.frame].topic)
      return other.frame == meaning.frame ? nil : other
    case .unrelated:
      let other = drawMeaning(&stream)
      let differs = frames[other.frame].topic != frames[meaning.frame].topic
      return differs && Set(fillerNames(meaning)).isDisjoint(with: fillerNames(other)) ? other : nil
    }
  }

  private func withOneRoleChanged(_ meaning: Meaning, _ stream: inout CounterStream) -> Meaning? {
    let slots = frames[meaning.frame].slots
    let index = stream.below(slots.count)
    guard let concept = meaning.concepts[index], slots[index].concepts.count > 1 else { return nil }
    var changed = meaning
    let step = 1 + stream.below(slots[index].concepts.count - 1)
    changed.concepts[index] = (concept + step) % slots[index].concepts.count
    return repeatsFiller(changed) ? nil : changed
  }

  private func drawMeaning(_ stream: inout CounterStream, topic: Int) -> Meaning {
    let candidates = frames.indices.filter { frames[$0].topic == topic }
    return fill(candidates[stream.below(candidates.count)], &stream)
  }
}
