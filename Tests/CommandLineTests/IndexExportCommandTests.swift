import FileFormats
import Foundation
import TestSupport
import Testing

/// `index export`, from the command line.
@Suite struct IndexExportCommandTests {
  /// A folder with an index of two vectors.
  private func folder(metric: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let writer = try NPYWriter(path: folder.file("v.npy"), columns: 3, rows: 2)
    let values: [Float] = [1, 2, 3, 4, 5, 6]
    try writer.append(values.span)
    try writer.finish()
    let built = try Binary.run(
      ["index", "build", "--vectors", "v.npy", "--metric", metric, "--output", "x.index"],
      in: folder)
    #expect(built.status == 0, "\(built)")
    return folder
  }

  private func export(
    _ format: String, in folder: TemporaryFolder, _ more: [String] = []
  ) throws -> Binary.Outcome {
    try Binary.run(
      ["index", "export", "x.index", "--format", format, "--output", "out"] + more, in: folder)
  }

  @Test func `files are written, and replaced only if asked`() throws {
    let folder = try folder(metric: "dot")
    let first = try export("numpy", in: folder)
    #expect(first.status == 0 && first.errors.contains("out: 2 rows\n"), "\(first)")
    let vectors = try NPYFile(path: folder.file("out/vectors.npy"))
    #expect(vectors.rows == 2 && vectors.columns == 3)
    #expect(try export("faiss", in: folder).status != 0)
    #expect(try export("faiss", in: folder, ["--overwrite"]).status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.file("out/index.faiss")))
  }

  @Test func `a form that there is not, or that cannot hold the index, is refused`() throws {
    let folder = try folder(metric: "dot")
    let unknown = try export("parquet", in: folder)
    #expect(unknown.status == 64 && unknown.errors.contains("numpy"), "\(unknown)")
    let sqlite = try export("sqlite", in: folder)
    #expect(
      sqlite.status == 65 && sqlite.errors.contains("does not compare by dot"), "\(sqlite)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("out")))
  }
}
