import FileFormats

/// Writes an index of words, a document at a time.
///
///     let builder = try LexicalIndexBuilder(path: "reviews.words")
///     for sentence in sentences { try builder.append(sentence) }
///     try builder.finish()
///
/// Postings are collected in runs of bounded size, sorted, set aside on the same disk and merged at the
/// end (Heinz and Zobel 2003, "Efficient single-pass index construction for text databases"). Besides
/// a run, memory holds twelve bytes per document. The index appears under its name once it is
/// finished. The same documents give the same bytes.
public final class LexicalIndexBuilder {
  /// How many documents have been appended.
  public var count: Int { header.documents }

  private let output: any IndexOutput
  private let analyzer: TextAnalyzer
  /// The other indexes of one collection.
  private let others: [LexicalIndex]
  private let postingsPerRun: Int
  private var header = LexicalHeader()
  private var run = PostingRun()
  private let runs: RunFile
  private var lengths: [UInt32] = []
  private var sections: [LexicalHeader.Tag: SectionSpool] = [:]
  private var rows = 0

  /// Begins an index.
  ///
  /// - Parameters:
  ///   - path: a regular file.
  ///   - analyzer: cuts texts into terms.
  ///   - hasTexts: whether the texts are stored, to be shown.
  ///   - hasGroups: whether documents are appended as lists of sentences, which have vectors of their own.
  ///   - existing: what to do with a file of this name.
  /// - Throws: `FileError` if the output cannot be created.
  public convenience init(
    path: String, analyzer: TextAnalyzer = TextAnalyzer(), hasTexts: Bool = true,
    hasGroups: Bool = false, existing: OverwritePolicy = .replace
  ) throws(FileError) {
    let file = try AtomicFile(path: path, existing: existing)
    guard file.isSeekable else { throw .notSeekable(path: path) }
    try self.init(
      output: file, analyzer: analyzer, hasTexts: hasTexts, hasGroups: hasGroups)
  }

  /// Begins an index as above; a run ends after `postingsPerRun` postings.
  package convenience init(path: String, hasTexts: Bool, postingsPerRun: Int) throws(FileError) {
    try self.init(
      output: AtomicFile(path: path), analyzer: TextAnalyzer(), hasTexts: hasTexts,
      hasGroups: false, postingsPerRun: postingsPerRun)
  }

  /// Begins an index on an output. How rare a word is depends on all documents of the collection, those
  /// of `others` too.
  init(
    output: any IndexOutput, analyzer: TextAnalyzer, hasTexts: Bool, hasGroups: Bool,
    beside others: [LexicalIndex] = [], postingsPerRun: Int = 1 << 22
  ) throws(FileError) {
    self.output = output
    self.analyzer = analyzer
    self.others = others
    self.postingsPerRun = postingsPerRun
    runs = try RunFile(besides: output.spoolPath)
    header.hasTexts = hasTexts
    header.hasGroups = hasGroups
    for tag in header.tags where tag != .postings {
      sections[tag] = SectionSpool(besides: output.spoolPath)
    }
    try sections[.stemmer]?.write(Array(analyzer.stemmerName.utf8))
    try output.write([UInt8](repeating: 0, count: LexicalHeader.byteCount))
    try appendEnds()
  }

  /// Appends a document.
  ///
  /// - Throws: `FileError` if writing fails, or for more than 2³⁰ documents.
  public func append(_ text: String) throws(FileError) {
    precondition(!header.hasGroups, "a document without sentences")
    try append([text], rows: 1)
  }

  /// Appends a document that is made of some sentences, to an index with groups.
  ///
  /// `rows` is the number of its vectors, if it has not one for each sentence.
  /// - Throws: the errors of `append`.
  public func append(sentences texts: [String], rows: Int? = nil) throws(FileError) {
    precondition(header.hasGroups, "sentences in an index without groups")
    try append(texts, rows: rows ?? texts.count)
  }

