/// Lays a comparison out in columns, one an embedder, for a terminal of any width from 40 on.
public struct ComparisonText: Sendable {
  /// Columns of the terminal.
  public let width: Int
  private static let gap = 3
  /// Columns of a score and the space behind it.
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
      lines += wrapped("* found by every model", width: width) + [""]
    }
    lines += agreement(result) + [""] + probes(result)
    while lines.last == "" { lines.removeLast() }
    return lines.map { $0.trimmingTrailingSpaces + "\n" }.joined()
  }

  // MARK: - Neighbours

  private func neighbors(
    _ query: ComparisonResult.Query, models: [ComparisonResult.Model]
  ) -> [String] {
    let columns = columnWidth(models.count)
    let shared = query.neighbors.dropFirst().reduce(Set(query.neighbors.first?.map(\.id) ?? [])) {
      $0.intersection($1.map(\.id))
    }
    var lines = wrapped(query.query, width: width)
    lines.append(row(models.map { ["\($0.name) (\($0.postProcessing))"] }, columns).joined())
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

  /// Cells of several lines side by side.
  private func row(_ cells: [[String]], _ columns: Int) -> [String] {
    let height = cells.map(\.count).max() ?? 0
    return (0..<height).map { line in
      let parts = cells.map { cell in
        padded(truncated(line < cell.count ? cell[line] : "", width: columns), columns)
      }
      return parts.joined(separator: String(repeating: " ", count: Self.gap))
    }
  }

  // MARK: - Figures

  private func agreement(_ result: ComparisonResult) -> [String] {
    var lines: [String] = []
    for pair in result.agreement {
      let names = [pair.first, pair.second].map { result.models[$0].name }
      let correlation =
        pair.rankCorrelation.map { ", rank correlation \(decimals($0, 2))" } ?? ""
      lines += wrapped(
        "Agreement of \(names[0]) and \(names[1]) on \(pair.queries) sentences: "
          + "\(percent(pair.overlap)) of the first \(pair.count) neighbours in common\(correlation)",
        width: width)
    }
    return lines
  }

  private func probes(_ result: ComparisonResult) -> [String] {
    guard !result.probes.isEmpty else { return [] }
    var lines = wrapped(
      "What moves the vector: 0 % is not at all, 100 % as far as to a random sentence. It should "
        + "move (↑) or stay (↓); < marks a lead that is more than chance.", width: width)
    let titleWidth = 20
    let columns = min(30, max(9, (width - titleWidth) / max(1, result.models.count)))
    func line(_ title: String, _ cells: [String]) -> String {
      padded(truncated(title, width: titleWidth - 1), titleWidth)
        + cells.map { padded(truncated($0, width: columns - 1), columns) }.joined()
    }
    lines.append(line("", result.models.map(\.name)))
    for probe in result.probes {
      let want = probe.kind.changesMeaning ? "↑" : "↓"
      lines.append(
        line(
          "\(want) \(probe.kind.title)",
          probe.movement.indices.map { index in
            percent(probe.movement[index]) + (probe.winner == index ? " <" : "")
          }))
    }
    let nearer = result.probes.compactMap { probe in
      probe.paraphraseIsNearer.map { (title: probe.kind.title, shares: $0) }
    }
    if !nearer.isEmpty {
      lines += [""] + wrapped("How often a paraphrase is nearer than", width: width)
      for entry in nearer { lines.append(line("  \(entry.title)", entry.shares.map(percent))) }
    }
    return lines
  }

  private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
