import Foundation

/// A checked-in file with expected results, in the folder `Goldens` of the test target that asks.
package enum GoldenFile {
  /// The folder `Goldens` of the test target that `source` belongs to.
  package static func folder(source: String = #filePath) -> URL {
    var folder = URL(fileURLWithPath: source).deletingLastPathComponent()
    while !folder.lastPathComponent.hasSuffix("Tests") && folder.pathComponents.count > 1 {
      folder.deleteLastPathComponent()
    }
    return folder.appendingPathComponent("Goldens")
  }

  package static func path(_ name: String, source: String = #filePath) -> String {
    folder(source: source).appendingPathComponent(name).path
  }

  package static func bytes(_ name: String, source: String = #filePath) throws -> [UInt8] {
    try fileBytes(path(name, source: source))
  }

  /// The value that a JSON file holds.
  package static func decode<Value: Decodable>(
    _ name: String, as type: Value.Type = Value.self, source: String = #filePath
  ) throws -> Value {
    try JSONDecoder().decode(
      type, from: Data(contentsOf: URL(fileURLWithPath: path(name, source: source))))
  }
}

/// The contents of a file.
package func fileBytes(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}
