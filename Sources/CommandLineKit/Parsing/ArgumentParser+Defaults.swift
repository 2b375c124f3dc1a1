extension ArgumentParser {
  func takeDefaults(_ words: [String]) {
    var words = words[...]
    while let spelling = words.popFirst() {
      let option = options.first { $0.answers(to: spelling) }
      let text = option?.facts.role == .flag ? "" : words.popFirst() ?? ""
      let isTaken = option?.parameter.takeDefault(text) ?? false
      precondition(isTaken, "no default: \(spelling) \(text)")
    }
  }
}
