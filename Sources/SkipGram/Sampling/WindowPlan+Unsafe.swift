import CTensorKernels
import DataStructures

/// The windows and negatives drawn for some sentences, in memory that the kernels read.
///
/// One thread draws at a time; several may read what was drawn.
@safe final class WindowPlan: @unchecked Sendable {
  // Safe to share: one thread draws, and the others read only after it is done.
  private var words: UnsafeMutableBufferPointer<UInt32> = .allocate(capacity: 0)
  private var windows: UnsafeMutableBufferPointer<ck_skipgram_window> = .allocate(capacity: 0)
  private var negatives: UnsafeMutableBufferPointer<UInt32> = .allocate(capacity: 0)
  private let negativeCount: Int
  private let reach: Int
  private var wordCount = 0
  /// The number of windows drawn.
  private(set) var windowCount = 0

  init(negativeCount: Int, reach: Int) {
    self.negativeCount = negativeCount
    self.reach = reach
  }

  deinit {
    // Safe: allocated here, freed once.
    unsafe words.deallocate()
    unsafe windows.deallocate()
    unsafe negatives.deallocate()
  }

  /// The plan as the kernels take it, valid until it is drawn again.
  var kernelPlan: ck_skipgram_plan {
    unsafe ck_skipgram_plan(
      words: words.baseAddress, word_count: wordCount, windows: windows.baseAddress,
      window_count: windowCount, negatives: negatives.baseAddress, negative_count: negativeCount,
      reach: reach)
  }

  /// Replaces the windows by those of `sentences`; `timeUsed` is a part of the time limit.
  func draw(
    _ sentences: Range<Int>, of chunk: TokenSequences, at index: Int, pass: Int,
    timeUsed: Double, with sampler: WindowSampler
  ) {
    let tokens = chunk.tokens
    reserve(words: sentences.reduce(0) { $0 + chunk.length($1) })
    wordCount = 0
    windowCount = 0
    for sentence in sentences {
      var random = sampler.random(pass: pass, chunk: index, sentence: sentence)
      let first = chunk.index(sentence, 0, reversed: false)
      let done = sampler.wordsDone(
        pass: pass, chunk: index, offset: first, tokenCount: tokens.count)
      let begin = wordCount
      keepWords(tokens, first..<first + chunk.length(sentence), sampler.fates, &random)
      drawWindows(
        from: begin, rate: sampler.rate(afterWords: done, timeUsed: timeUsed), sampler.negatives,
        &random)
    }
  }

  private func reserve(words count: Int) {
    guard unsafe words.count < count else { return }
    // Safe: the old memory is not used again; the contents are drawn anew.
    unsafe words.deallocate()
    unsafe windows.deallocate()
    unsafe negatives.deallocate()
    unsafe words = .allocate(capacity: count)
    unsafe windows = .allocate(capacity: count)
    unsafe negatives = .allocate(capacity: count * negativeCount)
  }

  private func keepWords(
    _ tokens: [UInt32], _ range: Range<Int>, _ fates: [WindowSampler.Fate],
    _ random: inout SplitMix64
  ) {
    // Safe: tokens were checked against the table when they were counted, and as many words as
    // tokens were reserved.
    unsafe tokens.withUnsafeBufferPointer { tokens in
      unsafe fates.withUnsafeBufferPointer { fates in
        for position in range {
          let fate = unsafe fates[Int(tokens[position])]
          guard fate.row >= 0 else { continue }
          let draw = UInt32(truncatingIfNeeded: random.next() >> 32)
          guard draw <= fate.keep else { continue }
          unsafe words[wordCount] = UInt32(bitPattern: fate.row)
          wordCount += 1
        }
      }
    }
  }

  private func drawWindows(
    from begin: Int, rate: Float, _ table: AliasTable, _ random: inout SplitMix64
  ) {
    guard wordCount - begin > 1 else { return }
    // Safe: there are at most as many windows as words, for which memory was reserved.
    unsafe table.entries.withUnsafeBufferPointer { entries in
      for center in begin..<wordCount {
        let radius = 1 + random.below(reach)
        unsafe windows[windowCount] = ck_skipgram_window(
          center: UInt32(center), first: UInt32(max(begin, center - radius)),
          last: UInt32(min(wordCount, center + radius + 1)), rate: rate)
        unsafe WindowPlan.drawNegatives(
          to: words[center], into: negatives.baseAddress, at: windowCount * negativeCount,
          count: negativeCount, entries, &random)
        windowCount += 1
      }
    }
  }

  /// Draws different words from the noise distribution, none of them `word`.
  ///
  /// Repetitions would add up to one step that is too large in a vocabulary of a few words.
  private static func drawNegatives(
    to word: UInt32, into negatives: UnsafeMutablePointer<UInt32>?, at start: Int, count: Int,
    _ entries: UnsafeBufferPointer<AliasTable.Entry>, _ random: inout SplitMix64
  ) {
    // Safe: `count` negatives per window were reserved.
    guard let drawn = unsafe negatives.map({ unsafe $0 + start }) else { return }
    for k in 0..<count {
      var tries = 0
      var candidate = unsafe noise(entries, &random)
      while unsafe candidate == word || contains(drawn, k, candidate) {
        tries += 1
        // A few words can make up nearly all of the corpus; then any other word will do.
        let next = (candidate + 1) % UInt32(entries.count)
        candidate = unsafe tries < 16 ? noise(entries, &random) : next
      }
      unsafe drawn[k] = candidate
    }
  }

  private static func contains(
    _ drawn: UnsafeMutablePointer<UInt32>, _ count: Int, _ word: UInt32
  ) -> Bool {
    for i in 0..<count where unsafe drawn[i] == word { return true }
    return false
  }

  private static func noise(
    _ entries: UnsafeBufferPointer<AliasTable.Entry>, _ random: inout SplitMix64
  ) -> UInt32 {
    let bits = random.next()
    let place = SplitMix64.index(from: bits, below: entries.count)
    // Safe: below the count by construction.
    let entry = unsafe entries[place]
    return UInt32(truncatingIfNeeded: bits) < entry.threshold ? UInt32(place) : entry.alias
  }
}
