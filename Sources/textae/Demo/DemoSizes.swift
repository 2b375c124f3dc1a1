import BundledCorpora

/// How much a demo does.
struct DemoSizes {
  /// The maximum number of written sentences to train on.
  var training = Int.max
  /// The maximum number of held-out sentences to reconstruct.
  var heldOut = 300
  /// The number of sentences expanded from frames that tell how words follow one another.
  var expanded = BundledCorpus.expandedCount
  /// Sentences that training reads, about, counted in every pass.
  var sentencesRead = 4_700
  /// Whether the English model is trained, not a tiny one.
  var adaptsModelInTheBox = true
  /// Rounds of correction of a reconstruction.
  let rounds = 5
  /// The maximum number of sentences to paraphrase.
  var paraphrased = 300
  /// The maximum number of walks to try.
  var walks = 200
  /// Points of the map in the report, at the most.
  var points = 1_500
  /// How often these points move.
  var iterations = 500

  /// About a minute on two cores.
  static let standard = DemoSizes()

  /// Seconds, even without optimization.
  static let quick: DemoSizes = {
    var sizes = DemoSizes()
    sizes.training = 150
    sizes.heldOut = 10
    sizes.expanded = 500
    sizes.sentencesRead = 150
    sizes.adaptsModelInTheBox = false
    sizes.paraphrased = 2
    sizes.walks = 2
    sizes.points = 60
    sizes.iterations = 20
    return sizes
  }()
}
