// exp, tanh and the logistic function of 16 floats.
//
// x = n ln 2 + r with |r| <= ln 2 / 2, and e^r - 1 = r + r² P(r), where P is our own minimax fit
// (largest relative error 3.1e-9 in e^r, a twentieth of an ulp). To compute e^r - 1 rather than e^r
// keeps tanh accurate near zero.

#ifndef CK_FUNCTIONS_LANES_H
#define CK_FUNCTIONS_LANES_H

#include "lanes.h"

typedef struct {
  ck_lanes q;  // e^r - 1
  ck_ints n;
} lanes_reduced;

CK_INLINE lanes_reduced lanes_reduce(ck_lanes x) {
  // Adding 1.5 × 2^23 rounds to an integer, which is then in the lowest bits. Unlike a conversion,
  // it passes a NaN through.
  const ck_lanes shift = (ck_lanes)0x1.8p23f;
  ck_lanes shifted = lanes_fma(x, (ck_lanes)0x1.715476p+0f, shift);
  ck_lanes n = shifted - shift;
  ck_lanes r = lanes_fma(n, (ck_lanes)-0x1.62ep-1f, x);
  r = lanes_fma(n, (ck_lanes)-0x1.0bfbe8p-15f, r);
  ck_lanes p = (ck_lanes)0x1.6a2352p-10f;
  p = lanes_fma(p, r, (ck_lanes)0x1.123a6cp-7f);
  p = lanes_fma(p, r, (ck_lanes)0x1.5558f4p-5f);
  p = lanes_fma(p, r, (ck_lanes)0x1.55549p-3f);
  p = lanes_fma(p, r, (ck_lanes)0x1.fffffcp-2f);
  return (lanes_reduced){lanes_fma(r * r, p, r), lanes_bits(shifted) - lanes_bits(shift)};
}

CK_INLINE ck_lanes lanes_power_of_two(ck_ints n) { return lanes_of_bits((n + 127) << 23); }

/// Beyond the limits the result is exactly 0 or infinity. The power of two is applied in halves,
/// because n runs from -151 to 128, and the exponent of a float only from -126 to 127.
CK_INLINE ck_lanes lanes_exp(ck_lanes x) {
  lanes_reduced e = lanes_reduce(lanes_at_least(lanes_at_most(x, 89.0f), -105.0f));
  ck_ints half = e.n >> 1;
  ck_lanes scale = lanes_power_of_two(half);
  return lanes_fma(e.q, scale, scale) * lanes_power_of_two(e.n - half);
}

/// 1 / x for normal x > 0 whose reciprocal is normal, to about an ulp. Three steps of Newton from a
/// guess made of the bits, off by an eighth at most, are several times faster than a division.
CK_INLINE ck_lanes lanes_reciprocal(ck_lanes x) {
  ck_lanes y = lanes_of_bits((ck_ints)0x7EF311C7 - lanes_bits(x));
  const ck_lanes one = (ck_lanes)1.0f;
  y = lanes_fma(lanes_fma(-x, y, one), y, y);
  y = lanes_fma(lanes_fma(-x, y, one), y, y);
  return lanes_fma(lanes_fma(-x, y, one), y, y);
}

/// tanh |x| = -m / (2 + m) with m = e^(-2|x|) - 1; from |x| = 10 on it is 1.
CK_INLINE ck_lanes lanes_tanh(ck_lanes x) {
  ck_ints sign = lanes_bits(x) & INT32_MIN;
  ck_lanes size = lanes_at_most(lanes_of_bits(lanes_bits(x) & INT32_MAX), 10.0f);
  lanes_reduced e = lanes_reduce((ck_lanes)-2.0f * size);
  ck_lanes scale = lanes_power_of_two(e.n);
  ck_lanes m = lanes_fma(e.q, scale, scale - (ck_lanes)1.0f);
  ck_lanes result = m * lanes_reciprocal((ck_lanes)2.0f + m);
  return lanes_of_bits((lanes_bits(result) & INT32_MAX) | sign);
}

/// 1 / (1 + e^-x); beyond 87 the divisor stays where its reciprocal is normal.
CK_INLINE ck_lanes lanes_sigmoid(ck_lanes x) {
  ck_lanes size = lanes_at_least(lanes_at_most(x, 87.0f), -87.0f);
  return lanes_reciprocal((ck_lanes)1.0f + lanes_exp(-size));
}

#endif
