import CommandLineKit
import FileFormats
import Foundation

/// What is in a file that this project writes; the reader finds out which kind it is.
enum FileReport {
  static func make(_ path: String) throws -> Report {
    let file = try MappedFile(path: path)
    let start = file.bytes(0..<min(file.count, 64))
    if path.hasSuffix(".safetensors") { return try tensors(path) }
    throw CommandFailure(
      "not a kind of file that textae knows", at: path,
      advice: "give a model, index, tokenizer or vector file (it begins with \(hex(start)))",
      exitStatus: .badData)
  }

  private static func tensors(_ path: String) throws -> Report {
    let file = try SafetensorsFile(path: path, verification: .ifPresent)
    let metadata = file.metadata.map { (name: $0.key, value: JSONValue.string($0.value)) }
    return Report(
      title: "\(path): tensors",
      facts: [
        (name: "file", value: .string(path)),
        (name: "kind", value: "safetensors"),
        (
          name: "parameters",
          value: .integer(file.tensors.reduce(0) { $0 + ($1.count ?? 0) })
        ),
      ] + metadata
        + file.tensors.map { tensor in
          let shape = tensor.shape.map(String.init).joined(separator: " × ")
          return (name: tensor.name, value: .string("\(shape) \(tensor.element.rawValue)"))
        })
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.prefix(4).map { String($0, radix: 16) }.joined(separator: " ")
  }
}
