import AutoencoderModel
import DataStructures
import FileFormats
import NeuralLayers

/// The classes of the lines of a corpus, some of which may have none.
public struct SentenceLabels: Sendable {
  /// The names of the classes, at least two, in the order of their bytes.
  public let classes: [String]
  /// The class of each line; −1 for a line without one.
  let numbers: [Int32]
  /// A checksum of the classes and of the lines that have them.
  let checksum: UInt64

  /// The label of each line; an empty one is none.
  ///
  /// - Throws: `AutoencoderError.invalidSetting` unless there are two classes or more.
  public init(_ labels: [String]) throws(AutoencoderError) {
    let names = NumberedNames(sorting: labels.filter { !$0.isEmpty })
    guard names.names.count >= 2 else {
      throw .invalidSetting(
        name: "table of labels", value: names.names.first ?? "without labels",
        expected: "one of two classes or more")
    }
    classes = names.names
    numbers = labels.map { Int32(names.number(of: $0) ?? -1) }
    var sum = Checksum()
    for name in classes { sum.update([UInt8]((name + "\n").utf8)) }
    var bytes: [UInt8] = []
    for number in numbers {
      bytes.append(littleEndian: UInt64(UInt32(bitPattern: number)), bytes: 4)
    }
    sum.update(bytes)
    checksum = sum.value
  }

  /// Reads the labels from a column of a table with one row per line of the corpus.
  ///
  /// - Throws: `FileError` for a table that cannot be read, and `AutoencoderError` unless there are two
  ///   classes or more.
  public init(contentsOf path: String, format: CorpusFormat) throws {
    let reader = try CorpusLineReader(path: path, format: format)
    var labels: [String] = []
    while let line = try reader.next() {
      guard let label = String(validating: line, as: UTF8.self) else {
        throw FileError.notUTF8(path: path, line: reader.lineNumber)
      }
      labels.append(label)
    }
    try self.init(labels)
  }

  /// Throws unless there is one label for each line of a corpus.
  package func check(lines: Int) throws(AutoencoderError) {
    guard numbers.count == lines else {
      throw .invalidSetting(
        name: "number of labels", value: "\(numbers.count)",
        expected: "\(lines), one for each line of the corpus")
    }
  }
}
