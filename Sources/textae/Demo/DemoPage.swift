import CommandLineKit
import EnglishModel
import FileFormats
import VisualReport

/// The page of a demo: its sentences as a map, with neighbors by three models, and the training.
struct DemoPage {
  let files: DemoFiles
  let sizes: DemoSizes
  let work: RunOptions

  /// Writes the page as `textae report` does.
  func write() throws -> DemoSection {
    let view = ViewOptions()
    view.sentences = files.heldOut
    view.limit = sizes.points
    view.iterations = sizes.iterations
    let subjects = try ReportSubjects(
      [files.corpus, files.model, ModelInTheBox.wordsName], tables: CorpusOptions(), work: work)
    let data = try ReportMaker(subjects: subjects, options: view, work: work)
      .data(title: "The sentences of the demo")
    let file = try AtomicFile(path: files.page)
    try file.write(ReportPage.html(of: data.json))
    try file.commit()
    let points = data.corpora.reduce(0) { $0 + $1.sentences.count }
    return DemoSection(
      key: "page", json: ["points": .integer(points), "models": .integer(data.models.count)],
      text: """
        6. A page for the browser, with a map of \(counted(points, "sentence")), their neighbors by \
        three models,
           and the course of the training. Open it:

             \(Self.opener) \(files.page)

        """)
  }

  private static var opener: String {
    #if canImport(Darwin)
      "open"
    #else
      "xdg-open"
    #endif
  }
}
