import Foundation
import TestSupport
import Testing
import TextAutoencoder

/// The program in README.md, compiled and run as it stands there.
@Suite struct ReadmeProgramTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func `the program of the README compiles and runs`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.program(), to: "main.swift")
    try Self.compile(in: folder.url)
    let output = try Self.run([folder.file("program")], in: folder.url)
    let lines = output.split(separator: "\n")
    #expect(lines.count == 4, "\(output)")
    #expect(lines.first == "3 \(SentenceAutoencoder.english.dimension)", "\(output)")
    let scores = lines.dropFirst().prefix(2).compactMap { Float($0.split(separator: " ")[0]) }
    #expect(scores.count == 2 && scores == scores.sorted(by: >), "\(output)")
    #expect(lines.last?.hasPrefix("[\"") == true, "\(output)")
  }

  /// The one block of Swift in the README; it is to be about ten lines long.
  private static func program() throws -> String {
    let text = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    let blocks = text.components(separatedBy: "```swift\n").dropFirst()
    try #require(blocks.count == 1)
    let program = try #require(blocks.first?.components(separatedBy: "```").first)
    #expect(program.split(separator: "\n").count <= 12)
    return program
  }

  private static func compile(in folder: URL) throws {
    let executable = try #require(Bundle.main.executableURL).resolvingSymlinksInPath()
    // Beside the test bundle on Linux; inside of it, three folders down, on macOS.
    let products = sequence(first: executable.deletingLastPathComponent()) {
      $0.pathComponents.count > 1 ? $0.deletingLastPathComponent() : nil
    }.first {
      FileManager.default.fileExists(atPath: $0.appending(path: "Modules").path)
    }
    let built = try #require(products)
    let objects = try libraries().flatMap { module in
      let folder = built.appending(path: "\(module).build")
      // An incremental build keeps the objects of files that were removed.
      let sources = try Self.objectNames(of: module)
      return try #require(FileManager.default.enumerator(atPath: folder.path))
        .compactMap { $0 as? String }.filter {
          $0.hasSuffix(".o") && sources.contains(($0 as NSString).lastPathComponent)
        }
        .map { folder.appending(path: $0).path }
    }
    let maps = modulesInC.flatMap { module in
      [
        "-Xcc",
        "-fmodule-map-file=\(built.appending(path: "\(module).build/module.modulemap").path)",
      ]
    }
    _ = try run(
      ["/usr/bin/env", "swiftc", "main.swift", "-o", "program", "-swift-version", "6"]
        + ["-warnings-as-errors", "-I", built.appending(path: "Modules").path]
        + maps + objects, in: folder)
  }

  /// The modules in C that a program is linked with.
  private static let modulesInC = ["CTensorKernels", "CEnglishModel", "CReportPage"]

  /// The modules to link a program with: every Swift library has documentation, those in C have
  /// none.
  private static func libraries() throws -> [String] {
    let sources = root.appending(path: "Sources")
    return try FileManager.default.contentsOfDirectory(atPath: sources.path).filter { module in
      let documentation = sources.appending(path: "\(module)/\(module).docc").path
      return modulesInC.contains(module) || FileManager.default.fileExists(atPath: documentation)
    }
  }

  /// What the objects of a module's files are called.
  private static func objectNames(of module: String) throws -> Set<String> {
    let folder = root.appending(path: "Sources/\(module)").path
    let files = try #require(FileManager.default.enumerator(atPath: folder))
    return Set(files.compactMap { ($0 as? NSString)?.lastPathComponent.appending(".o") })
  }

  /// Runs a command and gives what it printed.
  private static func run(_ command: [String], in folder: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = folder
    let file = folder.appending(path: "output-\(UUID().uuidString)")
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    let output = try String(contentsOf: file, encoding: .utf8)
    try #require(process.terminationStatus == 0, "\(command.prefix(3)): \(output)")
    return output
  }
}
