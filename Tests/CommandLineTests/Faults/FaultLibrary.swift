#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  /// The library in faults.c, which lets calls of the system fail in another program.
  enum FaultLibrary {
    /// Compiled once; the compiler belongs to the toolchain, which builds C targets as well.
    private static let folder = Result { () throws -> TemporaryFolder in
      let folder = try TemporaryFolder()
      let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("faults.c").path
      let compiler = Process()
      compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      compiler.arguments = [
        "clang", "-shared", "-fPIC", "-O1", "-o", folder.file("faults.so"), source,
      ]
      try compiler.run()
      compiler.waitUntilExit()
      try #require(compiler.terminationStatus == 0)
      return folder
    }

    /// A fault, and what the program does.
    struct Outcome {
      let run: Binary.Outcome
      /// Whether the fault has happened: there were that many calls.
      let hasHappened: Bool
    }

    /// Runs the binary with the `number`-th call of a kind failing.
    static func run(
      _ arguments: [String], in folder: TemporaryFolder, call: String, number: Int = 1,
      error: Int32 = EIO
    ) throws -> Outcome {
      let marks = try TemporaryFolder()
      let run = try Binary.run(
        arguments, in: folder, environment: environment(call, number, error, marks))
      return Outcome(run: run, hasHappened: marks.contains("mark"))
    }

    /// What the environment of the program needs.
    static func environment(
      _ call: String, _ number: Int, _ error: Int32, _ marks: TemporaryFolder
    ) throws -> [String: String] {
      [
        "LD_PRELOAD": try folder.get().file("faults.so"), "FAULT_CALL": call,
        "FAULT_NUMBER": "\(number)", "FAULT_ERROR": "\(error)", "FAULT_MARK": marks.file("mark"),
        "XDG_CACHE_HOME": marks.file("caches"),
      ]
    }
  }
#endif
