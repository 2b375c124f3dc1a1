import Foundation
import Testing

/// Interrupted and killed trainings lose nothing: the model is the same to the byte.
@Suite(.serialized) struct ResumeTests {
  private static let epochs = "8"

  private func arguments(_ more: String...) -> [String] {
    ["train", "corpus.txt", "--output", "m.textae", "--epochs", Self.epochs]
      + TinyModel.training + more
  }

  private func corpus() throws -> Folder {
    let folder = try Folder()
    try folder.write("corpus.txt", TinyModel.corpus)
    return folder
  }

  private static let undisturbed = Result { () throws -> Data in
    let folder = try Folder()
    try folder.write("corpus.txt", TinyModel.corpus)
    let outcome = try Binary.run(
      ["train", "corpus.txt", "--output", "m.textae", "--epochs", epochs] + TinyModel.training,
      in: folder)
    try #require(outcome.status == 0, "\(outcome)")
    return try folder.read("m.textae/model.safetensors")
  }

  @Test(arguments: ["1", "2", "3"])
  func `the number of threads does not change the model`(threads: String) throws {
    let folder = try corpus()
    let outcome = try Binary.run(arguments("--threads", threads), in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try folder.read("m.textae/model.safetensors") == Self.undisturbed.get())
  }

  @Test func `Ctrl-C saves, exits with 130, and the run goes on to the same model`() throws {
    let folder = try corpus()
    let process = try Binary.start(arguments("--quiet"), in: folder)
    let outcome = try Binary.finish(process) { process in
      while process.isRunning, !folder.contains("m.textae/log.jsonl") { usleep(2_000) }
      process.interrupt()
    }
    #expect(outcome.status == 130, "\(outcome)")
    #expect(outcome.errors.contains("--resume"))
    #expect(folder.contains("m.textae/training.safetensors"))
    let resumed = try Binary.run(arguments("--resume"), in: folder)
    #expect(resumed.status == 0, "\(resumed)")
    #expect(try folder.read("m.textae/model.safetensors") == Self.undisturbed.get())
  }

  @Test func `killed again and again, the run ends with the same model`() throws {
    let folder = try corpus()
    var random = SystemRandomNumberGenerator()
    var kills = 0
    // Ever longer lives, so that the run ends whatever the speed of the machine.
    for attempt in 1... {
      let process = try Binary.start(arguments("--resume", "--quiet"), in: folder)
      let outcome = try Binary.finish(process) { process in
        usleep(UInt32.random(in: 1_000...40_000, using: &random) * UInt32(attempt))
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      }
      if outcome.status == 0 { break }
      #expect(outcome.status == nil, "\(outcome)")
      kills += 1
    }
    #expect(kills > 0)
    #expect(try folder.read("m.textae/model.safetensors") == Self.undisturbed.get())
  }
}
