/// The sentences written by hand: everyday English, one sentence per line, one file per theme.
public struct WrittenCorpus: Sendable {
  /// Every sentence, in the order of the files by name and of their lines.
  public let sentences: [String]
  /// About nine tenths of them, to train on.
  public let training: [String]
  /// About a tenth of them, chosen by a hash of the sentence alone.
  public let heldOut: [String]

  /// Reads every `.txt` file of a folder.
  ///
  /// - Throws: ``CorpusError`` with the file and line of the first thing wrong.
  public init(directory: String) throws(CorpusError) {
    var all: [String] = []
    var seen: Set<String> = []
    for path in try DataFileLines.files(in: directory, fileExtension: "txt") {
      for line in try DataFileLines.read(path, comments: false) {
        guard seen.insert(line.text).inserted else {
          throw .duplicateName(path: path, line: line.number, kind: "sentence", name: line.text)
        }
        all.append(line.text)
      }
    }
    sentences = all
    heldOut = all.filter(Self.isHeldOut)
    training = all.filter { !Self.isHeldOut($0) }
  }

  private static func isHeldOut(_ sentence: String) -> Bool {
    StableHash.hash(sentence.utf8) % 10 == 0
  }
}
