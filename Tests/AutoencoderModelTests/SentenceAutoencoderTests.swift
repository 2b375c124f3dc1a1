import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import FileFormats
import Foundation
import TensorKit
import TestSupport
import Testing

@Suite("A trained autoencoder")
struct SentenceAutoencoderTests {
  private static func model(
    _ folder: TemporaryFolder, _ precision: EncodingPrecision = .f32, hidden: Int = 20
  ) throws -> SentenceAutoencoder {
    let trainer = try folder.trainer(
      "m.textae", sentences: TinyLanguage.sentences(40), options: .quick,
      precision: precision.products
    ) { $0.hiddenSize = hidden }
    _ = try trainer.run()
    return try SentenceAutoencoder(
      contentsOf: folder.file("m.textae"), precision: precision, threads: 2)
  }

  @Test(
    "gives a sentence the same vector, to the bit, alone and in any batch",
    arguments: EncodingPrecision.allCases, [20, 33])
  func independence(_ precision: EncodingPrecision, _ hidden: Int) throws {
    let model = try Self.model(TemporaryFolder(), precision, hidden: hidden)
    let sentences = TinyLanguage.sentences(37) + ["", "lamp", "unheard words only"]
    let together = model.embed(sentences)
    let reversed = model.embed(sentences.reversed())
    #expect(together.rows == sentences.count && together.columns == hidden)
    for (row, sentence) in sentences.enumerated() {
      #expect(model.embed([sentence]).row(0) == together.row(row), "\(sentence)")
      #expect(reversed.row(sentences.count - 1 - row) == together.row(row), "\(sentence)")
    }
    #expect(Set(together.values.map { $0 }).count > hidden)
  }

  @Test("cuts a long sentence and still ends it with the end mark")
  func longSentences() throws {
    let model = try Self.model(TemporaryFolder())
    let long = Array(repeating: "bread", count: 500).joined(separator: " ")
    let tokens = model.tokens(of: long)
    #expect(tokens.count == model.maximumLength + 1)
    #expect(tokens.last == model.tokenizer.eosID)
    let cut = Array(repeating: "bread", count: model.maximumLength).joined(separator: " ")
    #expect(model.embed([long]).row(0) == model.embed([cut]).row(0))
  }

  @Test("decodes a vector of NaN to an empty sentence", arguments: [1, 3])
  func noNumber(_ width: Int) throws {
    let model = try Self.model(TemporaryFolder())
    let vector = Matrix(rows: 1, columns: model.dimension)
    vector.fill(.nan)
    #expect(try model.decode(vector, beam: width).map(\.tokens) == [[]])
    #expect(try model.decode(vector).map(\.tokens) == [[]])
    #expect(try model.decode(vector, sampler: TokenSampler()).map(\.tokens) == [[]])
  }

  @Test("decodes a sentence to the same text in any batch; a beam of one is greedy")
  func decoding() throws {
    let model = try Self.model(TemporaryFolder())
    let vectors = model.embed(TinyLanguage.sentences(9))
    let together = try model.decode(vectors)
    for row in 0..<vectors.rows {
      let one = vectors.rows(at: [row])
      #expect(try model.decode(one) == [together[row]])
      let beam = try #require(try model.decode(one, beam: 1).first)
      #expect(beam.tokens == together[row].tokens)
      #expect(abs(beam.logProbability - together[row].logProbability) < 1e-4)
    }
  }

  @Test("finds sentences at least as likely with a wider beam, best first and all different")
  func beam() throws {
    let model = try Self.model(TemporaryFolder())
    let vectors = model.embed(TinyLanguage.sentences(6))
    for row in 0..<vectors.rows {
      let one = vectors.rows(at: [row])
      let found = try model.decode(one, beam: 6)
      let greedy = try model.decode(one)[0]
      #expect(found.count == 6)
      #expect(Set(found.map(\.tokens)).count == 6)
      #expect(found.map(\.logProbability) == found.map(\.logProbability).sorted(by: >))
      #expect(found[0].logProbability >= greedy.logProbability - 1e-4)
    }
  }

  @Test("scores a decoded sentence as the decoder did, and any other one no better")
  func scores() throws {
    let model = try Self.model(TemporaryFolder())
    let sentences = TinyLanguage.sentences(7) + [""]
    let vectors = model.embed(sentences)
    let decoded = try model.decode(vectors)
    let texts = decoded.map(model.text)
    for (row, score) in try model.logProbabilities(of: texts, from: vectors).enumerated() {
      #expect(abs(score - decoded[row].logProbability) < 1e-4, "\(texts[row])")
    }
    let scores = try model.logProbabilities(of: sentences, from: vectors)
    #expect(scores.allSatisfy { $0 < 0 && $0.isFinite })
    let alone = try model.logProbabilities(of: [sentences[3]], from: vectors.rows(at: [3]))
    #expect(abs(alone[0] - scores[3]) < 1e-4)
    #expect(try model.logProbabilities(of: [], from: model.embed([])).isEmpty)
  }

