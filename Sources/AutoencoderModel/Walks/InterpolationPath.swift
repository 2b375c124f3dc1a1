import Foundation

/// The way from one vector to another.
public enum InterpolationPath: String, CaseIterable, Sendable {
  /// The straight line.
  case linear
  /// An arc on which the direction turns at a constant rate, while the length changes linearly
  /// (Shoemake 1985; White 2016 for generative models).
  ///
  /// Vectors of many components in the middle of a line are shorter than those of sentences; on an arc
  /// they are not.
  case spherical

  /// The shares of both ends at a position: 0 at the first, 1 at the last.
  ///
  /// - Parameters:
  ///   - position: 0 … 1.
  ///   - cosine: that of the two ends.
  ///   - lengths: of the two ends, both above 0 for an arc.
  /// - Returns: the factors of both vectors in the sum.
  func shares(
    at position: Double, cosine: Double, lengths: (first: Double, last: Double)
  ) -> (first: Double, last: Double) {
    let straight = (first: 1 - position, last: position)
    guard self == .spherical, lengths.first > 0, lengths.last > 0 else { return straight }
    let angle = acos(min(1, max(-1, cosine)))
    // The arc is a line where the ends have one direction, and undefined where they are opposite.
    guard sin(angle) > 1e-6 else { return straight }
    let length = lengths.first * (1 - position) + lengths.last * position
    return (
      first: sin((1 - position) * angle) / sin(angle) * length / lengths.first,
      last: sin(position * angle) / sin(angle) * length / lengths.last
    )
  }
}
