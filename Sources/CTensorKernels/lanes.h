// Vectors of 16 floats, in the compiler's own notation.
//
// Each kernel is written once for all processors: table_avx2.c, table_avx512.c and table_neon.c
// include it under their own target, and 16 floats become two, one or four registers. So all of
// them do the same arithmetic in the same order and give the same bits. This header and the
// *_lanes.h files have to be included inside such a target, once.

#ifndef CK_LANES_H
#define CK_LANES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Fused multiply-adds only where they are written, so that all compilers and processors agree.
#pragma clang fp contract(off)

// How a 64-byte vector is passed depends on the target; here everything is inlined.
#pragma clang diagnostic ignored "-Wpsabi"

#define CK_INLINE static inline __attribute__((always_inline))

typedef float ck_lanes __attribute__((ext_vector_type(16)));
typedef int32_t ck_ints __attribute__((ext_vector_type(16)));
typedef ck_lanes ck_unaligned __attribute__((aligned(4)));

enum { LANES = 16 };

CK_INLINE ck_lanes lanes_fma(ck_lanes x, ck_lanes y, ck_lanes z) {
  return __builtin_elementwise_fma(x, y, z);
}

// A cast from one vector type to another keeps the bits.
CK_INLINE ck_ints lanes_bits(ck_lanes x) { return (ck_ints)x; }
CK_INLINE ck_lanes lanes_of_bits(ck_ints x) { return (ck_lanes)x; }

/// The minimum and the maximum; a NaN in x stays.
CK_INLINE ck_lanes lanes_at_most(ck_lanes x, float limit) {
  return x > (ck_lanes)limit ? (ck_lanes)limit : x;
}
CK_INLINE ck_lanes lanes_at_least(ck_lanes x, float limit) {
  return x < (ck_lanes)limit ? (ck_lanes)limit : x;
}

#if defined(CK_LANES_256)
typedef __typeof__(((ck_lanes)0.0f).lo) ck_half;

/// All ones in the first `count` lanes.
CK_INLINE ck_ints lanes_first(size_t count) {
  const ck_ints index = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return index < (ck_ints)(int32_t)count;
}
#endif

/// The first `count` floats at x, `fill` in the remaining lanes. The arithmetic on them is the same
/// as anywhere else, so that a value does not depend on its position in a vector.
CK_INLINE ck_lanes lanes_load(const float *x, size_t count, float fill) {
  if (count >= LANES) return *(const ck_unaligned *)x;
#if defined(CK_LANES_512)
  __mmask16 mask = (__mmask16)((1u << count) - 1u);
  return (ck_lanes)_mm512_mask_loadu_ps(_mm512_set1_ps(fill), mask, x);
#elif defined(CK_LANES_256)
  ck_ints mask = lanes_first(count);
  ck_lanes result;
  result.lo = (ck_half)_mm256_maskload_ps(x, (__m256i)mask.lo);
  result.hi = (ck_half)_mm256_maskload_ps(x + LANES / 2, (__m256i)mask.hi);
  return mask ? result : (ck_lanes)fill;
#else
  ck_lanes result = (ck_lanes)fill;
  memcpy(&result, x, count * sizeof(float));
  return result;
#endif
}

/// Writes the first `count` lanes, and nothing after them.
CK_INLINE void lanes_store(float *x, size_t count, ck_lanes value) {
  if (count >= LANES) {
    *(ck_unaligned *)x = value;
    return;
  }
#if defined(CK_LANES_512)
  _mm512_mask_storeu_ps(x, (__mmask16)((1u << count) - 1u), (__m512)value);
#elif defined(CK_LANES_256)
  ck_ints mask = lanes_first(count);
  _mm256_maskstore_ps(x, (__m256i)mask.lo, (__m256)value.lo);
  _mm256_maskstore_ps(x + LANES / 2, (__m256i)mask.hi, (__m256)value.hi);
#else
  memcpy(x, &value, count * sizeof(float));
#endif
}

/// Like `lanes_store`, for what is not read again soon: past the caches where that is possible.
CK_INLINE void lanes_stream(float *x, size_t count, ck_lanes value) {
  if (count >= LANES && (uintptr_t)x % sizeof value == 0)
    __builtin_nontemporal_store(value, (ck_lanes *)x);
  else
    lanes_store(x, count, value);
}

/// The sum of four vectors of 16 lanes, folded in halves.
CK_INLINE float lanes_sum(const ck_lanes sum[4]) {
  ck_lanes all = (sum[0] + sum[2]) + (sum[1] + sum[3]);
  __typeof__(all.lo) eight = all.lo + all.hi;
  __typeof__(eight.lo) four = eight.lo + eight.hi;
  __typeof__(four.lo) two = four.lo + four.hi;
  return two.x + two.y;
}

CK_INLINE size_t lanes_left(size_t n, size_t i) { return n - i < LANES ? n - i : LANES; }

#endif
