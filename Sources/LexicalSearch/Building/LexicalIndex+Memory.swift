import FileFormats

extension LexicalIndex {
  /// An index in memory.
  ///
  /// - Throws: `FileError` if no temporary file can be written.
  public convenience init(
    of texts: [String], analyzer: TextAnalyzer = TextAnalyzer()
  ) throws(FileError) {
    try self.init(analyzer, hasGroups: false) { builder throws(FileError) in
      for text in texts { try builder.append(text) }
    }
  }

  /// An index in memory of documents that are made of sentences; `rows` says how many vectors one with
  /// so many sentences has.
  ///
  /// - Throws: `FileError` if no temporary file can be written.
  public convenience init(
    ofSentences documents: [[String]], analyzer: TextAnalyzer = TextAnalyzer(),
    rows: (_ sentences: Int) -> Int = { $0 }
  ) throws(FileError) {
    try self.init(analyzer, hasGroups: true) { builder throws(FileError) in
      for sentences in documents {
        try builder.append(sentences: sentences, rows: rows(sentences.count))
      }
    }
  }

  private convenience init(
    _ analyzer: TextAnalyzer, hasGroups: Bool,
    fill: (LexicalIndexBuilder) throws(FileError) -> Void
  ) throws(FileError) {
    let output = MemoryOutput()
    let builder = try LexicalIndexBuilder(
      output: output, analyzer: analyzer, hasTexts: false, hasGroups: hasGroups)
    try fill(builder)
    try builder.finish()
    try self.init(IndexBytes(copying: output.bytes))
  }

  /// The bytes of an index without texts, to be kept inside another file.
  ///
  /// How rare a word is depends on the documents of `others` too, with which it makes up one collection.
  /// Temporary files are made beside the file at `path`.
  /// - Throws: what `fill` throws, and `FileError` if no temporary file can be written.
  package static func bytes(
    _ analyzer: TextAnalyzer, hasGroups: Bool, at path: String, beside others: [LexicalIndex],
    fill: (LexicalIndexBuilder) throws -> Void
  ) throws -> [UInt8] {
    let output = MemoryOutput(spoolPath: path)
    let builder = try LexicalIndexBuilder(
      output: output, analyzer: analyzer, hasTexts: false, hasGroups: hasGroups, beside: others)
    try fill(builder)
    try builder.finish()
    return output.bytes
  }
}
