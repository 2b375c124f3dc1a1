import DataStructures
import FileFormats
import Foundation
import TestSupport
import Testing

/// What is computed, to the byte, on the reference kernels: it changes only on purpose.
///
/// The numbers hold on x86-64 Linux; elsewhere the compiler may fuse multiplications and additions.
@Suite struct GoldenBytesTests {
  private static let reference = ["TEXTAE_KERNELS": "reference"]

  /// A hash of the tensors of a file, by their names.
  private func hash(_ path: String, in folder: TemporaryFolder) throws -> String {
    let file = try SafetensorsFile(path: folder.file(path))
    let bytes = try file.tensors.map(\.name).sorted().flatMap { name in
      Array(name.utf8) + (try file.bytes(name))
    }
    return String(FNV1a.hash(bytes), radix: 16)
  }

  private func run(_ command: String, in folder: TemporaryFolder) throws -> Binary.Outcome {
    let outcome = try Binary.run(
      command.split(separator: " ").map(String.init), in: folder, environment: Self.reference)
    try #require(outcome.status == 0, "\(command): \(outcome)")
    return outcome
  }

  #if arch(x86_64) && os(Linux)
    @Test(arguments: [
      (
        "--objective reconstruct:1:0.5 --objective bag --objective lexical:30 --stem-prefix 3 "
          + "--corruption drop:0.1 --second-corruption drop:0.6 --softmax-sample 12",
        "9d78b2918aac933", "ec7c7c1d51e1e8b2", "b3ad42b589bbf023"
      ),
      (
        "--objective reconstruct --objective lexical:30:0.3 --stem-prefix 4 --corruption drop:0.1 "
          + "--second-corruption mix --sum-epochs 2 --encoder-rate 0.1",
        "15f5b8a9b05ff6be", "93396be45c5a3d50", "95ac72296168a9a4"
      ),
      (
        "--objective reconstruct --objective contrast:0.5 --corruption shuffle:2 --layers 2 "
          + "--bidirectional --dropout 0.2 --latent-size 7",
        "b137479e4f6ffdfe", "9fc1f73e9d09637a", "4e8a95d7fe96b391"
      ),
    ])
    func `a training gives these weights`(
      options: String, model: String, checkpoint: String, embeddings: String
    ) throws {
      let folder = try TinyModel.copy()
      _ = try run(
        "train corpus.txt --output m.textae --epochs 3 --threads 2 --quiet "
          + TinyModel.training.joined(separator: " ") + " " + options, in: folder)
      #expect(try hash("m.textae/training.safetensors", in: folder) == checkpoint)
      #expect(try hash("m.textae/model.safetensors", in: folder) == model)
      let vectors = try run(
        "embed corpus.txt --model m.textae --precision f32 --format raw --output -", in: folder)
      #expect(String(FNV1a.hash(vectors.output), radix: 16) == embeddings)
    }

    @Test func `skip-gram and LSA give these vectors`() throws {
      let folder = try TinyModel.copy()
      _ = try run(
        "skipgram corpus.txt --output s.skipgram --tokenizer words.json --dimension 8 "
          + "--min-count 1 --sample 0 --deterministic --quiet", in: folder)
      #expect(try hash("s.skipgram/model.safetensors", in: folder) == "25b928763a96d968")
      _ = try run("lsa corpus.txt --dimension 4 --output l.lsa --quiet", in: folder)
      #expect(try hash("l.lsa/model.safetensors", in: folder) == "1a880ffb7074a94f")
    }
  #endif
}
