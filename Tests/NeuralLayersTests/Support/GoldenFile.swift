import Foundation
import Testing

/// Reads a file that make_goldens.py made.
func golden<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
  let file = try #require(
    Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Goldens"))
  return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}
