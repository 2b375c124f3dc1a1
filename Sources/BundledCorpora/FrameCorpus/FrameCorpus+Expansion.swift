extension FrameCorpus {
  /// One of this many meanings is held out.
  static let heldOutEvery: UInt64 = 20

  /// The possible lengths of a sentence in words: longer ones are dull lists of circumstances.
  static let wordCounts = 4...14

  /// How often fillers are drawn again because two are the same.
  private static let patience = 64

  private enum Purpose {
    static let sentence: UInt64 = 1
    static let pair: UInt64 = 2
  }

  /// Expands the frames into sentences.
  ///
  /// Whether a meaning is held out depends on the meaning alone, so a model trained on one
  /// expansion has not seen the held-out sentences of any other. About one meaning in twenty is
  /// held out.
  ///
  /// - Parameters:
  ///   - count: the number of training sentences.
  ///   - seed: chooses the sentences; the same seed gives the same bytes.
  ///   - pairCount: the number of graded pairs, rounded down to a multiple of the grades.
  /// - Returns: sentences to train on, sentences held out, and graded pairs.
  /// - Throws: ``CorpusError/tooFewSentences(requested:found:)`` if the frames cannot make `count`.
  public func expand(count: Int, seed: UInt64, pairCount: Int = 1_000) throws(CorpusError)
    -> FrameExpansion
  {
    precondition(count >= 0 && pairCount >= 0, "negative count: \(count), \(pairCount)")
    var training: [String] = []
    var heldOut: [String] = []
    var seen: Set<String> = []
    var item: UInt64 = 0
    let patience = UInt64(count) * 20 + 1_000
    while training.count < count {
      guard item < patience else {
        throw .tooFewSentences(requested: count, found: training.count)
      }
      var stream = CounterStream(seed: seed, purpose: Purpose.sentence, item: item)
      item += 1
      let meaning = drawMeaning(&stream)
      let sentence = drawSentence(meaning, mood: drawMood(meaning, &stream), &stream)
      guard hasFittingLength(sentence), seen.insert(sentence).inserted else { continue }
      if isHeldOut(meaning) {
        heldOut.append(sentence)
      } else {
        training.append(sentence)
      }
    }
    // Two meanings can share a wording; a sentence to train on is then not held out.
    let trained = Set(training)
    heldOut.removeAll { trained.contains($0) }
    return FrameExpansion(
      training: training, heldOut: heldOut, pairs: try pairs(count: pairCount, seed: seed))
  }

  // MARK: - Drawing

  func pairStream(seed: UInt64, item: UInt64) -> CounterStream {
    CounterStream(seed: seed, purpose: Purpose.pair, item: item)
  }

  func drawFrame(_ stream: inout CounterStream) -> Int {
    let point = stream.below(cumulativeWeights.last ?? 0)
    return cumulativeWeights.partitionPoint { $0 > point }
  }

  /// Draws a frame and fills its slots, with no filler twice unless the frame leaves no choice.
  func drawMeaning(_ stream: inout CounterStream) -> Meaning {
    fill(drawFrame(&stream), &stream)
  }

  func fill(_ frameIndex: Int, _ stream: inout CounterStream) -> Meaning {
    let frame = frames[frameIndex]
    var tries = 0
    while true {
      var concepts: [Int?] = []
      for slot in frame.slots {
        let isEmpty = slot.isOptional && stream.below(2) == 0
        let choice = stream.below(slot.concepts.count)
        concepts.append(isEmpty ? nil : choice)
      }
      let meaning = Meaning(frame: frameIndex, concepts: concepts)
      tries += 1
      if !repeatsFiller(meaning) || tries == Self.patience { return meaning }
    }
  }

  func repeatsFiller(_ meaning: Meaning) -> Bool {
    let names = fillerNames(meaning)
    return names.indices.contains { names[..<$0].contains(names[$0]) }
  }

  func fillerNames(_ meaning: Meaning) -> [String] {
    zip(frames[meaning.frame].slots, meaning.concepts).compactMap { slot, concept in
      concept.map { slot.concepts[$0].name }
    }
  }

  /// A question one time in six, if the frame has questions.
  func drawMood(_ meaning: Meaning, _ stream: inout CounterStream) -> Template.Mood {
    let wantsQuestion = stream.below(6) == 0
    return wantsQuestion && !frames[meaning.frame].questions.isEmpty ? .ask : .say
  }

  func drawSentence(
    _ meaning: Meaning, mood: Template.Mood, _ stream: inout CounterStream
  ) -> String {
    let frame = frames[meaning.frame]
    let wordings = frame.wordings(mood)
    let template = wordings[stream.below(wordings.count)]
    let synonyms = frame.slots.map { _ in stream.below(60) }
    return frame.render(template, meaning, synonyms: synonyms, lexicon: lexicon)
  }

  func hasFittingLength(_ sentence: String) -> Bool {
    Self.wordCounts.contains(1 + sentence.utf8.count { $0 == UInt8(ascii: " ") })
  }

  // MARK: - Holding out

  /// Decides by the names of the frame and of its fillers, never by their positions in the files,
  /// so a frame that is added later does not change the division of the others.
  func isHeldOut(_ meaning: Meaning) -> Bool {
    let frame = frames[meaning.frame]
    var key = frame.name
    for (slot, concept) in zip(frame.slots, meaning.concepts) {
      key += "\n" + slot.name + "=" + (concept.map { slot.concepts[$0].name } ?? "")
    }
    return StableHash.hash(key.utf8) % Self.heldOutEvery == 0
  }
}

extension Array {
  /// The first position whose element satisfies a condition that all later ones satisfy too.
  fileprivate func partitionPoint(_ condition: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
