import FileFormats

/// The nearest sentences of a query.
enum SearchEndpoint: ExplorerEndpoint {
  static let path = "/search"

  static func answer(_ question: JSONValue, _ explorer: Explorer) throws -> JSONValue {
    let query = try question.text(of: "query")
    var engine = explorer.engine
    engine.options.count = try question.count("count", most: 1_000, standard: 10)
    let found = try engine.answers([query]).first ?? []
    return SearchAnswer(query: .string(query), found: found).value
  }
}
