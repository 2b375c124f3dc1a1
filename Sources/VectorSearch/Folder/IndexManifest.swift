import DataStructures
import FileFormats
import TensorKit

/// What an index consists of: the file `manifest.json` in its folder.
///
/// The first line is a JSON object, the second the xxHash64 of the first in hexadecimal. A change of
/// the index is made once a new manifest has taken the place of the old one.
struct IndexManifest: Equatable {
  static let fileName = "manifest.json"
  static let version = 1
  static let maximumSegments = 10_000
  /// No file has as large a number.
  static let endOfFiles = 1 << 48

  /// A segment, and which of its rows are no longer there.
  struct Entry: Equatable {
    var file: String
    var count: Int
    /// The file of the rows that were removed, and how many they are.
    var removed: String?
    var removedCount = 0

    var liveCount: Int { count - removedCount }
  }

  var design: IndexDesign
  var segments: [Entry] = []
  /// The id of the next row.
  var nextID = 0
  /// The number of the next file.
  var nextFile = 1

  var count: Int { segments.reduce(0) { $0 + $1.liveCount } }

  /// The names of all files of the index but the manifest.
  var files: Set<String> {
    Set(segments.map(\.file) + segments.compactMap(\.removed))
  }

  /// The name of a new file.
  mutating func newFile(_ ending: String) -> String {
    defer { nextFile += 1 }
    let number = String(nextFile)
    return String(repeating: "0", count: max(0, 8 - number.count)) + number + "." + ending
  }
}

extension IndexManifest {
  /// The manifest as the bytes of its file.
  var bytes: [UInt8] {
    var members: [(String, JSONValue)] = [
      ("format", .string("textae index")), ("version", .integer(Self.version)),
      ("dimension", .integer(design.dimension)), ("metric", .string(design.metric.rawValue)),
      ("kind", .string(design.kind.rawValue)), ("codec", .string(design.codec.name)),
      ("rescoring", .string(design.fineCodec.name)),
      (
        "graph",
        [
          "links": .integer(design.graph.links), "effort": .integer(design.graph.effort),
          "seed": .string(design.graph.seed.hexadecimal),
        ]
      ),
      ("sentences", .bool(design.hasSentences)),
      ("columns", .array(design.columns.map(JSONValue.string))),
    ]
    if let key = design.key { members.append(("key", .string(key))) }
    if let model = design.model {
      members.append(
        (
          "model",
          ["path": .string(model.path), "checksum": .string(model.checksum.hexadecimal)]
        ))
    }
    if let stemmer = design.stemmer { members.append(("stemmer", .string(stemmer))) }
    members += [
      ("nextID", .integer(nextID)), ("nextFile", .integer(nextFile)),
      (
        "segments",
        .array(
          segments.map { entry in
            var members = [
              JSONValue.Member(key: "file", value: .string(entry.file)),
              JSONValue.Member(key: "count", value: .integer(entry.count)),
            ]
            if let removed = entry.removed {
              members.append(JSONValue.Member(key: "removed", value: .string(removed)))
              members.append(
                JSONValue.Member(key: "removedCount", value: .integer(entry.removedCount)))
            }
            return .object(members)
          })
      ),
    ]
    let text = JSONValue.object(members.map { JSONValue.Member(key: $0.0, value: $0.1) }).jsonText
    let line = Array((text + "\n").utf8)
    return line + Array((Checksum.of(line).hexadecimal + "\n").utf8)
  }

  /// Reads the manifest of a folder.
  ///
  /// - Throws: `FileError`, for instance `unsupportedVersion` for the index of a newer program.
  init(folder: String) throws(FileError) {
    let file = try MappedFile(path: folder + "/" + Self.fileName)
    guard file.count <= Self.maximumBytes else { throw file.malformed("longer than a manifest") }
    let bytes = file.bytes(0..<file.count)
    guard let end = bytes.firstIndex(of: 0x0A) else {
      throw file.malformed("it has no second line")
    }
    let object = try JSONValue(parsing: Array(bytes[..<end]), path: file.path)
    guard object["format"]?.text == "textae index", let version = object["version"]?.wholeNumber
    else { throw file.malformed("is not the manifest of an index") }
    // The version is checked before the checksum, which a newer format may keep elsewhere.
    guard version == Self.version else {
      throw .unsupportedVersion(
        path: file.path, found: "\(version)", supported: "\(Self.version)")
    }
    let checksum = Checksum.of(Array(bytes[...end])).hexadecimal + "\n"
    guard bytes[(end + 1)...].elementsEqual(checksum.utf8) else {
      throw .checksumMismatch(path: file.path)
    }
    guard let manifest = Self(object) else {
      throw file.malformed("its manifest holds impossible values")
    }
    self = manifest
  }

