import CommandLineKit
import DataStructures
import FileFormats
import Foundation
import TensorKit

/// The command line of the package.
@main
enum TextAE {
  static let version = "1.0.0"

  static var tool: Tool {
    Tool(
      name: "textae", version: version,
      abstract: "Train sentence embeddings on your own text, on your own machine.",
      warning: Kernels.warning.map { $0 + "; 'textae info' lists those that do" },
      sections: [
        Tool.Section("Start", [.command(Demo.self)]),
        Tool.Section(
          "Train",
          [
            .group(
              name: "vocab", abstract: "Build a tokenizer, or see how it splits text.",
              [VocabBuild.self, VocabShow.self]),
            .command(Train.self),
            .command(SkipGramTrain.self),
            .command(LSATrain.self),
            .command(Average.self),
          ]),
        Tool.Section(
          "Use",
          [
            .command(Embed.self),
            .group(
              name: "index", abstract: "Build an index for search, and change it.",
              [
                IndexBuild.self, IndexAdd.self, IndexUpdate.self, IndexRemove.self,
                IndexMergeCommand.self, IndexCompact.self, IndexCheck.self, IndexExportCommand.self,
              ]),
            .command(Search.self),
            .command(Neighbors.self),
            .command(Analogy.self),
            .command(Export.self),
            .command(Reconstruct.self),
            .command(Denoise.self),
            .command(ParaphraseCommand.self),
            .command(Interpolate.self),
            .command(Sample.self),
            .group(
              name: "model", abstract: "Make another form of a trained model.",
              ModelGroup.commands),
            .group(
              name: "classify",
              abstract: "Tell the classes of sentences, after learning from examples.",
              [ClassifyTrain.self, ClassifyPredict.self, ClassifyEvaluate.self]),
            .group(
              name: "anomalies", abstract: "Find lines or records that are unlike normal ones.",
              [AnomaliesFit.self, AnomaliesScore.self, AnomaliesEvaluate.self]),
          ]),
        Tool.Section(
          "Explore",
          [
            .command(Mine.self),
            .command(Dedupe.self),
            .command(ClusterCommand.self),
            .command(CorpusMap.self),
            .command(ReportCommand.self),
            .command(Explore.self),
            .command(Plot.self),
            .group(
              name: "reduce", abstract: "Make short codes of vectors, and vectors of codes again.",
              [ReduceFit.self, ReduceApply.self, ReduceInvert.self, ReduceCompare.self]),
          ]),
        Tool.Section(
          "Evaluate",
          [
            .command(Evaluate.self),
            .command(Compare.self),
            .group(
              name: "postprocess",
              abstract: "Improve the vectors of a model after training.",
              [PostProcessFit.self]),
          ]),
        Tool.Section(
          "Help",
          [
            .command(Info.self),
            .command(Completions.self),
            .command(Manual.self),
          ]),
      ],
      explain: ErrorRenderer.explain)
  }

  static func main() {
    OutOfMemory.tell { tool.fail($0) }
    // A corpus is read more than once, but a warning about it is news only once.
    let told = Locked<Set<FileWarning>>([])
    FileWarning.observe { warning in
      guard told.withLock({ $0.insert(warning).inserted }) else { return }
      Console(quiet: false).warn(StandIn.named("\(warning)"))
    }
    exit(tool.main(Array(CommandLine.arguments.dropFirst())))
  }
}
