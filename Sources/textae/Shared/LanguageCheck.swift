import CommandLineKit
import TextAutoencoder

/// Looks whether a text is in the language of the model that comes with textae, and warns once if it
/// is not.
///
/// The user's own models are not checked: they learned from whatever they are used on.
struct LanguageCheck {
  /// More letters do not change the answer.
  private static let enough = 20_000

  /// Nil for a model of the user's own, and once the answer has been given.
  private var fit: VocabularyFit?
  private let text: String
  private let advice: String
  private let console: Console

  /// A check of `text`, as the warning calls it, for a model that embeds it.
  init(_ model: LoadedModel?, of text: String, _ console: Console) {
    self.init(
      model?.englishVocabulary, of: text,
      advice: "so its vectors mean little. If it is in another language, train on the text itself "
        + "(textae train --from-scratch) and give that model with --model", console)
  }

  /// A check by the vocabulary of the English model; `advice` follows what is wrong.
  init(_ fit: VocabularyFit?, of text: String, advice: String, _ console: Console) {
    self.fit = fit
    self.text = text
    self.advice = advice
    self.console = console
  }

  /// Whether further sentences do not change the answer.
  var isDone: Bool { fit == nil }

  /// Looks at some sentences.
  mutating func read(_ sentences: [String]) {
    for sentence in sentences {
      guard let letters = fit?.letters else { return }
      fit?.add(sentence)
      if letters >= Self.enough { finish() }
    }
  }

  /// Warns if most words were unknown.
  mutating func finish() {
    if fit?.isOtherLanguage == true {
      console.warn(
        "most words of \(text) are unknown to the English model that comes with textae, \(advice)")
    }
    fit = nil
  }
}

extension LoadedModel {
  /// How its vocabulary fits a text; nil for a model of the user's own.
  var englishVocabulary: VocabularyFit? {
    guard opened.facts.comesWithPackage, let tokenizer = autoencoder?.tokenizer else { return nil }
    return VocabularyFit(of: tokenizer)
  }
}
