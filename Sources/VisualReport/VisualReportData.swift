import FileFormats

/// All that a page shows: views of corpora and of models, and tables of figures.
///
/// The page draws what is in ``json``, whose first members say which form it has.
public struct VisualReportData: Sendable {
  /// The heading.
  public var title: String
  /// What made the report, such as `textae 1.0.0`.
  public var maker: String
  /// The corpora, each with a map.
  public var corpora: [CorpusView]
  /// The models.
  public var models: [ModelView]
  /// The tables.
  public var tables: [FigureTable]
  /// Where a page that a server shows asks for answers, such as `/0123abcd/`; nil in a file.
  public var service: String?

  /// A report.
  public init(
    title: String, maker: String, corpora: [CorpusView] = [], models: [ModelView] = [],
    tables: [FigureTable] = [], service: String? = nil
  ) {
    (self.title, self.maker, self.service) = (title, maker, service)
    (self.corpora, self.models, self.tables) = (corpora, models, tables)
  }

  /// The data of the page.
  public var json: JSONValue {
    [
      "kind": "textae-report", "version": 1, "title": .string(title), "maker": .string(maker),
      "service": service.map { .string($0) } ?? .null,
      "corpora": .array(corpora.map(\.json)), "models": .array(models.map(\.json)),
      "tables": .array(tables.map(\.json)),
    ]
  }
}
