import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import TensorKit
import TestSupport
import Testing

/// Walks between vectors, moves along directions, and corrections, with a model of a tiny language.
@Suite struct WalkTests {
  private static let model = Result { () throws -> SentenceAutoencoder in
    let folder = try TemporaryFolder()
    var options = TrainingOptions.quick
    (options.epochs, options.learningRate, options.validationInterval) = (8, 0.01, 1_000)
    let trainer = try folder.trainer(
      "m.textae", sentences: TinyLanguage.sentences(100), options: options)
    _ = try trainer.run()
    return try SentenceAutoencoder(contentsOf: folder.file("m.textae"), precision: .f32, threads: 1)
  }

  @Test(arguments: [1, 3, 6])
  func `an arc has the ends of the line, and vectors of their length between`(steps: Int) throws {
    let model = try Self.model.get()
    let (first, last) = ("the cook sees bread .", "my aunt likes a lamp .")
    let line = try model.interpolation(from: first, to: last, steps: steps)
    let arc = try model.interpolation(from: first, to: last, steps: steps, path: .spherical)
    #expect(line.map(\.position) == arc.map(\.position))
    #expect([line[0].text, line[steps].text] == [arc[0].text, arc[steps].text])
    let same = try model.interpolation(from: first, to: first, steps: steps, path: .spherical)
    #expect(Set(same.map(\.text)).count == 1)
  }

  @Test func `a direction is the difference of means, and scale 0 moves nothing`() throws {
    let model = try Self.model.get()
    let (from, to) = (
      ["the cook sees bread .", "my aunt sees a lamp ."],
      ["the cook likes bread .", "my aunt likes a lamp ."]
    )
    let direction = model.direction(from: from, to: to)
    let vectors = model.embed(from + to)
    for column in [0, 7, model.dimension - 1] {
      let expected =
        (vectors[2, column] + vectors[3, column] - vectors[0, column] - vectors[1, column]) / 2
      #expect(abs(direction[column] - expected) < 1e-5)
    }
    let still = try model.moved(from, along: direction, scale: 0)
    #expect(still.map(\.text) == (try model.decode(model.embed(from))).map(model.text))
    let analogy = try model.analogy(from[0], to[0], from[1], scale: 1)
    let moved = try model.moved(
      [from[1]], along: model.direction(from: [from[0]], to: [to[0]]))
    #expect(moved == [analogy])
    #expect((-1...1.000001).contains(analogy.similarity))
  }

  @Test func `corrections never end farther away, and depend on their own row only`() throws {
    let model = try Self.model.get()
    let sentences = TinyLanguage.sentences(100)
    let vectors = model.embed(sentences)
    func distances(_ decoded: [DecodedSentence]) -> [Float] {
      let found = model.embed(tokens: decoded.map { $0.tokens + [model.tokenizer.eosID] })
      return (0..<found.rows).map { row in
        zip(found.row(row), vectors.row(row)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
    }
    let once = try model.decode(vectors, rounds: 0)
    #expect(once == (try model.decode(vectors)))
    let corrected = try model.decode(vectors, rounds: 6)
    for (first, last) in zip(distances(once), distances(corrected)) { #expect(last <= first) }
    let (before, after) = (
      zip(once, sentences).count { model.isExact($0, of: $1) },
      zip(corrected, sentences).count { model.isExact($0, of: $1) }
    )
    #expect(after >= before, "\(after) of \(before)")
    let alone = try model.decode(vectors.rows(at: [17]), rounds: 6)
    #expect(alone == [corrected[17]])
  }
}
