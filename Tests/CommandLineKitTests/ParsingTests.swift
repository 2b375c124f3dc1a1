import CommandLineKit
import Testing

@Suite struct ParsingTests {
  let tool = SampleTool.tool

  @Test func `defaults are used where nothing is given`() throws {
    let brew = try #require(try tool.command("brew a --output p.tea", as: Brew.self))
    #expect(brew.leaves == ["a"])
    #expect(brew.water.temperature == 80)
    #expect(brew.water.fill == 0.5)
    #expect(brew.kind == .black)
    #expect(brew.steepingTime == nil)
    #expect(brew.spice.isEmpty)
    #expect(brew.seed == 7)
    #expect(!brew.quiet)
    #expect(!brew.$seed)
  }

  @Test func `every kind of value is read, with a space or an equals sign`() throws {
    let line =
      "brew a --temperature=95 b --fill 0.25 --output=x=y.tea --kind oolong --steep 1m30s"
      + " --spice ginger --spice=mint --seed 18446744073709551615 -"
    let brew = try #require(try tool.command(line, as: Brew.self))
    #expect(brew.leaves == ["a", "b", "-"])
    #expect(brew.water.temperature == 95)
    #expect(brew.water.fill == 0.25)
    #expect(brew.output == "x=y.tea")
    #expect(brew.kind == .oolong)
    #expect(brew.steepingTime == .seconds(90))
    #expect(brew.spice == ["ginger", "mint"])
    #expect(brew.seed == .max)
    #expect(brew.$seed)
  }

  @Test func `an option with several values stops at the next option`() throws {
    let line = "brew a --guests Ada Grace --kind green --output p.tea"
    let brew = try #require(try tool.command(line, as: Brew.self))
    #expect(brew.guests == ["Ada", "Grace"])
    #expect(brew.leaves == ["a"])
  }

  @Test func `a double dash ends the options`() throws {
    let line = "brew --output p.tea -- --quiet -5 --"
    let brew = try #require(try tool.command(line, as: Brew.self))
    #expect(brew.leaves == ["--quiet", "-5", "--"])
    #expect(!brew.quiet)
  }

  @Test func `a text with one dash is an argument`() throws {
    let command = try tool.command(
      ["brew", "-5", "- a leaf", "-5 degrees", "--output", "p.tea", "--temperature", "90"],
      as: Brew.self)
    let brew = try #require(command)
    #expect(brew.leaves == ["-5", "- a leaf", "-5 degrees"])
    #expect(brew.water.temperature == 90)
  }

  @Test func `other defaults count only where the user gave nothing`() throws {
    let defaults = "--temperature 90 --kind green --steep 3m --spice clove --spice anise --quiet"
    let plain = try #require(try tool.command("brew a --output p.tea", as: Brew.self))
    plain.takeDefaults(defaults)
    #expect(plain.water.temperature == 90)
    #expect(plain.kind == .green)
    #expect(plain.steepingTime == .seconds(180))
    #expect(plain.spice == ["clove", "anise"])
    #expect(plain.quiet)
    #expect(!plain.$kind && !plain.$spice && !plain.$quiet)

    let line = "brew a --output p.tea --kind black --spice mint --no-quiet --temperature=80"
    let brew = try #require(try tool.command(line, as: Brew.self))
    brew.takeDefaults(defaults)
    #expect(brew.water.temperature == 80)
    #expect(brew.kind == .black)
    #expect(brew.steepingTime == .seconds(180))
    #expect(brew.spice == ["mint"])
    #expect(!brew.quiet && brew.$quiet)
  }

