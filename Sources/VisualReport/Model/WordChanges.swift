import AutoencoderModel
import FileFormats

/// Which words of a sentence came back, which were lost and which are new.
public struct WordChanges: Equatable, Sendable {
  /// What happened to some words.
  public enum Kind: String, Sendable {
    /// They are in both sentences.
    case same
    /// Only the sentence that went in has them.
    case lost
    /// Only the sentence that came out has them.
    case new
  }

  /// Neighboring words with the same fate.
  public struct Run: Equatable, Sendable {
    /// What happened to them.
    public let kind: Kind
    /// The words, with spaces between them.
    public let text: String
  }

  /// The words of both sentences in their order.
  public let runs: [Run]

  /// The fewest losses and additions that turn one sentence into the other (Myers 1986). Words are the
  /// same if they differ only in capital letters and punctuation.
  public init(from input: String, to output: String) {
    let (old, new) = (Self.words(input), Self.words(output))
    let difference = new.difference(from: old) { Self.key($0) == Self.key($1) }
    var (lost, added) = (Set<Int>(), Set<Int>())
    for change in difference {
      switch change {
      case .remove(let offset, _, _): lost.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var words: [(Kind, String)] = []
    var (oldPlace, newPlace) = (0, 0)
    while oldPlace < old.count || newPlace < new.count {
      if lost.contains(oldPlace) {
        words.append((.lost, old[oldPlace]))
        oldPlace += 1
      } else if newPlace < new.count {
        let isNew = added.contains(newPlace)
        words.append((isNew ? .new : .same, new[newPlace]))
        newPlace += 1
        if !isNew { oldPlace += 1 }
      } else {
        break
      }
    }
    var runs: [Run] = []
    for (kind, word) in words {
      if let last = runs.last, last.kind == kind {
        runs[runs.count - 1] = Run(kind: kind, text: last.text + " " + word)
      } else {
        runs.append(Run(kind: kind, text: word))
      }
    }
    self.runs = runs
  }

  private static func words(_ sentence: String) -> [String] {
    sentence.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// What decides whether two words are the same: their letters, or themselves if they have none.
  private static func key(_ word: String) -> String {
    let letters = WordDifference.words(of: word).joined(separator: " ")
    return letters.isEmpty ? word : letters
  }

  var json: JSONValue {
    .array(runs.map { [.string($0.kind.rawValue), .string($0.text)] })
  }
}
