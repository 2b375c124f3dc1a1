import Foundation

/// Reads a golden file, which lies beside the tests.
func golden<Value: Decodable>(_ name: String) throws -> Value {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
  return try JSONDecoder().decode(
    Value.self, from: Data(contentsOf: folder.appending(path: name)))
}
