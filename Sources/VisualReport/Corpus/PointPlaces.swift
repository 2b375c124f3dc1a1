import FileFormats
import TensorKit

/// Where the points of a map are.
public struct PointPlaces: Equatable, Sendable {
  /// What placed them, such as `t-SNE`.
  public let name: String
  /// What near and far mean on this map, in a sentence.
  public let about: String
  /// The places from left to right, 0 to ``size``.
  public let x: [Int]
  /// The places from top to bottom, 0 to ``size``.
  public let y: [Int]

  /// The width and the height of a map.
  public static let size = 9_999

  /// Takes the first two columns of a matrix `[points × 2]`; both directions have the same scale.
  public init(name: String, about: String, places: Matrix) {
    (self.name, self.about) = (name, about)
    let columns = (0..<2).map { column in
      (0..<places.rows).map { row in
        column < places.columns && places[row, column].isFinite ? Double(places[row, column]) : 0
      }
    }
    let bounds = columns.map { (least: $0.min() ?? 0, most: $0.max() ?? 0) }
    let span = max(
      bounds[0].most - bounds[0].least, bounds[1].most - bounds[1].least, .leastNormalMagnitude)
    let scaled = zip(columns, bounds).map { values, bounds in
      values.map { value in
        let middle = (bounds.least + bounds.most) / 2
        return Int((((value - middle) / span + 0.5) * Double(Self.size)).rounded())
      }
    }
    x = scaled[0]
    // On paper y rises, on a screen it falls.
    y = scaled[1].map { Self.size - $0 }
  }

  var json: JSONValue {
    [
      "name": .string(name), "about": .string(about), "x": .array(x.map { .integer($0) }),
      "y": .array(y.map { .integer($0) }),
    ]
  }
}
