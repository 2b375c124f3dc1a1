import FileFormats
import VisualReport

/// The sentence that the model writes from the vector of another.
enum ReconstructEndpoint: ExplorerEndpoint {
  static let path = "/reconstruct"

  static func answer(_ question: JSONValue, _ explorer: Explorer) throws -> JSONValue {
    let sentence = try question.text(of: "sentence")
    let sample = try ReconstructionSample(
      of: [sentence], from: "", by: try explorer.model.writer())
    return sample.examples.first?.json ?? .null
  }
}
