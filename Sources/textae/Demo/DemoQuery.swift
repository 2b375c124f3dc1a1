/// A query of the demo.
struct DemoQuery {
  /// What a person would type.
  let text: String
  /// What it shows, in a few words.
  let shows: String

  /// One for each strength, and a weakness, chosen from thirty. About two thirds of the thirty have a first
  /// answer that makes sense; for some queries, so few sentences have none.
  static let all = [
    DemoQuery(text: "bad weather", shows: "a theme in two words"),
    DemoQuery(text: "The kid was scared of the dog.", shows: "the same in other words"),
    DemoQuery(text: "How can I save money?", shows: "a question"),
    DemoQuery(text: "learning a foreign language", shows: "a subject"),
    DemoQuery(text: "she misses her grandmother", shows: "a feeling"),
    DemoQuery(text: "I want to quit my job.", shows: "a wish, in other words"),
    DemoQuery(text: "My phone battery is empty.", shows: "a problem, in other words"),
    DemoQuery(text: "how to cook soup", shows: "how something is done"),
    DemoQuery(text: "prices are rising", shows: "a headline"),
    DemoQuery(text: "The train was not late.", shows: "a weakness: it overlooks \"not\""),
  ]
}
