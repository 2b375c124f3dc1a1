import TestSupport

/// The gradient of `loss` with respect to one table of a model, by central differences.
func centralDifferences<Model>(
  _ model: Model, _ path: WritableKeyPath<Model, Table>, loss: (Model) -> Double
) -> Table {
  var model = model
  var gradient = model[keyPath: path]
  gradient.values = centralDifferences(at: gradient.values) { moved in
    model[keyPath: path].values = moved
    return loss(model)
  }
  return gradient
}
