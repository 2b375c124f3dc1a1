import CommandLineKit
import Foundation
import Testing

@Suite struct GeneratedTests {
  let tool = SampleTool.tool

  @Test(arguments: Shell.allCases)
  func `completions name every command and option`(shell: Shell) {
    let script = tool.completionScript(for: shell)
    for word in ["brew", "shelf", "add", "remove", "idle", "temperature", "guests", "quiet"] {
      #expect(script.contains(word))
    }
    #expect(script.contains("black green oolong"))
  }

  @Test func `the bash script completes commands, options and values`() throws {
    let script = tool.completionScript(for: .bash)
    #expect(try complete("sample ", with: script).contains("brew shelf idle"))
    #expect(try complete("sample shelf ", with: script) == "add remove")
    #expect(try complete("sample brew --te", with: script) == "--temperature")
    #expect(try complete("sample brew --kind g", with: script) == "green")
    #expect(try complete("sample idle --", with: script) == "--help")
  }

  /// The words that bash offers at the end of `line`.
  private func complete(_ line: String, with script: String) throws -> String {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
      .map { "'\($0)'" }.joined(separator: " ")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c",
      script + "\nCOMP_WORDS=(\(words)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _sample"
        + "; echo \"${COMPREPLY[*]}\"",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test func `a manual page is made from the declarations`() throws {
    let page = try #require(tool.manualPage(for: ["brew"]))
    #expect(
      page.hasPrefix(
        """
        .TH SAMPLE\\-BREW 1 "" "sample 2.1"
        .SH "NAME"
        sample\\-brew \\- Make tea from leaves
        .SH "SYNOPSIS"
        \\fBsample brew\\fR LEAF... \\-\\-output POT [options]
        .SH "DESCRIPTION"
        .PP
        Make tea from leaves.
        .PP
        The leaves are weighed first.
        """))
    #expect(page.contains(".TP\n\\fB\\-\\-seed N\\fR\nSeed of the blend. (default 7)\n"))
    #expect(tool.manualPages().count == 5)
    #expect(tool.manualPage(for: ["nothing"]) == nil)
  }
}
