import AutoencoderModel
import CommandLineKit
import FileFormats

/// What single numbers of the vectors of a model stand for, told by sentences.
struct UnitReport {
  let path: String
  let sentences: [String]
  let units: [LatentUnit]

  /// Examines the units of a model that vary most over sentences, each different one once.
  init(_ path: String, _ model: SentenceAutoencoder, _ lines: [String], count: Int) {
    var seen: Set<[UInt8]> = []
    self.path = path
    sentences = lines.filter { !$0.isBlank && seen.insert(Array($0.utf8)).inserted }
    units = LatentUnit.mostVaried(model.embed(sentences), count: count)
  }

  var json: JSONValue {
    let units = units.map { unit -> JSONValue in
      [
        "unit": .integer(unit.number), "variance": .number(unit.variance),
        "nearZero": .number(unit.nearZero), "highest": json(unit.highest),
        "lowest": json(unit.lowest),
      ]
    }
    return [
      "file": .string(path), "sentences": .integer(sentences.count), "units": .array(units),
    ]
  }

  private func json(_ extremes: [LatentUnit.Extreme]) -> JSONValue {
    .array(
      extremes.map { ["value": .float($0.value), "sentence": .string(sentences[$0.sentence])] })
  }

  var text: String {
    let head = "\(path): the units that vary most over \(counted(sentences.count, "sentence"))\n"
    return head
      + units.map { unit in
        "\nunit \(unit.number): variance \(TextFormat.significant(unit.variance, digits: 3)), "
          + "near zero in \(TextFormat.significant(100 * unit.nearZero, digits: 3)) %\n"
          + lines(unit.highest) + "  …\n" + lines(unit.lowest.reversed())
      }.joined()
  }

  private func lines(_ extremes: [LatentUnit.Extreme]) -> String {
    extremes.map {
      "  \(TextFormat.padded(TextFormat.significant(Double($0.value), digits: 3), to: 8))  "
        + "\(sentences[$0.sentence])\n"
    }.joined()
  }
}
