// Packing into AMX tiles. Every 32 values of k of 16 rows (or columns) are rounded to bf16 as 16
// dwords of two values each: [row][pair] for the left operand, [pair][column] for the right one.
// What is contiguous in the source decides whether the square of 16 × 16 dwords is transposed.
//
// Right operands and transposed left ones are weights, or sums over a batch for a product at the
// end of a step: they go past the caches, because most are larger. Other left operands, and right
// ones packed by `pack_right_cached`, are multiplied at once and stay in the caches.

#if defined(__x86_64__)

#include "pack_amx.h"

#include <immintrin.h>
#include <stdbool.h>

#include "square_amx.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512bf16"))), \
                             apply_to = function)

#define PACK_INLINE static inline __attribute__((always_inline))

enum { DEPTH = 32 };

PACK_INLINE __mmask16 first(size_t count) {
  return count >= SIDE ? (__mmask16)0xFFFF : (__mmask16)((1u << count) - 1u);
}

/// Line i holds 32 consecutive values starting at source[i × stride]; `count` lines of `k` values.
/// Whole squares take no branch, and so never leave the registers.
PACK_INLINE square along_k(const float *source, ptrdiff_t stride, size_t count, size_t k) {
  square result;
  const bool whole = count >= SIDE && k >= DEPTH;
  __mmask16 low = first(k), high = k > SIDE ? first(k - SIDE) : 0;
#pragma clang loop unroll(full)
  for (size_t i = 0; i < SIDE; i++) {
    const float *line = source + (ptrdiff_t)i * stride;
    if (whole) {
      result.line[i] = (__m512i)_mm512_cvtne2ps_pbh(_mm512_loadu_ps(line + SIDE),
                                                    _mm512_loadu_ps(line));
    } else if (i < count) {
      __m512 left = _mm512_maskz_loadu_ps(low, line);
      __m512 right = high ? _mm512_maskz_loadu_ps(high, line + SIDE) : _mm512_setzero_ps();
      result.line[i] = (__m512i)_mm512_cvtne2ps_pbh(right, left);
    } else {
      result.line[i] = _mm512_setzero_si512();
    }
  }
  return result;
}

/// Line i holds the values 2i and 2i + 1 of k, paired, of `count` neighbours in memory.
PACK_INLINE square across_k(const float *source, ptrdiff_t k_stride, size_t count, size_t k) {
  square result;
  const bool whole = count >= SIDE && k >= DEPTH;
  __mmask16 present = first(count);
#pragma clang loop unroll(full)
  for (size_t i = 0; i < SIDE; i++) {
    const float *line = source + (ptrdiff_t)(2 * i) * k_stride;
    if (whole) {
      result.line[i] = interleaved(_mm512_loadu_ps(line), _mm512_loadu_ps(line + k_stride));
      continue;
    }
    __m512 even = 2 * i < k ? _mm512_maskz_loadu_ps(present, line) : _mm512_setzero_ps();
    __m512 odd =
        2 * i + 1 < k ? _mm512_maskz_loadu_ps(present, line + k_stride) : _mm512_setzero_ps();
    result.line[i] = interleaved(even, odd);
  }
  return result;
}

static size_t smaller(size_t x, size_t y) { return x < y ? x : y; }

void ck_pack_left_amx(const float *source, ptrdiff_t row_stride, ptrdiff_t k_stride, size_t rows,
                      size_t k, void *panel, size_t k_offset) {
  char *tile = (char *)panel + k_offset / DEPTH * TILE;
  for (size_t p = 0; p < k; p += DEPTH, tile += TILE) {
    const float *block = source + (ptrdiff_t)p * k_stride;
    size_t depth = smaller(DEPTH, k - p);
    if (k_stride == 1)
      store(tile, along_k(block, row_stride, rows, depth));
    else
      store_past_caches(tile, transposed_square(across_k(block, k_stride, rows, depth)));
  }
}

PACK_INLINE void pack_right(bool past_caches, const float *source, ptrdiff_t k_stride,
                            ptrdiff_t column_stride, size_t columns, size_t k, void *panel,
                            size_t k_offset) {
  char *tile = (char *)panel + k_offset / DEPTH * TILE;
  for (size_t p = 0; p < k; p += DEPTH, tile += TILE) {
    const float *block = source + (ptrdiff_t)p * k_stride;
    size_t depth = smaller(DEPTH, k - p);
    square packed = column_stride == 1
                        ? across_k(block, k_stride, columns, depth)
                        : transposed_square(along_k(block, column_stride, columns, depth));
    if (past_caches)
      store_past_caches(tile, packed);
    else
      store(tile, packed);
  }
}

void ck_pack_right_amx(const float *source, ptrdiff_t k_stride, ptrdiff_t column_stride,
                       size_t columns, size_t k, void *panel, size_t k_offset) {
  pack_right(true, source, k_stride, column_stride, columns, k, panel, k_offset);
}

void ck_pack_right_cached_amx(const float *source, ptrdiff_t k_stride, ptrdiff_t column_stride,
                            size_t columns, size_t k, void *panel, size_t k_offset) {
  pack_right(false, source, k_stride, column_stride, columns, k, panel, k_offset);
}

#pragma clang attribute pop

#endif
