import CTensorKernels

/// Windows and negatives drawn for some sentences, in memory that the kernels read.
///
/// Used by one thread at a time, or read by several.
@safe final class WindowPlan: @unchecked Sendable {
  private var words: UnsafeMutableBufferPointer<UInt32> = .allocate(capacity: 0)
  private var windows: UnsafeMutableBufferPointer<ck_skipgram_window> = .allocate(capacity: 0)
  private var negatives: UnsafeMutableBufferPointer<UInt32> = .allocate(capacity: 0)
  private let negativeCount: Int
  private let reach: Int
  private var wordCount = 0
  /// The number of windows drawn.
  private(set) var windowCount = 0

  init(configuration: SkipGramConfiguration) {
    negativeCount = configuration.negativeCount
    reach = configuration.windowSize
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

  /// Draws the windows of `sentences` of a chunk anew.
  func draw(
    _ sentences: Range<Int>, of chunk: SentenceChunk, at index: Int, pass: Int,
    with sampler: WindowSampler
  ) {
    let first = chunk.offsets[sentences.lowerBound]
    reserve(words: chunk.offsets[sentences.upperBound] - first)
    wordCount = 0
    windowCount = 0
    for sentence in sentences {
      var random = sampler.random(pass: pass, chunk: index, sentence: sentence)
      let tokens = chunk.offsets[sentence]..<chunk.offsets[sentence + 1]
      let done = sampler.wordsDone(
        pass: pass, chunk: index, offset: tokens.lowerBound, tokenCount: chunk.tokens.count)
      let begin = wordCount
      keepWords(chunk.tokens, tokens, sampler.fates, &random)
      drawWindows(from: begin, rate: sampler.rate(afterWords: done), sampler.negatives, &random)
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
    _ random: inout FastRandom
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
    from begin: Int, rate: Float, _ table: AliasTable, _ random: inout FastRandom
  ) {
    guard wordCount - begin > 1 else { return }
    // Safe: there are at most as many windows as words, for which memory was reserved.
    unsafe table.entries.withUnsafeBufferPointer { entries in
      for centre in begin..<wordCount {
        let radius = 1 + random.below(reach)
        unsafe windows[windowCount] = ck_skipgram_window(
          centre: UInt32(centre), first: UInt32(max(begin, centre - radius)),
          last: UInt32(min(wordCount, centre + radius + 1)), rate: rate)
        let word = unsafe words[centre]
        for k in 0..<negativeCount {
          unsafe negatives[windowCount * negativeCount + k] = WindowPlan.negative(
            to: word, entries, &random)
        }
        windowCount += 1
      }
    }
  }

  /// A word of the noise distribution other than `word`.
  private static func negative(
    to word: UInt32, _ entries: UnsafeBufferPointer<AliasTable.Entry>, _ random: inout FastRandom
  ) -> UInt32 {
    let count = entries.count
    for _ in 0..<16 {
      let bits = random.next()
      let place = FastRandom.place(of: bits, in: count)
      // Safe: below count by construction.
      let entry = unsafe entries[place]
      let drawn =
        UInt32(truncatingIfNeeded: bits) < entry.threshold ? UInt32(place) : entry.alias
      if drawn != word { return drawn }
    }
    // One word makes up nearly all of the corpus; any other will do.
    return (word + 1) % UInt32(count)
  }
}
