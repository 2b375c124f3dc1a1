import NeuralLayers
import TensorKit
import Testing

@Suite("Gaussian noise")
struct GaussianNoiseTests {
  private func rows(_ count: Int, of size: Int) -> Matrix {
    let matrix = Matrix(rows: count, columns: size)
    var random = RandomStream(seed: 3, purpose: .testData)
    for row in 0..<count {
      matrix.withMutableRow(row) { values in
        for index in values.indices { values[index] = Float(row + 1) * random.normal() }
      }
    }
    return matrix
  }

  private func noise(
    _ rows: Matrix, deviation: Float = 0.5, seed: UInt64 = 1, number: UInt64 = 7, threads: Int = 2,
    purpose: RandomPurpose = .latentNoise
  ) -> [Float] {
    let noisy = Matrix(rows: 0, columns: rows.columns)
    noisy.copy(from: rows)
    GaussianNoise(deviation: deviation, purpose: purpose).add(
      to: noisy, step: TrainingStep(seed: seed, number: number),
      pool: WorkerPool(threads: threads))
    return zip(noisy.values, rows.values).map { $0 - $1 }
  }

  @Test("The noise has mean zero and a deviation in proportion to each row")
  func size() {
    let (count, size) = (8, 2_001)
    let rows = rows(count, of: size)
    let noise = noise(rows)
    for row in 0..<count {
      let range = row * size..<(row + 1) * size
      let length = rows.values[range].reduce(0) { $0 + $1 * $1 }
      let part = noise[range]
      let ratio = (part.reduce(0) { $0 + $1 * $1 } / length).squareRoot()
      #expect(abs(ratio - 0.5) < 0.05)
      let mean = part.reduce(0, +) / Float(size)
      #expect(abs(mean) < 5 * 0.5 * (length / Float(size)).squareRoot() / Float(size).squareRoot())
    }
  }

  @Test("Seed, step, purpose and row give the noise, on any number of threads")
  func repeated() {
    let rows = rows(40, of: 9)
    let first = noise(rows)
    #expect(first == noise(rows, threads: 1))
    #expect(first == noise(rows, threads: 3))
    #expect(first != noise(rows, seed: 2))
    #expect(first != noise(rows, number: 8))
    #expect(first != noise(rows, purpose: .tokenNoise))
    #expect(Array(first.prefix(27)) == noise(self.rows(3, of: 9)))
  }

  @Test("There is none on a row of zeros, and none of deviation 0")
  func none() {
    let rows = rows(3, of: 5)
    #expect(noise(rows, deviation: 0) == Array(repeating: 0, count: 15))
    #expect(noise(Matrix(rows: 2, columns: 4)) == Array(repeating: 0, count: 8))
  }
}
