import CorpusAnalysis
import DataStructures
import FileFormats

/// A group of sentences for people and for programs.
struct ClusterAnswer {
  let number: Int
  let cluster: Cluster
  let words: [String]
  /// All sentences of the corpus; empty if there are only vectors.
  let sentences: [String]
  /// How many of its sentences are shown.
  let shown: Int

  /// One JSON object on a line.
  var json: String {
    var members: [JSONValue.Member] = [
      .init(key: "cluster", value: .integer(number)),
      .init(key: "size", value: .integer(cluster.members.count)),
      .init(key: "central", value: .integer(cluster.central)),
    ]
    if !sentences.isEmpty {
      members += [
        .init(key: "sentence", value: .string(sentences[cluster.central])),
        .init(key: "words", value: .array(words.map { .string($0) })),
      ]
    }
    members += [
      .init(key: "members", value: .array(cluster.members.map { .integer($0) })),
      .init(key: "scores", value: .array(cluster.scores.map { .float($0) })),
    ]
    return JSONValue.object(members).jsonText + "\n"
  }

  /// A heading with size and words, and a line for each sentence shown.
  var text: String {
    var text = "# \(number)  \(cluster.members.count)"
    text += words.isEmpty ? "\n" : "  " + words.joined(separator: ", ") + "\n"
    for (member, score) in zip(cluster.members, cluster.scores).prefix(shown) {
      text += "\(SearchAnswer.rounded(score))\t\(member)"
      if !sentences.isEmpty { text += "\t\(sentences[member])" }
      text += "\n"
    }
    return text + "\n"
  }
}
