import EnglishModel
import FileFormats
import LocalServer
import SentenceEmbedding
import Synchronization
import TextAutoencoder
import VectorSearch

/// Answers the requests of a page, and of programs.
final class Explorer: Sendable {
  let engine: SearchEngine
  let embedder: any SentenceEmbedder
  let model: LoadedModel
  private let page: String
  /// Made for the first question: it reads all sentences of the index.
  private let paraphraser = Mutex<Paraphraser?>(nil)
  /// Questions are answered one after the other; each uses all threads.
  private let turn = Mutex<Void>(())

  /// All that can be asked.
  static let endpoints: [any ExplorerEndpoint.Type] = [
    SearchEndpoint.self, EmbedEndpoint.self, ReconstructEndpoint.self, ParaphraseEndpoint.self,
    OpenAIEmbeddingsEndpoint.self, OpenAIModelsEndpoint.self,
  ]

  init(
    page: String, engine: SearchEngine, embedder: any SentenceEmbedder, model: LoadedModel
  ) {
    (self.page, self.engine, self.embedder, self.model) = (page, engine, embedder, model)
  }

  /// The answer to a request whose path lacks the token.
  func answer(_ request: HTTPRequest) -> HTTPResponse {
    do {
      if request.path == "/" {
        guard ["GET", "HEAD"].contains(request.method) else {
          throw RequestProblem(405, "the page is read with GET")
        }
        return .page(page)
      }
      guard let endpoint = Self.endpoints.first(where: { $0.path == request.path }) else {
        throw RequestProblem(404, "no such path")
      }
      guard request.method == endpoint.method else {
        throw RequestProblem(405, "\(endpoint.path) is asked with \(endpoint.method)")
      }
      let question = try endpoint.method == "POST" ? Self.question(request) : .null
      return .json(try turn.withLock { _ in try endpoint.answer(question, self) })
    } catch let problem as RequestProblem {
      return .refusal(problem)
    } catch {
      return .refusal(RequestProblem(500, "\(error)"))
    }
  }

  /// What finds paraphrases among the sentences of the index; nil without vectors or sentences.
  ///
  /// - Throws: `FileError` for a damaged index.
  func textParaphraser() throws -> Paraphraser? {
    guard let texts = engine.index.vectors, texts.hasSentences else { return nil }
    return try paraphraser.withLock { made in
      if let made { return made }
      let new = Paraphraser(
        embedder: embedder, language: try texts.languageModel(), texts: texts,
        words: ModelInTheBox.words == nil ? nil : .english)
      made = new
      return new
    }
  }

  /// The JSON of a request.
  private static func question(_ request: HTTPRequest) throws(RequestProblem) -> JSONValue {
    // A form of another page cannot send this type.
    guard request["content-type"]?.lowercased().hasPrefix("application/json") == true else {
      throw RequestProblem(415, "the content-type must be application/json")
    }
    do {
      return try JSONValue(parsing: request.body, path: "the request")
    } catch {
      throw RequestProblem(400, "\(error)")
    }
  }
}
