/// An event or state with roles, and the wordings that tell it.
struct Frame {
  let name: String
  let topic: Int
  let slots: [Slot]
  let statements: [Template]
  let questions: [Template]
  /// Two slots whose fillers may change places in another plausible event.
  let swap: (Int, Int)?

  func wordings(_ mood: Template.Mood) -> [Template] {
    mood == .say ? statements : questions
  }
}

/// A role of a frame and what may fill it.
struct Slot {
  let name: String
  let isOptional: Bool
  /// The class whose concepts these are; nil if the frame lists them itself.
  let className: String?
  let concepts: [Concept]
  /// `forms[form][concept][synonym]`, as UTF-8, for each form that a wording of the frame uses.
  var forms: [WordForm: [[[UInt8]]]] = [:]
}

/// A frame with a concept for each slot: what a sentence says, apart from how it says it.
struct Meaning: Equatable {
  let frame: Int
  /// Position of the concept in its slot; nil for an optional slot left empty.
  var concepts: [Int?]
}
