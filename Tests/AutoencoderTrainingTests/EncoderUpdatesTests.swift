import AutoencoderTestSupport
import AutoencoderTraining
import FileFormats
import TestSupport
import Testing

@Suite("Updates of the encoder alone")
struct EncoderUpdatesTests {
  @Test("are written as they are read", arguments: ["2@1", "10@5000"])
  func spelled(text: String) throws {
    #expect(try #require(EncoderUpdates(rawValue: text)).rawValue == text)
  }

  @Test(
    "that mean nothing are refused",
    arguments: ["", "10", "1@5", "0@5", "10@0", "10@-1", "1001@5", "2@3@4"])
  func refused(text: String) {
    #expect(EncoderUpdates(rawValue: text) == nil)
  }

  @Test("leave the decoder as it is, but for every K-th update")
  func decoder() throws {
    let folder = try TemporaryFolder()
    func tensors(_ updates: String, epochs: Int) throws -> [String: [Float]] {
      var options = TrainingOptions.quick
      options.epochs = epochs
      options.encoderUpdates = EncoderUpdates(rawValue: updates)
      let name = "\(updates)-\(epochs).textae"
      let trainer = try folder.trainer(
        name, sentences: TinyLanguage.sentences(30), options: options)
      #expect(try trainer.run() == .finished)
      let file = try SafetensorsFile(path: folder.file("\(name)/model.safetensors"))
      return try Dictionary(
        uniqueKeysWithValues: file.tensors.map { ($0.name, try file.floats($0.name)) })
    }
    let (one, two) = (try tensors("999@9999", epochs: 1), try tensors("999@9999", epochs: 2))
    let some = try tensors("2@9999", epochs: 1)
    for (name, values) in one {
      let isOfDecoder = name.hasPrefix("decoder.") || name.hasPrefix("output.")
      #expect((two[name] == values) == isOfDecoder, Comment(rawValue: name))
      #expect(some[name] != values, "\(name)")
    }
    #expect(one.keys.contains { $0.hasPrefix("decoder.") })
  }
}
