extension ParameterFacts {
  /// The help with what is allowed and the default: "Batch size. (from 1 to 4096; default 64)".
  package var helpWithDefault: String {
    var notes: [String] = []
    if case .words(let words) = completion, !placeholder.contains(words[0]) {
      notes.append("one of " + words.joined(separator: ", "))
    }
    if let ruleWords { notes.append(ruleWords) }
    if role == .option, isRequired { notes.append("required") }
    if arity == .repeated, role == .option { notes.append("may be repeated") }
    if let defaultText, !defaultText.isEmpty { notes.append("default \(defaultText)") }
    return notes.isEmpty ? help : "\(help) (\(notes.joined(separator: "; ")))"
  }
}
