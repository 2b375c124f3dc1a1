import CommandLineKit

/// The values of `--split`.
enum TextSplit: String, ArgumentChoice {
  case none, sentences
}
