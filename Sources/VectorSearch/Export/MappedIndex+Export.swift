import FileFormats

extension MappedIndex {
  /// Writes all rows, with their ids, sentences and columns, for another program.
  ///
  ///     for format in IndexExportFormat.all {
  ///       try index.export(as: format, to: "reviews-\(format)")
  ///     }
  ///
  /// Vectors are written in single precision as answers are scored with them: of length 1 if the
  /// metric is the cosine. `folder` is made if it is missing. `progress` is told how many rows are
  /// done, and may throw to give up.
  ///
  /// - Throws: `IndexExportError` if the other program cannot hold the index; `FileError`.
  public func export(
    as format: IndexExportFormat, to folder: String,
    progress: (Int) throws -> Void = { _ in }
  ) throws {
    try format.type.check(self)
    try OutputFolder.write(folder) {
      try format.type.write(self, to: folder, progress: progress)
    }
  }

  /// A row and what belongs to it.
  struct Row {
    let id: Int
    /// [dimension]
    let vector: [Float]
    /// Nil if the index has no sentences.
    let sentence: String?
    /// One for each column.
    let fields: [String]
  }

  /// Hands out all rows in the order of `ids`.
  func forEachRow(progress: (Int) throws -> Void, _ body: (Row) throws -> Void) throws {
    var done = 0
    for live in segments {
      let segment = live.segment
      for row in 0..<segment.count where !(live.removed?.contains(row) ?? false) {
        try body(
          Row(
            id: try segment.checkedID(row), vector: segment.vectors.vector(row),
            sentence: try segment.sentences?[row],
            fields: try columns.indices.map { try segment.field(row, $0) }))
        done += 1
        if done.isMultiple(of: 1_024) { try progress(done) }
      }
    }
    try progress(done)
  }

  /// The fields of a row by the names of their columns.
  func json(fields: [String]) -> JSONValue {
    .object(zip(columns, fields).map { JSONValue.Member(key: $0, value: .string($1)) })
  }

  /// The same for databases, which do not take U+0000: U+FFFD stands for it.
  func databaseJSON(fields: [String]) -> JSONValue {
    .object(
      zip(columns, fields).map {
        JSONValue.Member(key: $0.withoutZeros, value: .string($1.withoutZeros))
      })
  }

  /// The names of the columns, with an underscore behind one that another column of the table has.
  func columnNames(besides others: [String]) -> [String] {
    var taken = Set(others).union(columns)
    return columns.map { column in
      guard others.contains(column) else { return column }
      var name = column + "_"
      while !taken.insert(name).inserted { name += "_" }
      return name
    }
  }
}
