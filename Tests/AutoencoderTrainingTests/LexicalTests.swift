import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import DataStructures
import FileFormats
import Foundation
import NeuralLayers
import TensorKit
import TestSupport
import Testing
import Tokenization

@Suite("Stems and n-grams of text")
struct LexicalTests {
  private static let text = [
    "le café, l'œuvre", "猫が好き 犬", "кошка и собака",
    "The cook sells apples.", "the cooks sold an apple", "Nobody recognizes unbelievable catalogs",
    "a catalog of boats", "the boat, the boats", "it is unrecognizable to a cook",
  ]

  private static func tokens(
    of text: [String], _ builder: VocabularyBuilder, in folder: TemporaryFolder
  ) throws -> (Tokenizer, TokenFile) {
    let corpus = try folder.write(lines: text)
    let tokenizer = try builder.build(from: [corpus], threads: 1)
    let name = "\(builder.model.rawValue)-\(builder.vocabularySize).tokens"
    return (
      tokenizer,
      try TokenFile.build(
        corpora: [corpus], tokenizer: tokenizer, maximumLength: 50, at: folder.file(name),
        threads: 1)
    )
  }

  @Test(
    "are those of the words that the pieces of other tokenizers make up",
    arguments: ["bert-uncased", "albert"])
  func ofPieces(name: String) throws {
    let source = #filePath.replacing("AutoencoderTrainingTests", with: "TokenizationTests")
    let tokenizer = try Tokenizer(contentsOf: GoldenFile.path(name + ".json", source: source))
    let sentence = "the strange bread and a river"
    let tokens = tokenizer.encode(sentence)
    #expect(tokens.count > 8, "no word of several pieces")
    var found = WordFeatures()
    LexicalFeatures(tokenizer, stemLength: 4).append(tokens[...], to: &found)
    var expected = WordFeatures()
    let words = sentence.split(separator: " ").map { Array($0.utf8) }
    LexicalFeatures(spellings: words, isWordLetter: { _ in false }, stemLength: 4)
      .append(Array(0..<UInt32(words.count))[...], to: &expected)
    #expect(
      found.stems == expected.stems && found.grams == expected.grams,
      "\(tokenizer.tokens(of: tokens))")
  }

  @Test("are those of the text, whatever the tokenizer")
  func ofText() throws {
    let folder = try TemporaryFolder()
    let builders = [
      VocabularyBuilder(model: .word, vocabularySize: 200, lowercase: true),
      VocabularyBuilder(model: .bpe, vocabularySize: 262, lowercase: true, prefixSpace: true),
      VocabularyBuilder(model: .bpe, vocabularySize: 300, lowercase: true),
    ]
    var all: [[[UInt32]]] = []
    for builder in builders {
      let (tokenizer, tokens) = try Self.tokens(of: Self.text, builder, in: folder)
      let features = LexicalFeatures(tokenizer, stemLength: 4)
      let weights = try LexicalWeights(of: tokens, features)
      let chunk = try tokens.chunk(0)
      all.append(
        (0..<chunk.count).flatMap { sentence in
          var found = WordFeatures()
          features.append(chunk[sentence], to: &found)
          let bits = (found.stems.map { weights.stems[Int($0)] }).map(\.bitPattern)
          return [found.stems, found.grams, bits]
        })
    }
    // The order of sentences is that of the file, whose lines are all kept.
    #expect(all[0] == all[1] && all[0] == all[2])
    #expect(all[0].allSatisfy { !$0.isEmpty })
  }

  @Test("are shared by words of one root, and are none for marks")
  func shared() {
    let spellings = ["", "catalog", "catalogs", "boat", " boat", "aot"].map { Array($0.utf8) }
    let features = LexicalFeatures(
      spellings: spellings, isWordLetter: { _ in false }, stemLength: 4)
    func found(_ token: UInt32) -> WordFeatures {
      var found = WordFeatures()
      features.append([token], to: &found)
      return found
    }
    #expect(found(0).stems.isEmpty && found(0).grams.isEmpty)
    #expect(found(1).stems == found(2).stems && found(1).stems != found(3).stems)
    #expect(found(3).stems == found(4).stems && found(3).grams == found(4).grams)
    // #ca cat ata tal alo log og# and #ca cat ata tal alo log ogs gs#
    #expect(found(1).grams.count == 7 && found(2).grams.count == 8)
    #expect(Set(found(1).grams).intersection(found(2).grams).count == 6)
    #expect(Set(found(3).grams).isDisjoint(with: found(5).grams))
  }

  @Test("weigh the log of the inverse fraction of sentences")
  func weights() {
    let features = LexicalFeatures(
      spellings: ["", "cat", "dog", "cow"].map { Array($0.utf8) }, isWordLetter: { _ in false },
      stemLength: nil)
    let weights = LexicalWeights(
      of: TokenSequences([[1, 1, 0], [1, 2, 0], [1, 0], [0]]), features)
    func weight(_ token: UInt32) -> Float {
      var found = WordFeatures()
      features.append([token], to: &found)
      return weights.stems[Int(found.stems[0])]
    }
    #expect(weight(1) == log(Float(6) / 4))
    #expect(weight(2) == log(Float(6) / 2))
    // A word that is not in the text weighs like one that occurs once.
    #expect(weight(3) == weight(2))
  }

  @Test(
    "start an encoder near the cosines of TF-IDF, with words of several tokens too",
    arguments: [("lstm", 1), ("lstm", 2), ("sum", 1)])
  func initialization(encoder: String, layers: Int) throws {
    let folder = try TemporaryFolder()
    var builder = VocabularyBuilder(model: .bpe, vocabularySize: 300, lowercase: true)
    builder.prefixSpace = true
    let sentences = TinyLanguage.sentences(60) + Self.text
    let (tokenizer, tokens) = try Self.tokens(of: sentences, builder, in: folder)
    var options = TrainingOptions.quick
    options.initialization = .lexical
    options.objectives = [.lexical]
    options.corruptions = [.drop(0.2)]
    var shape = Architecture(
      vocabularySize: tokenizer.vocabularySize, embeddingSize: 300, hiddenSize: 320)
    shape.encoder = encoder
    shape.layers = layers
    let trainer = try AutoencoderTrainer(
      output: folder.file("m.textae"), tokenizer: tokenizer,
      data: AutoencoderTrainer.Data(corpus: tokens), architecture: shape, options: options,
      precision: .f32, threads: 1)
    let pool = WorkerPool(threads: 1)
    let network = LatentEncoder(shape, precision: .f32)
    try trainer.writeCurrentWeights(to: folder.file("start.safetensors"))
    try WeightFile.read(
      SafetensorsFile(path: folder.file("start.safetensors")), into: network.parameters)
    network.packWeights(for: .inference, pool: pool)

    let chunk = try tokens.chunk(0)
    let vectors = Matrix(rows: chunk.count, columns: shape.dimension)
    network.encode(chunk, into: vectors, rows: Array(0..<chunk.count), pool: pool)
    let weights = try LexicalWeights(of: tokens, LexicalFeatures(tokenizer, stemLength: nil))
    let exact = Matrix(rows: chunk.count, columns: chunk.count)
    let grams = Matrix(rows: chunk.count, columns: chunk.count)
    var (stemBags, gramBags, found) = (UnitBags(), UnitBags(), WordFeatures())
    for sentence in 0..<chunk.count {
      found.removeAll()
      weights.features.append(chunk[sentence], to: &found)
      stemBags.append(found.stems[...], word: { $0 }, weight: { weights.stems[Int($0)] })
      gramBags.append(found.grams[...], word: { $0 }, weight: { weights.grams[Int($0)] })
    }
    stemBags.writeCosines(to: exact, pool: pool)
    gramBags.writeCosines(to: grams, pool: pool)
    let measured = Matrix(rows: 0, columns: chunk.count)
    PairwiseCosines(size: shape.dimension).write(of: vectors, to: measured, pool: pool)
    var (errors, count) = (0.0, 0.0)
    for row in 0..<chunk.count {
      for column in 0..<row {
        let target = (exact[row, column] + grams[row, column]) / 2
        errors += pow(Double(measured[row, column] - target), 2)
        count += 1
      }
    }
    // A random projection to 300 numbers errs by 1/√300 = 0.058; the two parts are not of the same
    // length in every sentence, which adds a little.
    #expect((errors / count).squareRoot() < 0.1)
  }
}
