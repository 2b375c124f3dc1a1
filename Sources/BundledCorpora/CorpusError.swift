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
  /// A slot that a sentence of the frame leaves out, so that paraphrases would differ in meaning.
  case unusedSlot(path: String, line: Int, slot: String)
  /// A frame without a statement.
  case frameWithoutStatement(path: String, line: Int, frame: String)
  /// The frames cannot make as many different sentences as were asked for.
  case tooFewSentences(requested: Int, found: Int)
}

extension CorpusError: CustomStringConvertible {
  /// Where it happened and what, as a clause.
  public var description: String {
    switch self {
    case .unreadable(let path):
      "\(path): cannot be read"
    case .nothingFound(let directory, let fileExtension):
      "\(directory): no .\(fileExtension) file in the folder"
    case .notASCII(let path, let line):
      "\(path):\(line): a character that is not printable ASCII"
    case .malformedLine(let path, let line, let found, let expected):
      "\(path):\(line): expected \(expected), found '\(found)'"
    case .unknownName(let path, let line, let kind, let name):
      "\(path):\(line): unknown \(kind) '\(name)'"
    case .duplicateName(let path, let line, let kind, let name):
      "\(path):\(line): \(kind) '\(name)' is defined twice"
    case .unusedSlot(let path, let line, let slot):
      "\(path):\(line): the sentence leaves out slot '\(slot)'"
    case .frameWithoutStatement(let path, let line, let frame):
      "\(path):\(line): frame '\(frame)' has no 'say' line"
    case .tooFewSentences(let requested, let found):
      "the frames make only \(found) of \(requested) sentences"
    }
  }
}
