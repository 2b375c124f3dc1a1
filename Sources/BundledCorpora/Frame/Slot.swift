/// A role of a frame, and what may fill it.
struct Slot {
  let name: String
  let isOptional: Bool
  /// The class that the concepts come from; nil if the frame lists them itself.
  let className: String?
  let concepts: [Concept]
  /// `forms[form][concept][synonym]` in UTF-8, for each form that a wording of the frame uses.
  var forms: [WordForm: [[[UInt8]]]] = [:]
}
