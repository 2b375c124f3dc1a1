import CommandLineKit
import VisualReport

/// What a page shows of indexes and models.
struct ViewOptions: OptionGroup {
  static let title = "View"

  @Option(
    "A file of sentences to reconstruct, one per line; a few are shown.", value: "FILE",
    completion: .file)
  var sentences: String?
  @Option(
    "Tables of figures to draw too, such as 'textae plot' reads.", value: "FILE",
    completion: .file, severalValues: true)
  var table: [String] = []
  @Option("Color the sentences by this column of the index too.", value: "COLUMN")
  var label: String?
  @Option("How points are placed; pca alone is there at once.") var method = MapMethod.tsne
  @Option("Number of clusters to color; 0 for none.", .within(0...100)) var groups = 10
  @Option("How often the points of t-SNE move.", .within(1...100_000)) var iterations = 1_000
  @Option(
    "Number of sentences to show of an index, evenly spread over it. Several indexes share 20,000.",
    .within(1...CorpusView.mostPoints))
  var limit = 5_000
  @Option("Random seed of the clusters.") var seed: UInt64 = 1

  /// For the library.
  var corpusOptions: CorpusView.Options {
    var options = CorpusView.Options()
    options.clusters = groups
    options.hasNeighborMap = method == .tsne
    options.iterations = iterations
    options.seed = seed
    return options
  }
}
