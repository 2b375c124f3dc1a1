import AutoencoderModel
import FileFormats
import Foundation
import TestSupport
import TextAutoencoder

extension DamagedFormat {
  /// What is fitted to vectors, and the settings that folders keep beside their weights.
  static let fitted: [DamagedFormat] = [
    DamagedFormat(
      "post-processing", as: "i.textae/postprocessing.safetensors", parts: 4, in: folder
    ) {
      try DamagedModels.postProcessings.map(DamagedModels.bytes)
    } read: { path in
      try ForgedTensors.write(path)
      _ = try ModelStore.open(parent(path)).embedder.embed(["the soup was hot .", ""])
    },
    DamagedFormat("reducer: pca", as: "j.reducer/model.safetensors", parts: 4, in: folder) {
      [try DamagedModels.bytes("j.reducer/model.safetensors")]
    } read: { path in
      try ForgedTensors.write(path)
      try reduce(parent(path))
    },
    DamagedFormat(
      "reducer: autoencoder", as: "k.reducer/model.safetensors", parts: 4, in: folder
    ) {
      [try DamagedModels.bytes("k.reducer/model.safetensors")]
    } read: { path in
      try ForgedTensors.write(path)
      try reduce(parent(path))
    },
    settings("plan", of: "k.reducer") { try reduce($0) },
    settings("configuration", of: "e.classifier") {
      _ = try TextClassifier(contentsOf: $0).predict(["the soup was hot .", ""])
    },
    settings("configuration", of: "f.anomalies") {
      _ = try AnomalyScorer(contentsOf: $0).scores(of: ["the soup was hot .", ""])
    },
  ]

  @Sendable private static func folder() throws -> TemporaryFolder {
    try DamagedModels.folder.get()
  }

  private static func parent(_ path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }

  private static func reduce(_ path: String) throws {
    let reducer = try ReducerFolder.open(path)
    let pool = WorkerPool(threads: 1)
    let vectors = Matrix(rows: 2, columns: min(reducer.inputDimension, 1 << 16))
    _ = try reducer.restore(reducer.reduce(vectors, pool: pool), pool: pool)
  }

  /// The text that a folder keeps under a key of the metadata of its intact weights.
  private static func settings(
    _ key: String, of name: String, read: @escaping @Sendable (String) throws -> Void
  ) -> DamagedFormat {
    let weights = "\(name)/model.safetensors"
    return DamagedFormat("\(name)/\(key)", as: "\(name)/\(key)", parts: 4, in: folder) {
      let file = try SafetensorsFile(path: folder().file(weights))
      return [Array((file.metadata(key) ?? "").utf8)]
    } read: { path in
      try ForgedTensors.write(
        folder().file(weights), key,
        String(decoding: Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self),
        to: parent(path) + "/model.safetensors")
      try read(parent(path))
    }
  }
}
