import FileFormats

/// The list of models as the interface of OpenAI gives it: there is one.
enum OpenAIModelsEndpoint: ExplorerEndpoint {
  static let path = "/v1/models"
  static let method = "GET"

  static func answer(_ question: JSONValue, _ explorer: Explorer) throws -> JSONValue {
    let model: JSONValue = [
      "id": .string(explorer.model.name), "object": "model", "created": 0, "owned_by": "textae",
    ]
    return ["object": "list", "data": [model]]
  }
}
