import BundledCorpora
import Foundation

/// The text that comes with the project.
struct DemoCorpus {
  let bundled: BundledCorpus

  /// Reads the given folder, or the nearest `corpora` from the current folder upward.
  init(path: String?, _ schedule: DemoSchedule) throws {
    let directory = try path ?? Self.find()
    do {
      bundled = try BundledCorpus(
        directory: directory, topics: schedule.topics, expandedCount: schedule.expandedCount)
    } catch CorpusError.unknownTopic {
      // The frames are the user's own, on other topics.
      bundled = try BundledCorpus(
        directory: directory, expandedCount: schedule.expandedCount)
    }
  }

  private static func find() throws -> String {
    var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    while true {
      let corpora = folder.appendingPathComponent("corpora")
      if Paths.isFolder(corpora.appendingPathComponent("frames").path) { return corpora.path }
      guard folder.pathComponents.count > 1 else { break }
      folder.deleteLastPathComponent()
    }
    throw CommandError.noCorpora(folder: FileManager.default.currentDirectoryPath)
  }
}
