import CTensorKernels

extension PackedMatrix {
  /// The first panel; valid until the next `reserve`.
  var bytes: UnsafeMutableRawPointer { unsafe memory.start }

  /// Packs some panels with what they hold of a region.
  func pack(
    _ region: MatrixRegion, transposed: Bool, panels: Range<Int>, firstLane: Int, at offset: Int
  ) {
    let rowsAreDepth = (side == .right) != transposed
    let stride = region.matrix.columns
    let depthRange = rowsAreDepth ? region.rows : region.columns
    let laneRange = rowsAreDepth ? region.columns : region.rows
    let (depthStride, laneStride) = rowsAreDepth ? (stride, 1) : (1, stride)
    precondition(
      offset % product.depthStep == 0 && offset + depthRange.count <= depth
        && firstLane + laneRange.count <= count,
      "depth \(offset)+\(depthRange.count) of \(depth), \(firstLane)+\(laneRange.count) of \(count)"
    )
    // Safe: the region lies inside the matrix; panels and depth lie inside the reserved bytes.
    let corner =
      unsafe region.matrix.base + region.rows.lowerBound * stride
      + region.columns.lowerBound
    for panel in panels {
      let first = panel * lanes - firstLane
      let used = min(lanes, laneRange.count - first)
      guard used > 0 else { break }
      let source = unsafe corner + first * laneStride
      let target = unsafe bytes + panel * panelBytes
      switch side {
      case .left:
        unsafe product.kernel.pointee.pack_left(
          source, laneStride, depthStride, used, depthRange.count, target, offset)
      case .right where cacheResident:
        unsafe product.kernel.pointee.pack_right_cached(
          source, depthStride, laneStride, used, depthRange.count, target, offset)
      case .right:
        unsafe product.kernel.pointee.pack_right(
          source, depthStride, laneStride, used, depthRange.count, target, offset)
      }
    }
  }
}
