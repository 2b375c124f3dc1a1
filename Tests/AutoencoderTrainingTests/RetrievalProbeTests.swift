import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import DataStructures
import NeuralLayers
import TensorKit
import TestSupport
import Testing
import Tokenization

@Suite("Sentences that look for themselves")
struct RetrievalProbeTests {
  private func probe(
    _ sentences: [String], in folder: TemporaryFolder
  ) throws -> (RetrievalProbe?, LatentEncoder) {
    let tokenizer = try folder.tokenizer(for: try folder.write(lines: sentences))
    var shape = Architecture(vocabularySize: tokenizer.vocabularySize, embeddingSize: 24)
    shape.encoder = "sum"
    let encoder = LatentEncoder(shape, precision: .f32)
    let list = TokenSequences(sentences.map { tokenizer.encode($0) })
    return (RetrievalProbe(list, tokenizer, maximumLength: 20, seed: 3), encoder)
  }

  @Test("random word vectors find much, equal vectors nothing")
  func scores() throws {
    let (found, encoder) = try probe(TinyLanguage.sentences(100), in: TemporaryFolder())
    let probe = try #require(found)
    let pool = WorkerPool(threads: 1)
    #expect(probe.score(encoder, pool: pool) < 0.05)
    encoder.initialize(seed: 1)
    let score = probe.score(encoder, pool: pool)
    #expect(score > 0.2 && score < 1)
    #expect(probe.score(encoder, pool: WorkerPool(threads: 3)) == score)
  }

  @Test("too few sentences, or none of two words, are not measured")
  func few() throws {
    let folder = try TemporaryFolder()
    #expect(try probe(TinyLanguage.sentences(10), in: folder).0 == nil)
    #expect(try probe((0..<50).map { "word\($0)" }, in: folder).0 == nil)
  }
}
