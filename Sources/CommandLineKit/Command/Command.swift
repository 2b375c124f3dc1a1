/// A command of a tool: its parameters are declared as properties, and ``run()`` does the work.
///
/// ```swift
/// struct Greet: Command {
///   static let name = "greet"
///   static let abstract = "Say hello."
///   static let examples = [Example("greet Ada --times 2", "Says it twice.")]
///
///   @Argument("NAME", "Who to greet.") var person: String
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

  /// Command lines that work, at least one, with what they do.
  static var examples: [Example] { get }

  /// Makes the command with nothing parsed yet.
  init()

  /// Checks rules that involve several parameters, and throws a ``UsageProblem``.
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
