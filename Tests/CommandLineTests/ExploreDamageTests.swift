import TestSupport
import Testing

/// `explore` and requests that are changed at random.
@Suite struct ExploreDamageTests {
  @Test func `each request gets an answer or a closed connection`() throws {
    let status = try ServedIndex.exploring { path, port in
      let questions = [
        ("search", #"{"query": "the cat sees bread .", "count": 3}"#),
        ("embed", #"{"sentences": ["a dog", "the cat"]}"#),
        ("reconstruct", #"{"sentence": "a dog likes bread ."}"#),
        ("v1/embeddings", #"{"input": "a dog", "encoding_format": "base64", "dimensions": null}"#),
      ]
      var requests = DamagedRequests(
        questions.map { question, body in
          "POST \(path)\(question) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        })
      for number in 0..<min(DamagedRequests.count, 20_000) {
        let bytes = requests.next()
        let answer = try #require(LocalClient.exchange(bytes, port: port), "\(number): \(bytes)")
        // No question is so bad that it is the fault of the program.
        let status = answer.isEmpty ? 200 : LocalClient.parse(answer)?.status ?? 0
        #expect(
          status == 200 || (400..<500).contains(status) || [501, 505].contains(status),
          "\(number): \(bytes)")
      }
    }
    #expect(status == 130)
  }
}
