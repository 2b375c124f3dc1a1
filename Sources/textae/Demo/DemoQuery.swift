/// A query of the demo.
struct DemoQuery {
  /// What a person would type.
  let text: String
  /// What it shows, in a few words.
  let shows: String

  /// One for each strength, and a weakness. They were written before their answers were seen.
  static let all = [
    DemoQuery(text: "bad weather", shows: "a theme in two words"),
    DemoQuery(text: "The kid was scared of the dog.", shows: "the same in other words"),
    DemoQuery(text: "How can I save money?", shows: "a question"),
    DemoQuery(text: "I could not sleep because of the neighbours.", shows: "a situation"),
    DemoQuery(text: "nervous before an exam", shows: "a feeling"),
    DemoQuery(text: "I want to quit my job.", shows: "a wish"),
    DemoQuery(text: "my laptop is broken", shows: "a problem, in other words"),
    DemoQuery(text: "how to cook soup", shows: "how something is done"),
    DemoQuery(text: "an accident on the road", shows: "a headline"),
    DemoQuery(text: "The train was not late.", shows: "a weakness: it overlooks \"not\""),
  ]
}