  @Test("samples by the seed, and greedily without temperature")
  func sampling() throws {
    let model = try Self.model(TemporaryFolder())
    let vectors = model.embed(TinyLanguage.sentences(8))
    let first = try model.decode(vectors, sampler: TokenSampler(seed: 1))
    #expect(try model.decode(vectors, sampler: TokenSampler(seed: 1)) == first)
    #expect(try model.decode(vectors, sampler: TokenSampler(seed: 2)) != first)
    let greedy = try model.decode(vectors).map(\.tokens)
    for sampler in [
      TokenSampler(temperature: 1e-6), TokenSampler(topK: 1), TokenSampler(topP: 1e-6),
    ] {
      #expect(try model.decode(vectors, sampler: sampler).map(\.tokens) == greedy)
    }
  }

  @Test("embeds and decodes nothing")
  func nothing() throws {
    let model = try Self.model(TemporaryFolder())
    let vectors = model.embed([])
    #expect(vectors.rows == 0 && vectors.columns == model.dimension)
    #expect(try model.decode(vectors).isEmpty)
  }

  @Test("has a different checksum when a weight differs, and finds a flipped bit")
  func damage() throws {
    let folder = try TemporaryFolder()
    let model = try Self.model(folder)
    let again = try SentenceAutoencoder(contentsOf: folder.file("m.textae"), threads: 1)
    #expect(model.checksum == again.checksum)
    let path = folder.file("m.textae/model.safetensors")
    var bytes = try folder.read("m.textae/model.safetensors")
    // A bit of the decoder, which is read only when something is decoded.
    bytes[bytes.count - 2] ^= 4
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let damaged = try SentenceAutoencoder(contentsOf: folder.file("m.textae"), threads: 1)
    #expect(throws: FileError.checksumMismatch(path: path)) { try damaged.verify() }
    let vectors = damaged.embed(["the cook sees bread ."])
    #expect(throws: FileError.checksumMismatch(path: path)) { try damaged.decode(vectors) }
  }

  @Test("refuses weights that are not numbers")
  func infiniteWeights() throws {
    let folder = try TemporaryFolder()
    _ = try Self.model(folder)
    let path = folder.file("m.textae/model.safetensors")
    let file = try SafetensorsFile(path: path)
    let tensors = try file.tensors.map { tensor in
      var values = try file.floats(tensor.name)
      if tensor.name == "output.bias" { values[0] = .nan }
      return (name: tensor.name, shape: tensor.shape, values: values)
    }
    try SafetensorsWriter.write(path: path, tensors: tensors)
    // The decoder is read only when something is decoded.
    let model = try SentenceAutoencoder(contentsOf: folder.file("m.textae"), threads: 1)
    let vectors = model.embed(["the cook sees bread ."])
    let error = try #require(throws: FileError.self) { _ = try model.decode(vectors) }
    #expect("\(error)".contains("output.bias"))
  }

  @Test("refuses a model of a newer version, of another kind or with missing files")
  func foreign() throws {
    let folder = try TemporaryFolder()
    _ = try Self.model(folder)
    let path = folder.file("m.textae/config.json")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    func load(_ changed: String) throws {
      try changed.write(toFile: path, atomically: true, encoding: .utf8)
      _ = try SentenceAutoencoder(contentsOf: folder.file("m.textae"), threads: 1)
    }
    #expect(throws: AutoencoderError.newerVersion(path: path, found: 7, supported: 4)) {
      try load(text.replacingOccurrences(of: "\"version\" : 2", with: "\"version\" : 7"))
    }
    for damaged in ["", "{}", "[1]", String(text.dropLast(20)), "{\"format\":\"x\",\"version\":1}"]
    {
      #expect(throws: AutoencoderError.self) { try load(damaged) }
    }
    for size in [0, 21, 1 << 16, 1 << 40] {
      let error = try #require(throws: AutoencoderError.self) {
        try load(
          text.replacingOccurrences(of: "\"hiddenSize\" : 20", with: "\"hiddenSize\" : \(size)"))
      }
      #expect("\(error)".hasPrefix("\(path): "), "\(error)")
    }
    try load(text)
    try FileManager.default.removeItem(atPath: folder.file("m.textae/tokenizer.json"))
    #expect(throws: (any Error).self) { try load(text) }
  }
}
