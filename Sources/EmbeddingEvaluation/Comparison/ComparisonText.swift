import SentenceEmbedding

/// Renders a comparison in columns, one per embedder, for a terminal of at least 40 columns.
public struct ComparisonText: Sendable {
  /// Columns of the terminal.
  public let width: Int
  private static let gap = 3
  /// The columns of a score and the space after it.
  private static let scoreWidth = 7
  private static let lineLimit = 3

  /// A layout for a terminal of `width` columns.
  public init(width: Int) {
    self.width = max(40, width)
  }

  /// The whole comparison as lines that are never wider than the terminal.
  public func render(_ result: ComparisonResult) -> String {
    var lines: [String] = []
    if !result.queries.isEmpty {
      for query in result.queries { lines += neighbors(query, models: result.models) + [""] }
      if result.queries.contains(where: { !Self.shared($0).isEmpty }) {
        let every = result.models.count == 2 ? "both models" : "every model"
        lines += wrapped("* found by \(every)", width: width) + [""]
      }
    }
    lines += agreement(result) + [""] + probes(result)
    while lines.last == "" { lines.removeLast() }
    return lines.map { $0.trimmingTrailingSpaces + "\n" }.joined()
  }

  // MARK: - Neighbors

  private func neighbors(
    _ query: ComparisonResult.Query, models: [ComparisonResult.Model]
  ) -> [String] {
    let columns = columnWidth(models.count)
    let shared = Self.shared(query)
    var lines = wrapped(query.query, width: width)
    lines += row(models.map { wrapped(Self.heading($0), width: columns) }, columns)
    lines.append(
      models.map { _ in String(repeating: "─", count: columns) }
        .joined(separator: String(repeating: " ", count: Self.gap)))
    for rank in 0..<(query.neighbors.map(\.count).max() ?? 0) {
      let cells = query.neighbors.map { list -> [String] in
        guard rank < list.count else { return [] }
        let mark = shared.contains(list[rank].id) ? "*" : " "
        return cell(list[rank], mark: mark, width: columns)
      }
      lines += row(cells, columns)
    }
    return lines
  }

  /// The name of a model, and what is done to its vectors if anything is.
  private static func heading(_ model: ComparisonResult.Model) -> String {
    let isPlain = model.postProcessing == PostProcessingRecipe.none.summary
    return isPlain ? model.name : "\(model.name) (\(model.postProcessing))"
  }

  /// The neighbors that every model finds.
  private static func shared(_ query: ComparisonResult.Query) -> Set<Int> {
    query.neighbors.dropFirst().reduce(Set(query.neighbors.first?.map(\.id) ?? [])) {
      $0.intersection($1.map(\.id))
    }
  }

  private func cell(
    _ neighbor: ComparisonResult.Neighbor, mark: String, width: Int
  ) -> [String] {
    let body = wrapped(neighbor.sentence, width: width - Self.scoreWidth)
    let kept = body.prefix(Self.lineLimit).enumerated().map { index, line in
      index == Self.lineLimit - 1 && body.count > Self.lineLimit
        ? truncated(line + "…", width: width - Self.scoreWidth) : line
    }
    return kept.enumerated().map { index, line in
      let margin = index == 0 ? decimals(neighbor.score, 3) + mark : ""
      return padded(margin, Self.scoreWidth) + line
    }
  }

  private func columnWidth(_ models: Int) -> Int {
    max(Self.scoreWidth + 8, (width - Self.gap * (models - 1)) / max(1, models))
  }

  /// Cells of several lines, side by side.
  private func row(_ cells: [[String]], _ columns: Int) -> [String] {
    let height = cells.map(\.count).max() ?? 0
    return (0..<height).map { line in
      let parts = cells.map { cell in
        padded(truncated(line < cell.count ? cell[line] : "", width: columns), columns)
      }
      return parts.joined(separator: String(repeating: " ", count: Self.gap))
    }
  }
}
