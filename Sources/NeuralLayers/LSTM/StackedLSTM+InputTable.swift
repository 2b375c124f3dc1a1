import TensorKit

extension StackedLSTM {
  /// The products of the vectors of tokens with the input weights of the bottom layer, made for each
  /// token when it is first used.
  ///
  /// With them, a time step of the bottom layer is a copy and the recurrent product.
  package struct InputTable: Sendable {
    /// For each direction [V × 4H]; rows that were never made take no memory.
    let products: [Matrix]
    /// Whether the products of a token were made.
    private var isMade: [Bool]

    fileprivate init(_ products: [Matrix], vocabularySize: Int) {
      self.products = products
      isMade = Array(repeating: false, count: vocabularySize)
    }

    /// Whether the products of all these tokens were made.
    package func contains(_ tokens: [UInt32]) -> Bool {
      tokens.allSatisfy { isMade[Int($0)] }
    }

    /// Marks tokens as made.
    ///
    /// - Returns: those that were not yet, each once.
    fileprivate mutating func add(_ tokens: [UInt32]) -> [UInt32] {
      var added: [UInt32] = []
      for token in tokens where !isMade[Int(token)] {
        isMade[Int(token)] = true
        added.append(token)
      }
      return added
    }
  }

  /// The size in bytes of the table for a vocabulary, once all tokens were used.
  package func inputTableBytes(vocabularySize: Int) -> Int {
    vocabularySize * layers[0].count * 4 * hiddenSize * MemoryLayout<Float>.stride
  }

  /// A table without products, for a vocabulary.
  package func makeInputTable(vocabularySize: Int) -> InputTable {
    InputTable(
      layers[0].map { _ in Matrix(sparseRows: vocabularySize, columns: 4 * hiddenSize) },
      vocabularySize: vocabularySize)
  }

  /// Makes the products of tokens that a table does not have yet.
  ///
  /// `vectors` gives the vectors of the tokens in the rows of their numbers: [V × in].
  package func complete(
    _ table: inout InputTable, for tokens: [UInt32], of vectors: ([UInt32]) -> Matrix,
    pool: WorkerPool
  ) {
    let added = table.add(tokens)
    if added.isEmpty { return }
    let vectors = vectors(added)
    for (layer, products) in zip(layers[0], table.products) {
      layer.multiply(added, of: vectors, into: products, pool: pool)
    }
  }
}
