// Packing into AMX tiles. Every 32 values of k of 16 rows (or columns) are rounded to bf16 as 16
// dwords of two values each: [row][pair] for the left operand, [pair][column] for the right one.
// What lies contiguously in the source decides whether the square of 16 × 16 dwords is transposed.

#if defined(__x86_64__)

#include "pack_amx.h"

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512bf16"))), \
                             apply_to = function)

enum { SIDE = 16, DEPTH = 32, TILE = 1024 };

typedef struct {
  __m512i line[SIDE];
} square;

static __mmask16 first(size_t count) {
  return count >= SIDE ? (__mmask16)0xFFFF : (__mmask16)((1u << count) - 1u);
}

/// Line i holds 32 consecutive values starting at source[i × stride]; `count` lines of `k` values.
static inline square along_k(const float *source, ptrdiff_t stride, size_t count, size_t k) {
  square result;
  __mmask16 low = first(k), high = k > SIDE ? first(k - SIDE) : 0;
  for (size_t i = 0; i < SIDE; i++) {
    if (i < count) {
      const float *line = source + (ptrdiff_t)i * stride;
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
static inline square across_k(const float *source, ptrdiff_t k_stride, size_t count, size_t k) {
  const __m512i interleave = _mm512_set_epi16(
      31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6, 21, 5, 20, 4, 19,
      3, 18, 2, 17, 1, 16, 0);
  square result;
  __mmask16 present = first(count);
  for (size_t i = 0; i < SIDE; i++) {
    const float *line = source + (ptrdiff_t)(2 * i) * k_stride;
    __m512 even = 2 * i < k ? _mm512_maskz_loadu_ps(present, line) : _mm512_setzero_ps();
    __m512 odd =
        2 * i + 1 < k ? _mm512_maskz_loadu_ps(present, line + k_stride) : _mm512_setzero_ps();
    result.line[i] = _mm512_permutexvar_epi16(interleave, (__m512i)_mm512_cvtne2ps_pbh(odd, even));
  }
  return result;
}

/// 16 × 16 dwords: pairs of lines are interleaved by 1, 2, 4 and 8 dwords.
static inline square transposed(square x) {
  square y;
  for (size_t i = 0; i < SIDE; i += 2) {
    y.line[i] = _mm512_unpacklo_epi32(x.line[i], x.line[i + 1]);
    y.line[i + 1] = _mm512_unpackhi_epi32(x.line[i], x.line[i + 1]);
  }
  for (size_t i = 0; i < SIDE; i += 4)
    for (size_t j = 0; j < 2; j++) {
      x.line[i + 2 * j] = _mm512_unpacklo_epi64(y.line[i + j], y.line[i + 2 + j]);
      x.line[i + 2 * j + 1] = _mm512_unpackhi_epi64(y.line[i + j], y.line[i + 2 + j]);
    }
  // Now line 4q + j holds, in its quarter r, column 4r + j of lines 4q to 4q + 3.
  for (size_t j = 0; j < 4; j++) {
    __m512i even01 = _mm512_shuffle_i32x4(x.line[j], x.line[4 + j], 0x88);
    __m512i odd01 = _mm512_shuffle_i32x4(x.line[j], x.line[4 + j], 0xDD);
    __m512i even23 = _mm512_shuffle_i32x4(x.line[8 + j], x.line[12 + j], 0x88);
    __m512i odd23 = _mm512_shuffle_i32x4(x.line[8 + j], x.line[12 + j], 0xDD);
    y.line[j] = _mm512_shuffle_i32x4(even01, even23, 0x88);
    y.line[8 + j] = _mm512_shuffle_i32x4(even01, even23, 0xDD);
    y.line[4 + j] = _mm512_shuffle_i32x4(odd01, odd23, 0x88);
    y.line[12 + j] = _mm512_shuffle_i32x4(odd01, odd23, 0xDD);
  }
  return y;
}

static inline void store(char *tile, square x) {
  for (size_t i = 0; i < SIDE; i++) _mm512_storeu_si512(tile + 64 * i, x.line[i]);
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
      store(tile, transposed(across_k(block, k_stride, rows, depth)));
  }
}

void ck_pack_right_amx(const float *source, ptrdiff_t k_stride, ptrdiff_t column_stride,
                       size_t columns, size_t k, void *panel, size_t k_offset) {
  char *tile = (char *)panel + k_offset / DEPTH * TILE;
  for (size_t p = 0; p < k; p += DEPTH, tile += TILE) {
    const float *block = source + (ptrdiff_t)p * k_stride;
    size_t depth = smaller(DEPTH, k - p);
    if (column_stride == 1)
      store(tile, across_k(block, k_stride, columns, depth));
    else
      store(tile, transposed(along_k(block, column_stride, columns, depth)));
  }
}

#pragma clang attribute pop

#endif
