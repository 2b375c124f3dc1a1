import Foundation
import TestSupport
import Testing

/// Interrupted and killed trainings lose nothing: the model is the same to the byte.
@Suite(.serialized) struct ResumeTests {
  private static let epochs = "8"

  @Test func `a run says how large its checkpoint is, and deletes it on request`() throws {
    let folder = try TinyModel.copy()
    let train = ["train", "corpus.txt", "--epochs", "1", "--output"]
    let kept = try Binary.run(train + ["k.textae"] + TinyModel.training, in: folder)
    #expect(kept.status == 0, "\(kept)")
    #expect(kept.errors.contains("are the checkpoint for --resume"), "\(kept)")
    let small = try Binary.run(
      train + ["s.textae", "--no-keep-checkpoint"] + TinyModel.training, in: folder)
    #expect(small.status == 0, "\(small)")
    #expect(small.errors.contains("s.textae: ") && small.errors.contains("; deleted "))
    #expect(
      !folder.contains("s.textae/training.safetensors") && !folder.contains("s.textae.tokens"))
    #expect(
      try folder.read("s.textae/model.safetensors") == folder.read("k.textae/model.safetensors"))
    let info = try Binary.run(["info", "--json", "k.textae", "s.textae"], in: folder)
    let facts = try info.lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let checkpoint = try #require(facts[0]["checkpointBytes"] as? Int)
    #expect(try folder.read("k.textae/training.safetensors").count == checkpoint)
    #expect((facts[0]["bytes"] as? Int ?? 0) > checkpoint && facts[1]["checkpointBytes"] == nil)
    let resumed = try Binary.run(train + ["s.textae", "--resume"] + TinyModel.training, in: folder)
    #expect(resumed.status == 1, "\(resumed)")
  }

  private func arguments(_ more: String...) -> [String] {
    ["train", "corpus.txt", "--output", "m.textae", "--epochs", Self.epochs]
      + TinyModel.training + more
  }

  private func corpus() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(TinyModel.corpus, to: "corpus.txt")
    return folder
  }

  private static let undisturbed = Result { () throws -> Data in
    let folder = try TemporaryFolder()
    try folder.write(TinyModel.corpus, to: "corpus.txt")
    let outcome = try Binary.run(
      ["train", "corpus.txt", "--output", "m.textae", "--epochs", epochs] + TinyModel.training,
      in: folder)
    try #require(outcome.status == 0, "\(outcome)")
    return try folder.read("m.textae/model.safetensors")
  }

  @Test(arguments: ["1", "2", "3", "1024"])
  func `the number of threads does not change the model`(threads: String) throws {
    let folder = try corpus()
    let outcome = try Binary.run(arguments("--threads", threads), in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try folder.read("m.textae/model.safetensors") == Self.undisturbed.get())
  }

  @Test func `Ctrl-C saves and exits with 130, and the resumed run gives the same model`() throws {
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

  @Test func `another text on standard input is refused, and the kept text still trains`() throws {
    let folder = try TemporaryFolder()
    func train(_ text: String, epochs: String) throws -> Binary.Outcome {
      try Binary.run(
        ["train", "-", "--output", "m.textae", "--epochs", epochs, "--resume"]
          + TinyModel.training, in: folder, input: text)
    }
    #expect(try train(TinyModel.corpus, epochs: "1").status == 0)
    let tokens = try folder.read("m.textae.tokens")
    let refused = try train("something else entirely .\n", epochs: "2")
    #expect(refused.status == 1 && refused.errors.contains("corpus"), "\(refused)")
    #expect(try folder.read("m.textae.tokens") == tokens)
    let resumed = try train("", epochs: "2")
    #expect(resumed.status == 0, "\(resumed)")
  }

  /// Whether these tests run under `nohup` themselves, which child processes inherit.
  private static let ignoresHangup: Bool = {
    let before = signal(SIGHUP, SIG_IGN)
    signal(SIGHUP, before)
    return unsafe unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }()

  @Test(.enabled(if: !ignoresHangup))
  func `a closed terminal saves too, except after nohup`() throws {
    let folder = try corpus()
    let train = "train corpus.txt --epochs 100000 --patience 100000 --quiet --output"
    let options = TinyModel.training.joined(separator: " ")
    // A model that takes some time to save.
    let large = options.replacing("--hidden-size 12", with: "--hidden-size 512")
    let outcome = try Binary.shell(
      """
      "$textae" \(train) m.textae \(large) & closed=$!
      nohup "$textae" \(train) n.textae \(options) & kept=$!
      while [ ! -s m.textae/log.jsonl ] || [ ! -s n.textae/log.jsonl ]; do
        kill -0 $closed && kill -0 $kept || { kill $closed $kept; exit 1; }
        sleep 0.05
      done
      # The shell hands a hang-up on, and the system sends another.
      for i in 1 2 3 4; do kill -HUP $kept $closed; sleep 0.002; done
      for i in $(seq 600); do kill -0 $closed && sleep 0.05 || break; done
      kill -KILL $closed
      wait $closed; echo $?
      size=$(wc -c < n.textae/log.jsonl)
      while kill -0 $kept && [ $(wc -c < n.textae/log.jsonl) = $size ]; do sleep 0.05; done
      kill $kept && echo alive
      wait $kept; echo $?
      """, in: folder)
    #expect(outcome.errors.contains("saved in m.textae"), "\(outcome)")
    #expect(outcome.lines == ["130", "alive", "130"], "\(outcome)")
    #expect(folder.contains("m.textae/training.safetensors"))
  }

  @Test func `a resumed run that names no precision keeps the one it began with`() throws {
    let folder = try corpus()
    let options = Array(TinyModel.training.dropLast(2))
    let train = ["train", "corpus.txt", "--output", "m.textae"] + options
    // One of the two differs from the default of this machine.
    for precision in ["f32", "bf16"] {
      let begun = try Binary.run(
        train + ["--epochs", "1", "--overwrite", "--precision", precision], in: folder)
      #expect(begun.status == 0, "\(begun)")
      // The checkpoint knows it too.
      try FileManager.default.removeItem(at: folder.url("m.textae/config.json"))
      let resumed = try Binary.run(train + ["--epochs", "2", "--resume"], in: folder)
      #expect(resumed.status == 0, "\(resumed)")
      let configuration = try JSONSerialization.jsonObject(
        with: folder.read("m.textae/config.json"))
      #expect((configuration as? [String: Any])?["precision"] as? String == precision)
    }
    let refused = try Binary.run(
      train + ["--epochs", "3", "--resume", "--precision", "f32"], in: folder)
    #expect(refused.status == 1 && refused.errors.contains("precision bf16, not f32"), "\(refused)")
  }

  /// `TEXTAE_KILLS=50` kills that many runs before one is left alone.
  @Test func `a run killed again and again ends with the same model`() throws {
    let least = ProcessInfo.processInfo.environment["TEXTAE_KILLS"].flatMap(Int.init) ?? 0
    var random = SystemRandomNumberGenerator()
    var kills = 0
    repeat {
      let folder = try corpus()
      // The process lives longer each time, so that the run ends on a machine of any speed.
      for attempt in 1... {
        let process = try Binary.start(
          arguments("--resume", "--quiet"), in: folder,
          environment: attempt % 5 == 0 ? try fullDisk(after: attempt) : [:])
        let outcome = try Binary.finish(process) { process in
          usleep(UInt32.random(in: 1_000...40_000, using: &random) * UInt32(attempt))
          if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        if outcome.status == 0 { break }
        let isFull = attempt % 5 == 0 && outcome.status == 1 && outcome.errors.contains("no space")
        #expect(outcome.status == nil || isFull, "\(outcome)")
        kills += 1
      }
      #expect(try folder.read("m.textae/model.safetensors") == Self.undisturbed.get())
    } while kills < max(1, least)
  }

  /// What lets the disk be full after some writes, where that can be done.
  private func fullDisk(after attempt: Int) throws -> [String: String] {
    #if os(Linux)
      try FaultLibrary.environment("full", 3_000 * attempt, 0, TemporaryFolder())
    #else
      [:]
    #endif
  }

  @Test(arguments: [
    (["--vocabulary-size", "7000"], "vocabulary size 8000, not 7000"),
    (["--lowercase"], "lowercase false, not true"),
    (["--normalization", "nfkd"], "normalization nfc, not nfkd"),
    (["--tokenizer-model", "bpe"], "tokenizer model word, not bpe"),
    (["--hidden-size", "13"], "hidden size 12, not 13"),
    (["--max-length", "9"], "maximum length 100, not 9"),
    (["--seed", "2"], "seed 1, not 2"),
    (["--corruption", "drop:0.3"], "corruption none, not drop:0.3"),
    (
      ["--objective", "reconstruct", "--objective", "bag:2"],
      "objective reconstruct:1, not reconstruct:1 bag:2"
    ),
  ])
  func `a changed option is refused by name`(change: [String], message: String) throws {
    let folder = try TinyModel.copy()
    let before = try folder.read("tiny.textae/training.safetensors")
    let tokens = try folder.read("tiny.textae.tokens")
    var options = TinyModel.training
    if let place = options.firstIndex(of: change[0]) { options.removeSubrange(place...place + 1) }
    let outcome = try Binary.run(
      ["train", "corpus.txt", "--output", "tiny.textae", "--epochs", "2", "--resume"]
        + options + change, in: folder)
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.errors.contains("training.safetensors: begun with \(message);"), "\(outcome)")
    #expect(try folder.read("tiny.textae/training.safetensors") == before)
    #expect(try folder.read("tiny.textae.tokens") == tokens)
  }

  @Test func `a resumed run may leave out the options of the vocabulary`() throws {
    let folder = try TinyModel.copy()
    let configuration = try folder.read("tiny.textae/config.json")
    let outcome = try Binary.run(
      ["train", "corpus.txt", "--output", "tiny.textae", "--epochs", "2", "--resume"]
        + TinyModel.training.dropFirst(2), in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try folder.read("tiny.textae/config.json") == configuration)
  }

  @Test func `a model without its checkpoint is not resumed, and nothing is deleted`() throws {
    let folder = try TinyModel.copy()
    try FileManager.default.removeItem(at: folder.url("tiny.textae/training.safetensors"))
    let names = try folder.names
    let weights = try folder.read("tiny.textae/model.safetensors")
    let outcome = try Binary.run(
      ["train", "corpus.txt", "--output", "tiny.textae", "--epochs", "2", "--resume"]
        + TinyModel.training, in: folder)
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.errors.contains("tiny.textae: a model without the checkpoint"))
    #expect(outcome.errors.contains("--overwrite"))
    #expect(try folder.names == names)
    #expect(try folder.read("tiny.textae/model.safetensors") == weights)
  }
}
