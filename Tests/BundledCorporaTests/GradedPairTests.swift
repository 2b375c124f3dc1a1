import BundledCorpora
import TestSupport
import Testing

/// Grades are checked on frames so plain that a sentence can be read back.
@Suite("Graded pairs")
struct GradedPairTests {
  private static let frames = """
    class person
      Al, Bo, Cy, Di, Ed, Fi, Gus, Hal, Io, Jo, Kim, Lu, Mo, Ned, Oz, Pat, Quin, Ray, Sue, Tim
    class day
      on Monday, on Friday
    topic one
    frame greet
      slot agent person
      slot other person
      slot when day
      swap agent other
      say {agent} greeted {other} {when}.
      say {when} {other} was greeted by {agent}.
    frame call
      slot agent person
      slot other person
      slot when day
      say {agent} called {other} {when}.
    topic two
    frame pay
      slot agent person
      slot other person
      slot when = in cash, by cheque
      say {agent} paid {other} {when}.
      say {agent} {when} paid {other}.
    """

  private struct Event: Equatable {
    var verb = ""
    var agent = ""
    var other = ""
    var when = ""

    init(_ sentence: String) {
      let words = sentence.dropLast().split(separator: " ").map(String.init)
      let people = words.filter { $0.first?.isUppercase ?? false && !$0.hasSuffix("day") }
        .filter { $0 != "On" }
      let isPassive = words.contains("was")
      verb = words.first { ["greeted", "called", "paid"].contains($0) } ?? ""
      agent = (isPassive ? people.last : people.first) ?? ""
      other = (isPassive ? people.first : people.last) ?? ""
      when = words.first { ["Monday", "Friday", "cash", "cheque"].contains($0) } ?? ""
    }
  }

  @Test("have the relation that their grade says")
  func relations() throws {
    let folder = try TemporaryFolder(frames: Self.frames)
    let expansion = try FrameCorpus(directory: folder.path).expand(count: 0, seed: 3, pairCount: 50)
    #expect(expansion.pairs.count == 50)
    for pair in expansion.pairs {
      let (first, second) = (Event(pair.first), Event(pair.second))
      var expected = first
      switch pair.grade {
      case .paraphrase:
        #expect(first == second && pair.first != pair.second)
      case .oneRoleChanged:
        let changes = [
          first.agent != second.agent, first.other != second.other, first.when != second.when,
        ]
        #expect(first.verb == second.verb && changes.count { $0 } == 1, "\(pair)")
      case .rolesSwapped:
        (expected.agent, expected.other) = (first.other, first.agent)
        #expect(second == expected, "\(pair)")
      case .sameTopic:
        #expect(first.verb != second.verb)
        #expect((first.verb == "paid") == (second.verb == "paid"))
      case .unrelated:
        #expect((first.verb == "paid") != (second.verb == "paid"))
        #expect(Set([first.agent, first.other]).isDisjoint(with: [second.agent, second.other]))
      }
    }
  }
}
