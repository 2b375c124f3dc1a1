import Foundation
import TestSupport
import Testing

@Suite struct UsageTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ("inof", "textae: unknown command 'inof'; did you mean 'info'?"),
    ("info --jsn", "textae info: unknown option '--jsn'; did you mean '--json'?"),
    (
      "completions zssh",
      "textae completions: bad value 'zssh' for SHELL; expected bash, zsh or fish"
        + "; did you mean 'zsh'?"
    ),
    ("manual nothing", "textae manual: no page for 'nothing'; 'textae --help' lists"),
  ])
  func `wrong usage exits with 64 and names the nearest spelling`(
    line: String, message: String
  ) throws {
    let outcome = try Binary.run(line.split(separator: " ").map(String.init), in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.errors.hasPrefix(message))
    #expect(outcome.output.isEmpty)
  }

  @Test func `no arguments at all show help`() throws {
    let outcome = try Binary.run([], in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.text.hasPrefix("textae: "))
  }

  @Test func `a full device is reported`() throws {
    let outcome = try Binary.shell("$textae --help > /dev/full", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("textae: standard output: cannot write ("))
  }

  @Test func `a closed pipe ends quietly`() throws {
    // The reader has closed the pipe before the writer begins.
    let outcome = try Binary.shell(
      "(sleep 0.2; $textae manual; echo \"status $?\" >&2) | true", in: folder)
    #expect(outcome.errors == "status 0\n")
  }

  @Test func `info tells which kernels are used and why`() throws {
    let outcome = try Binary.run(
      ["info", "--json"], in: folder, environment: ["TEXTAE_KERNELS": "reference"])
    #expect(outcome.status == 0)
    let facts = try #require(
      try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
    #expect(facts["vectorKernels"] as? String == "reference")
    #expect((facts["why"] as? String)?.contains("TEXTAE_KERNELS decides") == true)
  }

  @Test(arguments: [("sse9", true), ("", false), ("reference", false)])
  func `kernels that do not run here are not ignored silently`(name: String, warns: Bool) throws {
    let outcome = try Binary.run(
      ["vocab", "--help"], in: folder, environment: ["TEXTAE_KERNELS": name])
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty != warns, "\(outcome)")
    if warns { #expect(outcome.errors.contains("TEXTAE_KERNELS names no kernels")) }
  }
}
