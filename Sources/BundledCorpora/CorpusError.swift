/// What is wrong with a corpus's data files, with the file and the line where it is.
public enum CorpusError: Error, Equatable {
  /// The file or folder cannot be read.
  case unreadable(path: String)
  /// The folder holds no file with this extension.
  case nothingFound(directory: String, fileExtension: String)
  /// A byte outside printable ASCII; the corpora are plain ASCII so that tokenizers agree on them.
  case notASCII(path: String, line: Int)
  /// A line that is none of the kinds its format allows.
  case malformedLine(path: String, line: Int, found: String, expected: String)
  /// A name that no earlier line defines: `kind` says a name of what.
  case unknownName(path: String, line: Int, kind: String, name: String)
  /// A name defined before: `kind` says a name of what.
  case duplicateName(path: String, line: Int, kind: String, name: String)
  /// A slot that a sentence of the frame does not mention, so that rewordings would differ in meaning.
  case unusedSlot(path: String, line: Int, slot: String)
  /// A frame without a statement.
  case frameWithoutStatement(path: String, line: Int, frame: String)
  /// The frames cannot make as many different sentences as were asked for.
  case tooFewSentences(requested: Int, found: Int)
  /// A topic that no frame file has.
  case unknownTopic(String, known: [String])
}

extension CorpusError: CustomStringConvertible {
  /// What happened, where, and what to do about it.
  public var description: String {
    switch self {
    case .unreadable(let path):
      return "\(path): cannot be read; check that it exists and is a readable text file"
    case .nothingFound(let directory, let fileExtension):
      return "\(directory): holds no .\(fileExtension) file; name the folder that has the corpora"
    case .notASCII(let path, let line):
      return "\(path):\(line): a character outside printable ASCII; write it in plain ASCII"
    case .malformedLine(let path, let line, let found, let expected):
      return "\(path):\(line): expected \(expected), found '\(found)'"
    case .unknownName(let path, let line, let kind, let name):
      return "\(path):\(line): unknown \(kind) '\(name)'; define it above or correct its spelling"
    case .duplicateName(let path, let line, let kind, let name):
      return "\(path):\(line): \(kind) '\(name)' occurs twice; remove or rename one of the two"
    case .unusedSlot(let path, let line, let slot):
      return
        "\(path):\(line): the sentence leaves out slot '\(slot)'; every wording needs all slots"
    case .frameWithoutStatement(let path, let line, let frame):
      return "\(path):\(line): frame '\(frame)' has no 'say' line; give it at least one"
    case .tooFewSentences(let requested, let found):
      return "the frames make only \(found) of \(requested) sentences; ask for fewer or add fillers"
    case .unknownTopic(let name, let known):
      return "no topic '\(name)'; there are \(known.joined(separator: ", "))"
    }
  }
}
