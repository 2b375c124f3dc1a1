import FileFormats

extension Tokenizer {
  /// Whether `grown` can add tokens: to words and byte pairs, in files such as are written here.
  public var canGrow: Bool {
    guard core.source == nil else { return false }
    return model == .word || model == .bpe
  }

  /// This tokenizer with more tokens, for the frequent words of other text.
  ///
  /// All ids keep their meaning. Words are appended, the most frequent first. Of byte pairs, merges are
  /// learned on top of those of this tokenizer, from the words that it spells with several tokens; a
  /// word that needs two merges takes two tokens. Zero threads means as many as there are cores; the
  /// result does not depend on them.
  ///
  /// - Returns: This tokenizer itself if there is nothing to add, or if it cannot grow.
  /// - Throws: `TokenizerError.cancelled`, or `FileError` for a corpus that cannot be read.
  public func grown(
    by growth: VocabularyGrowth, from corpora: [String], format: CorpusFormat = .lines,
    texts: [String] = [], threads: Int = 0, progress: CorpusProgressHandler? = nil
  ) throws -> Tokenizer {
    guard canGrow, growth.limit > 0 else { return self }
    let reader = try CorpusReader(corpora, format: format, texts: texts, progress: progress)
    let counts = try WordCounts(
      of: reader, core, countsPartsOfLongWords: false, threads: Workers.count(threads))
    let words = counts.sorted(minimumCount: max(growth.minimumCount, 1))
    let size = vocabularySize + growth.limit
    let core =
      switch core.model {
      case .bytePair(let model): self.core.grown(model, words, size, growth.minimumCount)
      default: self.core.grown(words, size)
      }
    return core.tokens.count == vocabularySize ? self : Tokenizer(core: core)
  }

  /// The tokens of `base` that spell each token that this tokenizer has more, in order.
  ///
  /// A word that `base` does not know is its unknown token. Nil unless this tokenizer was grown from
  /// `base`.
  package func pieces(beyond base: Tokenizer) -> [[UInt32]]? {
    guard vocabularySize >= base.vocabularySize,
      (0..<base.vocabularySize).allSatisfy({ core.tokens[$0] == base.core.tokens[$0] })
    else { return nil }
    switch (core.model, base.core.model) {
    case (.wordLevel(let unknown), .wordLevel(let known)) where unknown == known:
      return (base.vocabularySize..<vocabularySize).map { _ in [unknown] }
    case (.bytePair(let model), .bytePair(let known)):
      return model.pieces(beyond: known, first: base.vocabularySize, count: vocabularySize)
    default: return checksum == base.checksum ? [] : nil
    }
  }
}

extension TokenizerCore {
  /// The same with more words.
  fileprivate func grown(_ words: [(word: [UInt8], count: Int)], _ size: Int) -> TokenizerCore {
    var tokens = tokens
    for (word, _) in words where tokens.count < size { tokens.insert(word.span) }
    return with(tokens, model)
  }

  /// The same with more merges.
  fileprivate func grown(
    _ pairs: BytePairModel, _ words: [(word: [UInt8], count: Int)], _ size: Int, _ minimumCount: Int
  ) -> TokenizerCore {
    var trainer = BytePairTrainer(words: words, continuing: pairs, tokens: tokens)
    let model = trainer.train(vocabularySize: size, minimumCount: minimumCount)
    return with(trainer.tokens, .bytePair(model))
  }

  private func with(_ tokens: TokenTable, _ model: Model) -> TokenizerCore {
    TokenizerCore(
      tokens: tokens, normalizer: normalizer, preTokenizer: preTokenizer, model: model,
      specials: specials, prefix: prefix, suffix: suffix, roles: roles, decoder: decoder,
      maximumLength: maximumLength)
  }
}

extension BytePairModel {
  /// The tokens below `first` that make up each token from `first` to `count`, by the merges that
  /// this model has more than `base`; nil if it does not continue `base`.
  fileprivate func pieces(
    beyond base: BytePairModel, first: Int, count: Int
  ) -> [[UInt32]]? {
    guard byteIDs == base.byteIDs, merges.count >= base.merges.count,
      merges[..<base.merges.count] == base.merges[...]
    else { return nil }
    var pieces = [[UInt32]](repeating: [], count: count - first)
    func parts(_ token: UInt32) -> [UInt32] {
      Int(token) < first ? [token] : pieces[Int(token) - first]
    }
    for merge in merges[base.merges.count...] {
      let place = Int(merge.result) - first
      // A token that is made in several ways is what its first merge joins.
      guard place >= 0, pieces[place].isEmpty else { continue }
      pieces[place] = parts(merge.left) + parts(merge.right)
    }
    return pieces.contains([]) ? nil : pieces
  }
}
