/// The gradient of `loss` with respect to one table of a model, by central differences.
///
/// ```
/// ∂L/∂x ≈ (L(x + s) − L(x − s)) / 2s        error s²/6 · L‴
/// ```
/// With s = 10⁻⁵ in doubles, truncation and rounding are both near 10⁻¹⁰.
func centralDifferences<Model>(
  _ model: Model, _ path: WritableKeyPath<Model, Table>, loss: (Model) -> Double
) -> Table {
  let step = 1e-5
  var model = model
  let start = model[keyPath: path]
  var gradient = Table(rows: start.rows, columns: start.columns)
  for index in start.values.indices {
    let value = start.values[index]
    model[keyPath: path].values[index] = value + step
    let above = loss(model)
    model[keyPath: path].values[index] = value - step
    let below = loss(model)
    model[keyPath: path].values[index] = value
    gradient.values[index] = (above - below) / (2 * step)
  }
  return gradient
}
