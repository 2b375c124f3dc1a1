/// Some windows of a plan that are scored together, before any of them changes a weight.
struct WindowBlock {
  let plan: WindowPlan
  let windows: Range<Int>
  /// The contexts per window for which scores and gradients have room; even.
  let contexts: Int
}
