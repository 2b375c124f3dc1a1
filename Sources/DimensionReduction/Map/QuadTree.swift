/// Points of a plane in squares within squares, each with the number and the sum of its points.
///
/// It answers how strongly all points push one of them, with far squares taken for one point
/// (Barnes and Hut 1986).
package struct QuadTree: Sendable {
  private struct Node {
    var x: Double
    var y: Double
    let half: Double
    var count = 0.0
    var sumX = 0.0
    var sumY = 0.0
    /// The first of four children; −1 for a leaf.
    var children: Int32 = -1

    init(x: Double, y: Double, half: Double) { (self.x, self.y, self.half) = (x, y, half) }
  }

  /// What pushes a point: Σ w² Δx, Σ w² Δy and Σ w, with w = 1 / (1 + distance²).
  package struct Push: Sendable {
    package var x = 0.0
    package var y = 0.0
    package var weight = 0.0

    package init() {}
  }

  private var nodes: [Node]

  /// Points closer than this part of the whole share a leaf.
  private static let deepest = 40

  /// A tree of points: x and y of each, one after the other.
  package init(_ points: [Double]) {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in points { (low, high) = (min(low, value), max(high, value)) }
    let center = points.isEmpty ? 0 : (low + high) / 2
    let half = points.isEmpty ? 1 : max(1e-12, (high - low) / 2 * 1.000_001)
    nodes = [Node(x: center, y: center, half: half)]
    nodes.reserveCapacity(points.count * 2)
    for index in stride(from: 0, to: points.count, by: 2) {
      insert(points[index], points[index + 1])
    }
  }

  private mutating func insert(_ x: Double, _ y: Double) {
    var (node, depth) = (0, 0)
    while true {
      let before = nodes[node].count
      if nodes[node].children < 0, before > 0, depth < Self.deepest {
        // All points of a leaf lie at one place.
        let (oldX, oldY) = (nodes[node].sumX / before, nodes[node].sumY / before)
        if oldX != x || oldY != y { split(node, before, oldX, oldY) }
      }
      nodes[node].count += 1
      nodes[node].sumX += x
      nodes[node].sumY += y
      guard nodes[node].children >= 0 else { return }
      node = child(of: node, x, y)
      depth += 1
    }
  }

  private func child(of node: Int, _ x: Double, _ y: Double) -> Int {
    Int(nodes[node].children) + (x >= nodes[node].x ? 1 : 0) + (y >= nodes[node].y ? 2 : 0)
  }

  private mutating func split(_ node: Int, _ count: Double, _ x: Double, _ y: Double) {
    let (parent, half) = (nodes[node], nodes[node].half / 2)
    nodes[node].children = Int32(nodes.count)
    for quadrant in 0..<4 {
      nodes.append(
        Node(
          x: parent.x + (quadrant & 1 == 1 ? half : -half),
          y: parent.y + (quadrant & 2 == 2 ? half : -half), half: half))
    }
    let place = child(of: node, x, y)
    nodes[place].count = count
    nodes[place].sumX = x * count
    nodes[place].sumY = y * count
  }

  /// What all other points do to a point of the tree.
  ///
  /// A square is taken for one point if its side is below `angle` times its distance.
  package func push(_ x: Double, _ y: Double, angle: Double) -> Push {
    var result = Push()
    var stack: [Int32] = [0]
    let limit = angle * angle
    while let next = stack.popLast() {
      let node = nodes[Int(next)]
      guard node.count > 0 else { continue }
      let (dx, dy) = (x - node.sumX / node.count, y - node.sumY / node.count)
      let square = dx * dx + dy * dy
      if node.children < 0 || 4 * node.half * node.half < limit * square {
        let weight = 1 / (1 + square)
        // A leaf at no distance holds the point itself.
        let others = node.children < 0 && square == 0 ? node.count - 1 : node.count
        result.weight += others * weight
        result.x += others * weight * weight * dx
        result.y += others * weight * weight * dy
      } else {
        for child in node.children..<node.children + 4 { stack.append(child) }
      }
    }
    return result
  }
}
