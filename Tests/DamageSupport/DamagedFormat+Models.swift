import AutoencoderModel
import FileFormats
import TestSupport
import TextAutoencoder

extension DamagedFormat {
  /// The files of models, each beside its intact neighbors.
  static let models: [DamagedFormat] =
    [
      ("a.textae", "config.json"), ("a.textae", "model.safetensors"),
      ("b.skipgram", "config.json"), ("b.skipgram", "model.safetensors"),
      ("d.lsa", "config.json"), ("d.lsa", "model.safetensors"),
      ("g.textae", "config.json"), ("g.textae", "model.safetensors"),
      ("h.skipgram", "model.safetensors"),
    ].map { folder, file in
      DamagedFormat(
        "\(folder)/\(file)", as: "\(folder)/\(file)", parts: 4,
        in: { try DamagedModels.folder.get() }
      ) {
        [try DamagedModels.bytes("\(folder)/\(file)")]
      } read: { path in
        let folder = String(path.dropLast(file.count + 1))
        if file.hasSuffix(".safetensors") { try ForgedTensors.write(path) }
        let model = try ModelStore.open(folder)
        _ = try model.embedder.embed(["the soup was hot .", "", "xyz"])
        _ = try model.autoencoder?.sentences(
          from: Matrix(rows: 1, columns: model.facts.dimension))
      }
    } + [
      DamagedFormat(
        "classifier", as: "e.classifier/model.safetensors", parts: 10,
        in: { try DamagedModels.folder.get() }
      ) {
        [try DamagedModels.bytes("e.classifier/model.safetensors")]
      } read: { path in
        try ForgedTensors.write(path)
        let folder = String(path.dropLast("/model.safetensors".count))
        _ = try TextClassifier(contentsOf: folder).predict(["the soup was hot .", ""])
      },
      DamagedFormat(
        "anomaly model", as: "f.anomalies/model.safetensors", parts: 10,
        in: { try DamagedModels.folder.get() }
      ) {
        [try DamagedModels.bytes("f.anomalies/model.safetensors")]
      } read: { path in
        try ForgedTensors.write(path)
        let folder = String(path.dropLast("/model.safetensors".count))
        _ = try AnomalyScorer(contentsOf: folder).scores(of: ["the soup was hot .", ""])
      },
      DamagedFormat(
        "checkpoint", as: "a.textae/training.safetensors", parts: 10,
        in: { try DamagedModels.folder.get() }
      ) {
        [try DamagedModels.bytes("a.textae/training.safetensors")]
      } read: { path in
        try ForgedTensors.write(path)
        let output = String(path.dropLast("/training.safetensors".count))
        try DamagedModels.resume(output)
      },
    ]
}
