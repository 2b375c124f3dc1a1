import Testing
import TextAutoencoder

/// What a paraphrase must have in common with its sentence, one rule after the other.
@Suite("The meaning of paraphrases")
struct ParaphraseMeaningTests {
  /// A sentence, one of the text, and how that would be shown.
  struct Case: CustomTestStringConvertible {
    let sentence: String
    let other: String
    let shown: String

    init(_ sentence: String, _ other: String, shown: String? = nil) {
      (self.sentence, self.other, self.shown) = (sentence, other, shown ?? other)
    }

    var testDescription: String { "\(sentence) \(other)" }

    func isShown() throws -> Bool {
      try Paraphraser.lenient([other]).paraphrases(of: sentence).contains { $0.text == shown }
    }
  }

  @Test(
    "is kept",
    arguments: [
      // Questions
      Case("Is the old man drinking hot tea?", "Does the old man drink hot tea?"),
      Case("\"Is he drinking tea?\"", "\"Does he drink hot tea?\""),
      Case("\"He is drinking tea.\"", "He drinks hot tea.", shown: "\"He drinks hot tea.\""),
      // Persons
      Case("I'm drinking tea.", "I am drinking hot tea."),
      Case("He’s drinking tea.", "He is drinking hot tea."),
      Case("We've made some tea.", "We have made tea."),
      Case("Please make the tea yourself.", "Please do make your tea."),
      // Denials
      Case("She never drinks tea.", "She doesn't drink tea."),
      Case("She is neither cold nor tired.", "She isn't cold or tired."),
      Case("She is not cold and not tired.", "She isn't cold and isn't tired."),
      // Numbers
      Case("There are 12 cups.", "There are twelve clean cups."),
      Case("We need a dozen eggs.", "We need twelve eggs."),
      Case("She came 2nd.", "She came in second."),
      // Details
      Case("The shop opens on Monday.", "On Monday the shop opens."),
      Case("The shop opens on Monday morning.", "The shop opens in the morning."),
      Case("It was a grey car.", "The car was gray."),
      // Marks in pairs
      Case("(The soup was hot.)", "The soup was very hot.", shown: "(The soup was very hot.)"),
      Case("The soup was hot.", "The soup (of fish) was hot."),
      Case("\"Tea,\" said the man.", "\"Coffee,\" said the man."),
    ])
  func kept(one: Case) throws {
    #expect(try one.isShown(), "\(one)")
  }

  @Test(
    "is not kept",
    arguments: [
      // Questions
      Case(
        "The old man is drinking hot tea.", "Does the old man drink hot tea?",
        shown: "Does the old man drink hot tea."),
      Case(
        "Is the old man drinking hot tea?", "The old man drinks hot tea.",
        shown: "The old man drinks hot tea?"),
      Case("\"He drinks tea.\"", "\"Is he drinking tea?\"", shown: "\"Is he drinking tea.\""),
      // Persons
      Case("I'm drinking tea.", "You're drinking tea."),
      Case("We’ve made some tea.", "They’ve made some tea."),
      Case("He's drinking tea.", "She's drinking tea."),
      Case("Please make the tea yourself.", "Please make the tea ourselves."),
      Case("She did it alone.", "She did it herself for himself."),
      // Denials
      Case("She is not cold.", "She is cold."),
      Case("She is not cold and not tired.", "She is cold and tired."),
      Case("She is cold or tired.", "She is neither cold nor tired."),
      // Numbers
      Case("There are thirteen cups.", "There are thirty cups."),
      Case("Two hundred people came.", "Two thousand people came."),
      Case("She called twice.", "She called once."),
      Case("This is the fourth cup.", "This is the fifth cup."),
      // Details
      Case("The shop opens on Monday.", "The shop opens on Friday."),
      Case("We met in June.", "We met in July."),
      Case("We will meet.", "We will meet tomorrow."),
      Case("It was a car.", "It was a red car."),
      // Marks in pairs
      Case(
        "He said the soup is hot.", "He said \"the soup is hot.\"",
        shown: "He said \"the soup is hot."),
      Case("The soup was hot.", "The soup (of fish was hot."),
      Case("The soup was hot.", "The soup of fish) was hot."),
    ])
  func lost(one: Case) throws {
    #expect(try !one.isShown(), "\(one)")
  }
}
