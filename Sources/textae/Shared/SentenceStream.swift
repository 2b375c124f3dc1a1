import CommandLineKit
import FileFormats

/// Sentences from files, arguments or a terminal, read in groups, so that memory stays constant.
struct SentenceStream {
  private enum Source {
    case file(path: String)
    case literal(String)
    case prompt(String)
  }

  private var sources: ArraySlice<Source>
  private let format: CorpusFormat
  private var reader: CorpusLineReader?
  private var prompt: String?
  /// Whether lines are handed out as soon as no other one is there, for somebody who waits for answers.
  private let isPrompt: Bool
  /// Whether there must be a sentence that is not blank.
  private let needsText: Bool
  /// Whether there was one.
  private var hasText = false

  /// The sentences of `paths`, one file after another; `-` and an empty list mean standard input.
  ///
  /// With `isPrompt`, whoever writes to a pipe line by line gets each line handed on at once.
  init(files paths: [String], format: CorpusFormat = .lines, isPrompt: Bool = false) {
    self.format = format
    self.isPrompt = isPrompt
    needsText = false
    sources = (paths.isEmpty ? ["-"] : paths).map { .file(path: $0) }[...]
  }

  /// Sentences from the command line; `-` means the lines of standard input.
  ///
  /// Without any, a user at a terminal sees `prompt`; otherwise standard input is read. A sentence that
  /// is given must have some text, and so must one of the lines; the stream throws if it has none.
  init(arguments: [String], prompt: String) {
    format = .lines
    isPrompt = true
    needsText = true
    if arguments.isEmpty {
      sources = [Terminal.isInteractive ? .prompt(prompt) : .file(path: "-")]
    } else {
      sources = arguments.map { $0 == "-" ? .file(path: "-") : .literal($0) }[...]
    }
  }

  /// Whether a user types the sentences and waits for each answer.
  var isInteractive: Bool {
    if case .prompt? = sources.first { return true }
    return prompt != nil
  }

  /// The next sentences, at most `count` of them and about a megabyte; nil after the last.
  ///
  /// Fewer come from a pipe whose writer waits for the answers to what it has written.
  mutating func next(_ count: Int) throws -> [String]? {
    let limit = isInteractive ? 1 : count
    var sentences: [String] = []
    var bytes = 0
    while sentences.count < limit, bytes < 1 << 20, let sentence = try nextSentence() {
      bytes += sentence.utf8.count
      sentences.append(sentence)
      hasText = hasText || !sentence.isBlank
      if isPrompt, let reader, reader.wouldWait { return sentences }
    }
    if needsText, !hasText, sentences.count < limit, prompt == nil {
      throw CommandError.noText(at: "standard input")
    }
    return sentences.isEmpty ? nil : sentences
  }

  private mutating func nextSentence() throws -> String? {
    while true {
      if let reader {
        if let prompt { Console.ask(prompt) }
        if let line = try reader.next() {
          let sentence = try Self.text(line, of: reader)
          // Nobody at a terminal wants an answer to an empty line.
          if prompt != nil, sentence.isBlank { continue }
          return sentence
        }
        self.reader = nil
      }
      switch sources.popFirst() {
      case nil: return nil
      case .literal(let sentence):
        try Self.requireText([sentence])
        return sentence
      case .file(let path): reader = try CorpusLineReader(path: path, format: format)
      case .prompt(let prompt):
        // Ctrl-C ends the dialog at once; nothing is lost.
        Interrupt.restoreDefault()
        self.prompt = prompt
        reader = try CorpusLineReader(path: "-")
      }
    }
  }

  /// Throws if one of the sentences of a command line is blank.
  static func requireText(_ sentences: [String]) throws(CommandError) {
    guard let blank = sentences.first(where: \.isBlank) else { return }
    throw .noText(at: "\"\(blank)\"")
  }

  private static func text(_ bytes: [UInt8], of reader: CorpusLineReader) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError.notUTF8(path: reader.path, line: reader.lineNumber)
    }
    return text
  }
}
