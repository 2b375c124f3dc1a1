#if os(Linux)
  import EnglishModel
  import Foundation
  import TestSupport
  import Testing

  extension FaultTests {
    /// Trainings: a plain one, one with a first stage and files of its own, and one that begins with
    /// a model, whose vocabulary grows and which is its own teacher.
    static let trainings = [
      ["corpus.txt", "--epochs", "2"] + TinyModel.training,
      [
        "corpus.txt", "--epochs", "1", "--sum-epochs", "1", "--objective", "reconstruct",
        "--objective", "lexical", "--corruption", "drop:0.1",
      ] + TinyModel.training,
      [
        "more.txt", "--init", "tiny.textae", "--epochs", "1", "--precision", "f32",
        "--keep-checkpoint",
      ],
    ]

    @Test(arguments: trainings, calls)
    func `a training that fails goes on to the same model`(
      options: [String], fault: (call: String, error: Int32)
    ) throws {
      let folder = try prepared()
      let arguments = ["train", "--output", "m.textae"] + options
      let whole = try Binary.run(arguments, in: folder)
      try #require(whole.status == 0, "\(whole)")
      let expected = try folder.read("m.textae/model.safetensors")
      try clean(folder, "m.textae")
      try each(fault.call, fault.error, arguments, in: folder, thins: true) { outcome, number in
        #expect(outcome.status == 0 && fault.call == "close" || outcome.status == 1, "\(outcome)")
        if outcome.status == 1 { #expect(outcome.errors.contains("m.textae"), "\(outcome)") }
        let rest = try Binary.run(arguments + ["--resume"], in: folder)
        #expect(rest.status == 0, "\(fault) \(number) \(rest)")
        #expect(try folder.read("m.textae/model.safetensors") == expected, "\(fault) \(number)")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        #expect(!files.contains { $0.hasSuffix(".tmp") || $0.hasSuffix(".stdin") })
        #expect(!files.contains { $0.contains("first-stage") }, "\(files)")
        try clean(folder, "m.textae")
      }
    }

    /// Removes an output and all that is beside it.
    func clean(_ folder: TemporaryFolder, _ output: String) throws {
      for name in try folder.names where name.hasPrefix(output) {
        try FileManager.default.removeItem(atPath: folder.file(name))
      }
    }
  }
#endif
