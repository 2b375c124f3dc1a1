/// Minimizes a smooth convex function by limited-memory BFGS (Liu and Nocedal 1989).
struct LBFGS {
  /// The search ends when no component of the gradient is larger.
  var tolerance: Double
  /// The search ends after this many steps at the latest.
  var iterationLimit: Int
  /// The number of past steps that describe the curvature.
  var memory = 10

  /// Where the search ended.
  struct Minimum {
    var point: [Double]
    var value: Double
    var iterations: Int
  }

  private struct Step {
    var move: [Double]
    var change: [Double]
    var inverseProduct: Double
  }

  /// Minimizes `objective`, which returns the value at a point and writes the gradient there.
  func minimize(
    from start: [Double],
    objective: (_ point: [Double], _ gradient: inout [Double]) -> Double
  ) -> Minimum {
    var point = start
    var gradient = [Double](repeating: 0, count: start.count)
    var value = objective(point, &gradient)
    var history: [Step] = []
    var iterations = 0
    while iterations < iterationLimit, largest(gradient) > tolerance {
      var direction = descent(gradient, history: history)
      var slope = dot(direction, gradient)
      if slope >= 0 {
        // Rounding has spoiled the curvature: start again with steepest descent.
        history.removeAll()
        direction = gradient.map { -$0 }
        slope = -dot(gradient, gradient)
      }
      let first = history.isEmpty ? min(1, 1 / (-slope).squareRoot()) : 1
      guard
        let next = search(
          from: point, value: value, direction: direction, slope: slope, step: first,
          objective: objective)
      else { break }
      let move = zip(next.point, point).map { $0 - $1 }
      let change = zip(next.gradient, gradient).map { $0 - $1 }
      let product = dot(move, change)
      if product > 1e-16 * dot(change, change) {
        history.append(Step(move: move, change: change, inverseProduct: 1 / product))
        if history.count > memory { history.removeFirst() }
      }
      (point, value, gradient) = (next.point, next.value, next.gradient)
      iterations += 1
    }
    return Minimum(point: point, value: value, iterations: iterations)
  }

  /// −H g, where H approximates the inverse Hessian (the two-loop recursion).
  private func descent(_ gradient: [Double], history: [Step]) -> [Double] {
    var direction = gradient.map { -$0 }
    var factors: [Double] = []
    for step in history.reversed() {
      let factor = step.inverseProduct * dot(step.move, direction)
      factors.append(factor)
      add(-factor, step.change, to: &direction)
    }
    if let last = history.last {
      let scale = 1 / (last.inverseProduct * dot(last.change, last.change))
      for i in direction.indices { direction[i] *= scale }
    }
    for (step, factor) in zip(history, factors.reversed()) {
      add(factor - step.inverseProduct * dot(step.change, direction), step.move, to: &direction)
    }
    return direction
  }

  /// A step that meets the Wolfe conditions, by bisection and doubling; nil if none makes progress.
  private func search(
    from point: [Double], value: Double, direction: [Double], slope: Double, step first: Double,
    objective: ([Double], inout [Double]) -> Double
  ) -> (point: [Double], value: Double, gradient: [Double])? {
    var (low, high) = (0.0, Double.infinity)
    var step = first
    var best: (point: [Double], value: Double, gradient: [Double])?
    var gradient = point
    for _ in 0..<40 {
      var trial = point
      add(step, direction, to: &trial)
      let trialValue = objective(trial, &gradient)
      if !(trialValue <= value + 1e-4 * step * slope) {
        high = step
      } else {
        best = (trial, trialValue, gradient)
        if dot(gradient, direction) >= 0.9 * slope { return best }
        low = step
      }
      step = high.isFinite ? (low + high) / 2 : 2 * step
    }
    return best
  }

  private func largest(_ vector: [Double]) -> Double {
    vector.reduce(0) { max($0, abs($1)) }
  }

  private func dot(_ x: [Double], _ y: [Double]) -> Double {
    var sum = 0.0
    for i in x.indices { sum += x[i] * y[i] }
    return sum
  }

  private func add(_ factor: Double, _ x: [Double], to y: inout [Double]) {
    for i in x.indices { y[i] += factor * x[i] }
  }
}
