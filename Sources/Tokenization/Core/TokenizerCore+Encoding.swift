import FileFormats

extension TokenizerCore {
  /// Appends the ids of a line of any bytes to `ids`; true if it was cut to `maximumLength` tokens.
  ///
  /// The ids put before and after every sentence do not count towards the length.
  func encode(
    _ line: Span<UInt8>, maximumLength: Int, _ scratch: inout EncodingScratch,
    into ids: inout [UInt32]
  ) -> Bool {
    scratch.output.truncate(to: 0)
    forEachWord(in: line, &scratch) { (view, word, scratch) in
      encodeWord(view, word, &scratch)
    } special: { (id, scratch) in
      scratch.output.reserve(1)
      scratch.output.append(id)
    }
    let limit = min(maximumLength, max(0, self.maximumLength - prefix.count - suffix.count))
    let isCut = scratch.output.count > limit
    if isCut { scratch.output.truncate(to: limit) }
    ids.append(contentsOf: prefix)
    scratch.output.append(to: &ids)
    ids.append(contentsOf: suffix)
    scratch.shrink()
    return isCut
  }

  /// Appends the tokens of a word, from the cache if possible.
  @inline(__always)
  private func encodeWord(
    _ text: TextView, _ word: Range<Int>, _ scratch: inout EncodingScratch
  ) {
    guard let key = WordKey(text, word) else { return encodeAnew(text, word, &scratch) }
    if scratch.cache.find(key, &scratch.output) { return }
    let before = scratch.output.count
    encodeAnew(text, word, &scratch)
    scratch.cache.insert(key, scratch.output, last: scratch.output.count - before)
  }

  @inline(never)
  private func encodeAnew(
    _ text: TextView, _ word: Range<Int>, _ scratch: inout EncodingScratch
  ) {
    switch model {
    case .bytePair(let model):
      model.encode(text, word, &scratch.merging, &scratch.output)
    case .wordLevel(let unknown):
      scratch.output.append(text.withSpan(word) { tokens.id(of: $0) } ?? unknown)
    case .wordPiece(let model):
      model.encode(text.withSpan(word) { [UInt8]($0) }, tokens, &scratch.output)
    case .unigram(let model):
      model.encode(text.withSpan(word) { [UInt8]($0) }, tokens, &scratch.output)
    }
  }
}

extension TokenizerCore {
  /// Passes the words of a line to `body` and the literal special tokens in it to `special`.
  ///
  /// Bytes that are not UTF-8 become U+FFFD, as in `String(decoding:as:)`.
  @inline(__always)
  func forEachWord(
    in line: Span<UInt8>, _ scratch: inout EncodingScratch,
    _ body: (TextView, Range<Int>, inout EncodingScratch) -> Void,
    special: (UInt32, inout EncodingScratch) -> Void
  ) {
    let survey = TextSurvey(line, lookingFor: specialFirstByte ?? 0)
    if survey.isASCII, !survey.hasByte, specialFirstByte != nil {
      scratch.text.assign(
        line.extracting(strippedRange(line)), lowercase: normalizer.lowercasesASCII)
      scanWords(&scratch, body)
      return
    }
    let bytes = Array(String(decoding: [UInt8](line), as: UTF8.self).utf8)
    for piece in specials.pieces(of: bytes, isNormalized: false) {
      if let id = piece.id {
        special(id, &scratch)
        continue
      }
      let text = normalizer.applied(to: String(decoding: bytes[piece.range], as: UTF8.self))
      let normalized = Array(text.utf8)
      for part in specials.pieces(of: normalized, isNormalized: true) {
        if let id = part.id {
          special(id, &scratch)
          continue
        }
        let isFirst = piece.range.lowerBound == 0 && part.range.lowerBound == 0
        for words in preTokenized(normalized[part.range], isFirst: isFirst) {
          scratch.text.assign(words.span)
          scanWords(&scratch, body)
        }
      }
    }
  }

  private func preTokenized(_ text: ArraySlice<UInt8>, isFirst: Bool) -> [[UInt8]] {
    guard case .metaspace(let metaspace) = preTokenizer else { return [Array(text)] }
    return metaspace.parts(of: String(decoding: text, as: UTF8.self), isFirst: isFirst)
  }

  /// Scans the normalized text in the scratch.
  @inline(__always)
  private func scanWords(
    _ scratch: inout EncodingScratch,
    _ body: (TextView, Range<Int>, inout EncodingScratch) -> Void
  ) {
    let space = UInt8(ascii: " ")
    if case .byteLevel(true) = preTokenizer, scratch.text.count > 0, scratch.text.view[0] != space {
      scratch.text.prepend(space)
    }
    // No word is empty, so there are no more tokens than bytes.
    scratch.output.reserve(scratch.text.count)
    switch preTokenizer {
    case .byteLevel: scan(ByteLevelScanner.self, &scratch, body)
    case .wordsAndPunctuation: scan(WordAndPunctuationScanner.self, &scratch, body)
    case .bert: scan(BertScanner.self, &scratch, body)
    case .whitespace: scan(SpaceScanner.self, &scratch, body)
    case .metaspace(let metaspace) where metaspace.splits:
      scan(MetaspaceScanner.self, &scratch, body)
    case .metaspace: scan(WholeTextScanner.self, &scratch, body)
    }
  }

  @inline(__always)
  private func scan<Scanner: WordScanner>(
    _: Scanner.Type, _ scratch: inout EncodingScratch,
    _ body: (TextView, Range<Int>, inout EncodingScratch) -> Void
  ) {
    let view = scratch.text.view
    var scanner = Scanner(text: view, classes: scratch.classes)
    while let word = scanner.next() { body(view, word, &scratch) }
  }

  /// The range of an ASCII line without the white space that the normalizer strips.
  private func strippedRange(_ line: Span<UInt8>) -> Range<Int> {
    var start = 0
    var end = line.count
    if normalizer.stripsLeft { while start < end, line[start].isASCIISpace { start += 1 } }
    if normalizer.stripsRight { while end > start, line[end - 1].isASCIISpace { end -= 1 } }
    return start..<end
  }
}

extension UInt8 {
  fileprivate var isASCIISpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