  private func append(_ texts: [String], rows: Int) throws(FileError) {
    guard header.documents < LexicalHeader.maximumDocuments else {
      throw .unwritable(
        path: output.spoolPath ?? "an index in memory", value: "document \(count)",
        reason: "an index of words holds at most \(LexicalHeader.maximumDocuments) documents")
    }
    let words = run.append(texts, document: header.documents, analyzer: analyzer)
    lengths.append(UInt32(words))
    header.words += words
    header.documents += 1
    self.rows += rows
    if let text = sections[.text] {
      for (number, piece) in texts.enumerated() {
        try text.write(Array(((number > 0 ? " " : "") + piece).utf8))
      }
    }
    try appendEnds()
    if run.count >= postingsPerRun { try endRun() }
  }

  /// Appends where the next text and the next document's sentences begin.
  private func appendEnds() throws(FileError) {
    try sections[.offsets]?.write(UInt64(sections[.text]?.count ?? 0), bytes: 8)
    try sections[.groups]?.write(UInt64(rows), bytes: 8)
  }

  private func endRun() throws(FileError) {
    try runs.append(run)
    run = PostingRun()
  }

  /// Completes the index.
  ///
  /// - Throws: `FileError` if writing fails.
  public func finish() throws(FileError) {
    try endRun()
    let norms = try norms()
    var postings = PostingWriter(lengths: lengths, norms: norms)
    var merge = try RunMerge(runs)
    while let term = try merge.nextTerm() {
      header.terms += 1
      try sections[.records]?.write(
        postings.record(text: sections[.terms]?.count ?? 0, documents: merge.documents).bytes)
      try sections[.terms]?.write(term)
      while let posting = try merge.nextPosting() {
        postings.append(posting.document, posting.count)
        if let bytes = postings.takeFullBlock() { try write(bytes) }
      }
      try write(postings.takeLastBlock())
      for entry in postings.takeEntries() { try sections[.blocks]?.write(entry.bytes) }
    }
    try sections[.records]?.write(
      postings.record(text: sections[.terms]?.count ?? 0, documents: 0).bytes)
    for length in lengths { try sections[.lengths]?.write(UInt64(length), bytes: 4) }
    for norm in norms { try sections[.norms]?.write(UInt64(norm.bitPattern), bytes: 4) }
    try finishSections()
  }

  private var postingsChecksum = Checksum()

  private func write(_ block: [UInt8]) throws(FileError) {
    postingsChecksum.update(block)
    try output.write(block)
  }

  /// The lengths of the TF-IDF vectors of all documents, which need the frequencies of all terms.
  private func norms() throws(FileError) -> [Float] {
    var squares = [Double](repeating: 0, count: header.documents)
    let documents = others.reduce(header.documents) { $0 + $1.count }
    var merge = try RunMerge(runs)
    while let term = try merge.nextTerm() {
      var frequency = merge.documents
      for other in others { frequency += try other.documentFrequency(of: term) }
      let inverse = TFIDFCosine.inverseFrequency(frequency, of: documents)
      while let posting = try merge.nextPosting() {
        let value = Double(posting.count) * inverse
        squares[Int(posting.document)] += value * value
      }
    }
    return squares.map { Float($0.squareRoot()) }
  }

  private func finishSections() throws(FileError) {
    header.sections = [
      .init(
        tag: .postings, offset: LexicalHeader.byteCount,
        length: output.count - LexicalHeader.byteCount, checksum: postingsChecksum.value)
    ]
    for tag in header.tags where tag != .postings {
      guard let spool = sections[tag] else { continue }
      let offset = output.count
      var checksum = Checksum()
      try spool.forEachPiece { (piece) throws(FileError) in
        checksum.update(piece)
        try output.write(piece)
      }
      header.sections.append(
        .init(tag: tag, offset: offset, length: spool.count, checksum: checksum.value))
    }
    try output.rewrite(header.bytes, at: 0)
    try output.commit()
  }
}
