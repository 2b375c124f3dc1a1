import DataStructures
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
        lines += self.lines(of: "* found by \(every)", width) + [""]
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
    var lines = self.lines(of: query.query, width)
    lines += row(models.map { self.lines(of: Self.heading($0), columns) }, columns)
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
    let body = lines(of: neighbor.sentence, width - Self.scoreWidth)
    let kept = body.prefix(Self.lineLimit).enumerated().map { index, line in
      index == Self.lineLimit - 1 && body.count > Self.lineLimit
        ? TextFormat.truncated(line + "…", to: width - Self.scoreWidth) : line
    }
    return kept.enumerated().map { index, line in
      let margin = index == 0 ? TextFormat.fixed(neighbor.score, places: 3) + mark : ""
      return TextFormat.padded(margin, to: Self.scoreWidth) + line
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
        TextFormat.padded(
          TextFormat.truncated(line < cell.count ? cell[line] : "", to: columns), to: columns)
      }
      return parts.joined(separator: String(repeating: " ", count: Self.gap))
    }
  }

  /// A text in lines of at most `width` columns, at least one.
  func lines(of text: String, _ width: Int) -> [String] {
    let lines = TextFormat.wrapped(text, width: width, breaksWords: true)
    return lines.isEmpty ? [""] : lines
  }
}

extension String {
  /// The text without spaces at its end.
  fileprivate var trimmingTrailingSpaces: String {
    guard let last = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[...last])
  }
}
