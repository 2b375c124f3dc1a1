/// A verb of a command-line tool: its declared parameters are properties, its work is ``run()``.
///
/// ```swift
/// struct Greet: Command {
///   static let name = "greet"
///   static let abstract = "Say hello."
///   static let examples = [Example("greet Ada --times 2", "Says it twice.")]
///
///   @Argument("NAME", "Who is greeted.") var person: String
///   @Option("How often.", .within(1...10)) var times = 1
///
///   func run() throws { … }
/// }
/// ```
/// Parsing, help, completions and manual pages all follow from the declarations.
public protocol Command {
  /// The word that chooses the command.
  static var name: String { get }

  /// One sentence for the list of commands.
  static var abstract: String { get }

  /// Paragraphs for the command's own help, separated by empty lines.
  static var discussion: String { get }

  /// At least one command line that works, with what it does.
  static var examples: [Example] { get }

  /// Makes the command with nothing parsed yet.
  init()

  /// Checks what no single parameter can, throwing a ``UsageProblem``.
  func validate() throws

  /// Does the work.
  func run() throws
}

extension Command {
  /// No further text.
  public static var discussion: String { "" }

  /// Nothing to check.
  public func validate() throws {}
}

/// A command line to copy, and what it does.
public struct Example: Sendable {
  let commandLine: String
  let explanation: String

  /// Pairs a command line, without the name of the tool, with one sentence.
  public init(_ commandLine: String, _ explanation: String) {
    self.commandLine = commandLine
    self.explanation = explanation
  }
}
