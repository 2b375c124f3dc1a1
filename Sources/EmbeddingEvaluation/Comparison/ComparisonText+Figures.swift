import DataStructures

extension ComparisonText {
  /// The columns of the names of probes.
  private static let titleWidth = 19
  /// Shown where no model has won.
  private static let undecided = "-"

  /// How much each pair of models agrees, in sentences.
  func agreement(_ result: ComparisonResult) -> [String] {
    result.agreement.flatMap { pair in
      let names = [pair.first, pair.second].map { result.models[$0].name }
      let correlation =
        pair.rankCorrelation.map { ", rank correlation \(TextFormat.fixed($0, places: 2))" } ?? ""
      return lines(
        of: "Agreement of \(names[0]) and \(names[1]) on \(pair.queries) sentences: "
          + "\(percent(pair.overlap)) of the first \(pair.count) neighbors in common\(correlation)",
        width)
    }
  }

  /// What moves the vectors: a column per model, and last the one that wins.
  func probes(_ result: ComparisonResult) -> [String] {
    guard !result.probes.isEmpty else { return [] }
    let names = result.models.map(\.name)
    var lines = self.lines(
      of: "What moves the vector: 0 % is not at all, 100 % as far as to a random sentence.",
      width)
    lines.append(line("", names + ["wins"]))
    for (heading, isChange) in [("should move", true), ("should stay", false)] {
      let probes = result.probes.filter { $0.kind.changesMeaning == isChange }
      if !probes.isEmpty { lines.append(heading) }
      for probe in probes {
        let winner = probe.winner.map { names[$0] } ?? Self.undecided
        lines.append(line("  \(probe.kind.title)", probe.movement.map(percent) + [winner]))
      }
    }
    if result.probes.contains(where: { $0.winner == nil }) {
      lines += self.lines(of: "\(Self.undecided) the lead may be chance", width)
    }
    return lines + paraphrases(result)
  }

  private func paraphrases(_ result: ComparisonResult) -> [String] {
    let entries = result.probes.compactMap { probe in
      probe.paraphraseIsNearer.map { (title: probe.kind.title, shares: $0) }
    }
    guard !entries.isEmpty else { return [] }
    let heading = lines(
      of: "How often a paraphrase is nearer than a sentence with another meaning, by", width)
    return [""] + heading
      + entries.map { line("  \($0.title)", $0.shares.map(percent) + [""]) }
  }

  /// A row of the table; the last cell names the winner.
  private func line(_ title: String, _ cells: [String]) -> String {
    let columns = min(30, max(6, (width - Self.titleWidth) / max(1, cells.count)))
    let name = TextFormat.truncated(title, to: Self.titleWidth - 1)
    return TextFormat.padded(name, to: Self.titleWidth)
      + cells.map { TextFormat.padded(TextFormat.shortened($0, to: columns - 1), to: columns) }
      .joined()
  }

  private func percent(_ share: Double) -> String {
    TextFormat.fixed(share, places: 0, times: 100) + " %"
  }
}
