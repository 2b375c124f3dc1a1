import CommandLineKit
import Testing

@Suite struct HelpTests {
  let tool = SampleTool.tool

  func help(_ words: String..., width: Int = 80) throws -> String {
    guard case .help(let text) = try tool.invocation(of: words, width: width) else { return "" }
    return text
  }

  @Test func `the overview lists commands by section`() throws {
    #expect(
      try help() == """
        sample: Try every kind of declaration.

        Usage:
          sample COMMAND [options]

        Make:
          brew            Make tea from leaves.

        Look:
          shelf           Put things on a shelf or take them off.
          idle            Do nothing.

        General:
          COMMAND --help  Show the options of a command, with examples.
          --version       Show the version.

        """)
  }

  @Test func `a command's help has usage, parameters by section and examples`() throws {
    #expect(
      try help("brew", "--help") == """
        sample brew: Make tea from leaves.

        Usage:
          sample brew LEAF… --output POT [options]

        The leaves are weighed first. A second sentence follows so that this paragraph
        has to be broken into more than one line of help.

        It's a second paragraph.

        Arguments:
          LEAF…                      What goes into the pot.

        Water:
          --temperature N            Degrees Celsius. (from 1 to 100; default 80)
          --fill X                   Share of the pot that is filled. (from 0 to below
                                     1; default 0.5)

        Options:
          --output POT               The pot to fill. (ending in .tea; required)
          --kind black|green|oolong  Kind of tea. (default black)
          --steep TIME               How long to wait.
          --spice SPICE              What to add. (may be repeated)
          --guests NAME…             Who drinks.
          --seed N                   Seed of the blend. (default 7)
          --quiet                    Say nothing.

        Examples:
          sample brew assam --output pot.tea
              Brews one kind.
          sample brew assam darjeeling --kind green --output pot.tea
              Brews a mixture.

        """)
  }

  @Test func `a group's help lists its commands`() throws {
    let expected = """
      sample shelf: Put things on a shelf or take them off.

      Usage:
        sample shelf COMMAND [options]

      Commands:
        add     Put a thing on the shelf.
        remove  Take a thing off the shelf.

      """
    #expect(try help("shelf", "--help") == expected)
    #expect(try help("help", "shelf") == expected)
  }

  @Test func `help can be asked for anywhere before a double dash`() throws {
    let expected = try help("help", "brew")
    #expect(try help("brew", "-h") == expected)
    #expect(try help("brew", "--nonsense", "--help") == expected)
    #expect(try help("brew", "--output", "p.tea", "--", "--help") == "")
  }

  @Test(arguments: [60, 72, 80, 100])
  func `no line is wider than asked`(width: Int) throws {
    for text in [try help(width: width), try help("brew", "--help", width: width)] {
      for line in text.split(separator: "\n") where !line.hasPrefix("  sample") {
        #expect(line.count <= width)
      }
    }
  }

  @Test func `every command has an example that parses`() throws {
    for command in [Brew.self, ShelfAdd.self, ShelfRemove.self, Idle.self] as [any Command.Type] {
      #expect(!command.examples.isEmpty)
    }
  }

  @Test func `the version is printed`() throws {
    guard case .version(let text) = try tool.invocation(of: ["--version"], width: 80) else {
      Issue.record("no version")
      return
    }
    #expect(text == "sample 2.1")
  }
}