  static let maximumBytes = 16 << 20

  private init?(_ object: JSONValue) {
    guard let design = IndexDesign(object), let nextID = object["nextID"]?.wholeNumber,
      let nextFile = object["nextFile"]?.wholeNumber, nextID >= 0, nextFile >= 0,
      nextFile < Self.endOfFiles, nextID < SegmentHeader.endOfIDs,
      let entries = object["segments"]?.elements, entries.count <= Self.maximumSegments
    else { return nil }
    self.design = design
    self.nextID = nextID
    self.nextFile = nextFile
    for entry in entries {
      guard let file = entry["file"]?.text, Self.isPlain(file),
        let count = entry["count"]?.wholeNumber, (0...SegmentHeader.maximumCount).contains(count)
      else { return nil }
      var segment = Entry(file: file, count: count)
      if let removed = entry["removed"] {
        guard let name = removed.text, Self.isPlain(name),
          let number = entry["removedCount"]?.wholeNumber, (0...count).contains(number)
        else { return nil }
        segment.removed = name
        segment.removedCount = number
      }
      segments.append(segment)
    }
    // A file that is named twice would give its rows twice.
    guard files.count == segments.reduce(0, { $0 + ($1.removed == nil ? 1 : 2) }) else {
      return nil
    }
  }

  /// Whether a name is that of a file in the folder itself.
  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && name.utf8.count <= 64
      && name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2E
      }
  }
}

extension IndexDesign {
  /// Throws unless there can be an index with such columns.
  ///
  /// - Throws: `IndexError.repeatedColumn`, `IndexError.tooManyColumns`, both with a path.
  static func check(columns: [String], path: String) throws(IndexError) {
    guard columns.count <= maximumColumns else {
      throw .tooManyColumns(columns.count, path: path)
    }
    var seen: Set<UTF8Key> = []
    for column in columns where !seen.insert(UTF8Key(column)).inserted {
      throw .repeatedColumn(column, path: path)
    }
  }

  fileprivate init?(_ object: JSONValue) {
    guard let dimension = object["dimension"]?.wholeNumber,
      (1...Self.maximumDimension).contains(dimension),
      let metric = object["metric"]?.text.flatMap(Metric.init),
      let kind = object["kind"]?.text.flatMap(IndexKind.init),
      let codec = object["codec"]?.text.flatMap(IndexCodec.init),
      let rescoring = object["rescoring"]?.text.flatMap(IndexCodec.init), rescoring.isReadable,
      let links = object["graph"]?["links"]?.wholeNumber, GraphParameters.linkRange.contains(links),
      let effort = object["graph"]?["effort"]?.wholeNumber,
      GraphParameters.effortRange.contains(effort),
      let seed = object["graph"]?["seed"]?.text.flatMap(UInt64.init(hexadecimal:)),
      let hasSentences = object["sentences"]?.truth,
      let columns = object["columns"]?.elements?.map(\.text)
    else { return nil }
    var model: IndexModel?
    if let found = object["model"] {
      guard let path = found["path"]?.text,
        let checksum = found["checksum"]?.text.flatMap(UInt64.init(hexadecimal:))
      else { return nil }
      model = IndexModel(path: path, checksum: checksum)
    }
    let names = columns.compactMap { $0 }
    let key = object["key"]?.text
    let stemmer = object["stemmer"]?.text
    guard names.count == columns.count,
      (try? Self.check(columns: names, path: IndexManifest.fileName)) != nil,
      key.map({ names.firstIndex(ofBytes: $0) != nil }) ?? true, stemmer == nil || hasSentences
    else { return nil }
    self.init(
      dimension: dimension, metric: metric, kind: kind, codec: codec, rescoring: rescoring,
      graph: GraphParameters(links: links, effort: effort, seed: seed),
      hasSentences: hasSentences, columns: names, key: key, model: model, stemmer: stemmer)
  }
}
