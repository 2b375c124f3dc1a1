/// An event or state with roles, and the wordings that express it.
struct Frame {
  let name: String
  let topic: Int
  let slots: [Slot]
  let statements: [Template]
  let questions: [Template]
  /// Two slots whose fillers may swap places, which gives another plausible event.
  let swap: (Int, Int)?

  func wordings(_ mood: Template.Mood) -> [Template] {
    mood == .say ? statements : questions
  }
}
