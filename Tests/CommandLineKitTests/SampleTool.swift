import CommandLineKit

/// A tool with one of everything that can be declared.
enum SampleTool {
  static var tool: Tool {
    Tool(
      name: "sample", version: "2.1", abstract: "Try every kind of declaration.",
      sections: [
        Tool.Section("Make", [.command(Brew.self)]),
        Tool.Section(
          "Look",
          [
            .group(
              name: "shelf", abstract: "Put things on a shelf or take them off.",
              [ShelfAdd.self, ShelfRemove.self]),
            .command(Idle.self),
          ]),
      ])
  }
}

enum Kind: String, ArgumentChoice { case black, green, oolong }

struct WaterOptions: OptionGroup {
  static let title = "Water"

  @Option("Degrees Celsius.", .within(1...100)) var temperature = 80
  @Option("Share of the pot that is filled.", .within(0..<1)) var fill = 0.5
}

struct Brew: Command {
  static let name = "brew"
  static let abstract = "Make tea from leaves."
  static let discussion = """
    The leaves are weighed first. A second sentence follows so that this paragraph has to be \
    broken into more than one line of help.

    It's a second paragraph.
    """
  static let examples = [
    Example("brew assam --output pot.tea", "Brews one kind."),
    Example("brew assam darjeeling --kind green --output pot.tea", "Brews a mixture."),
  ]

  @Argument("LEAF", "What goes into the pot.", isRequired: true) var leaves: [String]
  let water = WaterOptions()
  @Option("The pot to fill.", value: "POT", .ending(in: ".tea")) var output: String
  @Option("Kind of tea.", formerNames: ["sort"]) var kind = Kind.black
  @Option("How long to wait.", name: "steep") var steepingTime: Duration?
  @Option("What to add.", value: "SPICE") var spice: [String] = []
  @Option("Who drinks.", value: "NAME", severalValues: true) var guests: [String] = []
  @Option("Seed of the blend.") var seed: UInt64 = 7
  @Flag("Say nothing.", formerNames: ["silent", "hush"]) var quiet

  func validate() throws {
    if quiet, !guests.isEmpty { throw UsageProblem.conflict("--quiet", "--guests") }
  }

  func run() {}
}

struct ShelfAdd: Command {
  static let name = "add"
  static let abstract = "Put a thing on the shelf."
  static let examples = [Example("shelf add cup", "Puts a cup there.")]
  @Argument("THING", "The thing.") var thing: String
  @Argument("PLACE", "The place.") var place: Int?
  func run() {}
}

struct ShelfRemove: Command {
  static let name = "remove"
  static let abstract = "Take a thing off the shelf."
  static let examples = [Example("shelf remove", "Takes the last one.")]
  func run() {}
}

struct Idle: Command {
  static let name = "idle"
  static let abstract = "Do nothing."
  static let examples = [Example("idle", "Does nothing.")]
  func run() {}
}

extension Tool {
  /// The filled command that a command line chooses.
  func command<C: Command>(_ line: String, as type: C.Type) throws -> C? {
    try command(line.split(separator: " ").map(String.init), as: type)
  }

  /// The command that these words stand for.
  func command<C: Command>(_ words: [String], as type: C.Type) throws -> C? {
    guard case .run(let command, _) = try invocation(of: words, width: 80) else { return nil }
    return command as? C
  }

  /// The message about a wrong command line; nil when it is right.
  func complaint(about words: [String]) -> String? {
    do {
      _ = try invocation(of: words, width: 80)
      return nil
    } catch {
      return FailureReport(of: error).message
    }
  }
}
