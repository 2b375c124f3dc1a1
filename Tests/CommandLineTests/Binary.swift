import Foundation
import TestSupport
import Testing

/// The built `textae`, run as a user runs it.
enum Binary {
  /// The result of a run.
  struct Outcome: CustomStringConvertible {
    let output: Data
    let errors: String
    /// The exit status; nil after a signal, which no input may cause.
    let status: Int32?

    var text: String { String(decoding: output, as: UTF8.self) }
    var lines: [String] { text.split(separator: "\n").map(String.init) }
    var description: String { "status \(status.map(String.init) ?? "signal"): \(errors)" }
  }

  /// That of the environment variable `TEXTAE_TESTED_PROGRAM`, such as a release build, which is faster;
  /// else the one beside the test bundle, where the package manager puts all products.
  static var url: URL {
    get throws {
      if let path = ProcessInfo.processInfo.environment["TEXTAE_TESTED_PROGRAM"] {
        try #require(FileManager.default.isExecutableFile(atPath: path), "no program \(path)")
        return URL(fileURLWithPath: path)
      }
      let executable = try #require(Bundle.main.executableURL)
      let folder = executable.resolvingSymlinksInPath().deletingLastPathComponent()
      let file = folder.appendingPathComponent("textae")
      try #require(FileManager.default.isExecutableFile(atPath: file.path))
      return file
    }
  }

  /// Runs the binary in `folder` until it ends.
  static func run(
    _ arguments: [String], in folder: TemporaryFolder, input: String = "",
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = try start(arguments, in: folder, environment: environment)
    return try finish(process, input: Data(input.utf8))
  }

  /// Runs a shell script in which `$textae` is the binary.
  static func shell(_ script: String, in folder: TemporaryFolder) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment
      .merging(["textae": try url.path]) { $1 }
    return try finish(process)
  }

  /// A process of the binary that has not been started yet.
  static func start(
    _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]
  ) throws -> Process {
    let process = Process()
    process.executableURL = try url
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    return process
  }

  /// Starts the process, feeds it, and collects what it writes.
  ///
  /// `meanwhile` is called once the process runs.
  static func finish(
    _ process: Process, input: Data = Data(), meanwhile: (Process) -> Void = { _ in }
  ) throws -> Outcome {
    // Files rather than pipes: neither side can then wait for the other.
    let folder = try TemporaryFolder()
    let source = URL(filePath: try folder.write(input, to: "input"))
    let output = URL(filePath: try folder.write("", to: "output"))
    let errors = URL(filePath: try folder.write("", to: "errors"))
    process.standardInput = try FileHandle(forReadingFrom: source)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    meanwhile(process)
    process.waitUntilExit()
    return Outcome(
      output: try Data(contentsOf: output),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
      status: process.terminationReason == .exit ? process.terminationStatus : nil)
  }
}
