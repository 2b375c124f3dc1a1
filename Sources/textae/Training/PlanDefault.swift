import CommandLineKit
import TextAutoencoder

/// The default of an option of `train`, for help: that of a run from scratch, and that of a run that
/// adapts a model where it is another.
enum PlanDefault {
  private static var standard: TrainingPlan { TrainingPlan() }
  private static var adapting: TrainingPlan { .adapting(nil) }

  /// Both defaults of an option.
  static func text<Value: ArgumentValue & Equatable>(
    _ value: (TrainingPlan) -> Value
  ) -> String {
    let (first, second) = (value(standard), value(adapting))
    return first == second
      ? first.argumentText : both(first.argumentText, second.argumentText)
  }

  /// The default of a run from scratch and that of a run that adapts a model.
  static func both(_ scratch: String, _ adapting: String) -> String {
    "\(scratch), or \(adapting) to adapt a model"
  }

  /// The objectives of a run that adapts a model.
  static var adaptingObjectives: String {
    adapting.options.objectives.map(\.rawValue).joined(separator: " ")
  }

  /// The words in the softmax of a run that adapts a model.
  static var adaptingSoftmaxSample: String {
    adapting.options.softmaxSample.map { "\($0)" } ?? "all"
  }
}