  @Test(arguments: ["--kind purple", "--steam 3", "--kind", "a"])
  func `an impossible default is a programming error`(words: String) async {
    await #expect(processExitsWith: .failure) { [words] in
      let brew = try #require(
        try SampleTool.tool.command("brew a --output p.tea", as: Brew.self))
      brew.takeDefaults(words)
    }
  }

  @Test func `an option answers to its former names`() throws {
    let brew = try #require(
      try tool.command("brew a --output p.tea --sort=green --hush", as: Brew.self))
    #expect(brew.kind == .green && brew.$kind)
    #expect(brew.quiet)
    let refused = try #require(
      try tool.command("brew a --output p.tea --no-silent", as: Brew.self))
    refused.takeDefaults("--sort oolong --quiet")
    #expect(refused.kind == .oolong)
    #expect(!refused.quiet && refused.$quiet)
  }

  @Test(arguments: Shell.allCases)
  func `former names are shown and suggested nowhere`(shell: Shell) throws {
    let texts = [
      tool.completionScript(for: shell), try #require(tool.manualPage(for: ["brew"])),
      try #require(tool.complaint(about: ["brew", "a", "--sorrt", "green"])),
    ]
    for text in texts { #expect(!text.contains("sort") && !text.contains("hush")) }
  }

  @Test func `commands of a group and optional arguments are read`() throws {
    let short = try #require(try tool.command("shelf add cup", as: ShelfAdd.self))
    #expect(short.thing == "cup")
    #expect(short.place == nil)
    let long = try #require(try tool.command("shelf add cup 3", as: ShelfAdd.self))
    #expect(long.place == 3)
  }

  static let complaints: [(line: String, message: String)] = [
    ("brew a --no-kind", "sample brew: unknown option '--no-kind'; did you mean '--kind'?"),
    ("brew a --no-quiet=1", "sample brew: unknown option '--no-quiet'; did you mean '--quiet'?"),
    ("brwe a", "sample: unknown command 'brwe'; did you mean 'brew'?"),
    ("zzzzz", "sample: unknown command 'zzzzz'; 'sample --help' shows what it takes"),
    (
      "--quiet brew", "sample: the option '--quiet' comes before the command; put the command first"
    ),
    ("shelf", "sample shelf: a command is missing; give one of add, remove"),
    ("shelf ad", "sample shelf: unknown command 'ad'; did you mean 'add'?"),
    (
      "brew a --output p.tea --temprature 3",
      "sample brew: unknown option '--temprature'; did you mean '--temperature'?"
    ),
    (
      "brew a --output p.tea -x",
      "sample brew: unknown option '-x'; write -- before a text that begins with a dash"
    ),
    (
      "brew a --output p.tea --temperature -1",
      "sample brew: bad value '-1' for --temperature; expected a whole number from 1 to 100"
    ),
    (
      "brew a --output p.tea --temperature 5e1",
      "sample brew: bad value '5e1' for --temperature; expected a whole number from 1 to 100"
    ),
    (
      "brew a --output p.tea --fill 1",
      "sample brew: bad value '1' for --fill; expected a number from 0 to below 1"
    ),
    (
      "brew a --output p.tea --fill nan",
      "sample brew: bad value 'nan' for --fill; expected a number from 0 to below 1"
    ),
    (
      "brew a --output p.tea --seed -1",
      "sample brew: bad value '-1' for --seed; expected a whole number from 0 to"
        + " 18446744073709551615"
    ),
    (
      "brew a --output p.tea --steep 10",
      "sample brew: bad value '10' for --steep; expected a time such as 90s, 10m or 1h30m"
    ),
    (
      "brew a --output p.tea --kind gren",
      "sample brew: bad value 'gren' for --kind; expected black, green or oolong;"
        + " did you mean 'green'?"
    ),
    (
      "brew a --output pot",
      "sample brew: bad value 'pot' for --output; expected text ending in .tea"
    ),
    (
      "brew a --output",
      "sample brew: no value POT after --output; 'sample brew --help' shows what it takes"
    ),
    (
      "brew a --output --quiet",
      "sample brew: no value POT after --output; 'sample brew --help' shows what it takes"
    ),
    (
      "brew a --output p.tea --quiet=yes",
      "sample brew: --quiet takes no value, but 'yes' was given;"
        + " 'sample brew --help' shows what it takes"
    ),
    (
      "brew a --output p.tea --output q.tea",
      "sample brew: --output was given twice; give it once"
    ),
    (
      "brew a --output p.tea --kind black --sort green",
      "sample brew: --sort was given twice; give it once"
    ),
    ("brew a", "sample brew: --output POT is missing; 'sample brew --help' shows what it takes"),
    (
      "brew --output p.tea",
      "sample brew: LEAF… is missing; 'sample brew --help' shows what it takes"
    ),
    (
      "brew a --output p.tea --quiet --guests Ada",
      "sample brew: --quiet and --guests exclude each other; give one of them"
    ),
    (
      "idle now",
      "sample idle: unexpected argument 'now'; quote a sentence;"
        + " 'sample idle --help' shows what it takes"
    ),
  ]

  @Test(arguments: complaints)
  func `a wrong command line is explained`(line: String, message: String) throws {
    let words = line.split(separator: " ").map(String.init)
    #expect(tool.complaint(about: words) == message)
    #expect(throws: UsageError.self) { _ = try tool.invocation(of: words, width: 80) }
  }

  @Test func `every wrong command line exits with 64`() {
    for (line, _) in Self.complaints {
      let words = line.split(separator: " ").map(String.init)
      do {
        _ = try tool.invocation(of: words, width: 80)
      } catch {
        #expect(FailureReport(of: error).status == .usage)
      }
    }
  }
}
