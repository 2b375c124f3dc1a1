import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import FileFormats
import Foundation
import TensorKit
import TestSupport
import Testing

/// Models whose weights have 8 or 16 bits.
@Suite("A model with weights of fewer bits")
struct CompressedModelTests {
  private static let sentences = TinyLanguage.sentences(37) + ["", "lamp", "unheard words only"]

  /// A small trained model.
  private static func trained(
    _ folder: TemporaryFolder, _ encoder: String = "lstm", both: Bool = false
  ) throws -> ModelDirectory {
    let trainer = try folder.trainer(
      "m.textae", sentences: TinyLanguage.sentences(40), options: .quick
    ) {
      $0.encoder = encoder
      $0.isBidirectional = both
    }
    _ = try trainer.run()
    return ModelDirectory(path: folder.file("m.textae"))
  }

  private static func open(
    _ directory: ModelDirectory, _ precision: EncodingPrecision = .f32
  ) throws -> SentenceAutoencoder {
    try SentenceAutoencoder(contentsOf: directory.path, precision: precision, threads: 2)
  }

  @Test(
    "embeds and decodes as the model with the same numbers in single precision, to the bit",
    arguments: [VectorNumber.int8, .f16, .bf16], ["lstm", "sum", "convolution", "transformer"])
  func same(_ numbers: VectorNumber, _ encoder: String) throws {
    let folder = try TemporaryFolder()
    let source = try Self.trained(folder, encoder, both: encoder == "lstm")
    let small = ModelDirectory(path: folder.file("small.textae"))
    let plain = ModelDirectory(path: folder.file("plain.textae"))
    try small.write(FileFolder(path: source.path), numbers: numbers)
    try plain.write(FileFolder(path: small.path), numbers: .f32)
    let (model, expected) = try (Self.open(small), Self.open(plain))
    #expect(model.storedNumbers == numbers.rawValue && expected.storedNumbers == "f32")
    #expect(model.parameterCount == expected.parameterCount)
    #expect(model.checksum != expected.checksum)
    let vectors = expected.embed(Self.sentences)
    // First one after the other, so that rows of tables are read at different times.
    for (row, sentence) in Self.sentences.enumerated() {
      #expect(model.embed([sentence]).row(0) == vectors.row(row), "\(sentence)")
    }
    #expect(model.embed(Self.sentences).values == vectors.values)
    #expect(try Self.open(small).embed(Self.sentences).values == vectors.values)
    #expect(try model.decode(vectors) == expected.decode(vectors))
    // Half of the 256 levels of a row may be lost, and not much more.
    let original = try Self.open(source).embed(Self.sentences)
    for row in 0..<vectors.rows {
      let (x, y) = (original.row(row), vectors.row(row))
      let dot = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
      let lengths = [x, y].map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
      #expect(dot / (lengths[0] * lengths[1]) > 0.99)
    }
  }

  @Test("embeds the same after a table of products was made of all token vectors")
  func productTable() throws {
    let folder = try TemporaryFolder()
    let small = ModelDirectory(path: folder.file("small.textae"))
    try small.write(FileFolder(path: Self.trained(folder).path), numbers: .int8)
    let model = try Self.open(small)
    let first = model.embed(Self.sentences)
    for _ in 0..<5 { #expect(model.embed(Self.sentences).values == first.values) }
  }

  @Test("says which version can read it, keeps its settings, and has no checkpoint")
  func files() throws {
    let folder = try TemporaryFolder()
    let source = try Self.trained(folder)
    func version(_ directory: ModelDirectory) throws -> Int? {
      try JSONValue(contentsOf: directory.configuration)["version"]?.wholeNumber
    }
    for (numbers, expected) in [(VectorNumber.int8, 3), (.f16, 2), (.bf16, 2), (.f32, 2)] {
      let output = ModelDirectory(path: folder.file("\(numbers).textae"))
      try output.write(FileFolder(path: source.path), numbers: numbers)
      #expect(try version(output) == expected)
      #expect(
        try ModelConfiguration.read(MappedFile(path: output.configuration))
          == ModelConfiguration.read(MappedFile(path: source.configuration)))
      #expect(FileDescriptor.status(of: output.training) == nil)
      #expect(try SafetensorsFile(path: output.weights).metadata("numbers") == numbers.rawValue)
    }
    let size = { (name: String) in
      try #require(FileDescriptor.status(of: folder.file("\(name).textae/model.safetensors"))).size
    }
    #expect(try size("int8") < size("f16"))
    #expect(try size("f16") < size("f32"))
    // The names of the numbers differ by a letter, which may cost the header a step of its alignment.
    #expect(try abs(size("f16") - size("bf16")) <= 64)
  }

  @Test("can be trained further, from the weights as they are read")
  func pretraining() throws {
    let folder = try TemporaryFolder()
    let small = ModelDirectory(path: folder.file("small.textae"))
    let plain = ModelDirectory(path: folder.file("plain.textae"))
    try small.write(FileFolder(path: Self.trained(folder).path), numbers: .int8)
    try plain.write(FileFolder(path: small.path), numbers: .f32)
    let initial = try [small, plain].map { directory -> [UInt8] in
      let name = directory.path == small.path ? "a" : "b"
      let trainer = try folder.trainer(
        "\(name).textae", sentences: TinyLanguage.sentences(40), options: .quick,
        pretrainedModel: PretrainedModel(contentsOf: directory.path)
      )
      try trainer.writeCurrentWeights(to: folder.file(name))
      return [UInt8](try folder.read(name))
    }
    #expect(initial[0] == initial[1])
  }

  @Test("is refused with scales that are left over or missing")
  func scales() throws {
    let folder = try TemporaryFolder()
    let small = ModelDirectory(path: folder.file("small.textae"))
    try small.write(FileFolder(path: Self.trained(folder).path), numbers: .int8)
    let file = try SafetensorsFile(path: small.weights)
    let name = "encoder.lstm.weight_hh_l0.scale"
    for change in ["missing", "renamed"] {
      let specifications = file.tensors.compactMap { tensor -> TensorSpecification? in
        if tensor.name != name { return tensor }
        return change == "missing"
          ? nil : TensorSpecification(name: "encoder.x.scale", shape: tensor.shape)
      }
      let old = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.name) })
      let writer = try SafetensorsWriter(path: small.weights, tensors: specifications)
      for tensor in specifications {
        try writer.write(tensor.name, bytes: file.bytes(old[tensor.name] ?? name))
      }
      try writer.finish()
      #expect(throws: FileError.self, "\(change)") { try Self.open(small) }
    }
  }
}
