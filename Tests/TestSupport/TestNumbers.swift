/// Numbers in −0.5 ..< 0.5 without structure, which make_goldens.py makes in the same way.
///
/// A hash of the index and of `salt`, which tells several lots of numbers apart. Every number is a
/// multiple of 2⁻²⁴, so that it is the same as a float and as a double.
package func testNumbers(_ count: Int, salt: UInt32) -> [Float] {
  (0..<count).map { index in
    var x = UInt32(index) &+ salt &* 1_000_003
    x = (x ^ x >> 16) &* 0x7FEB_352D
    x = (x ^ x >> 15) &* 0x846C_A68B
    x ^= x >> 16
    return Float(x >> 8) * 0x1p-24 - 0.5
  }
}
