// Squares of 16 × 16 dwords, each two values of bf16: what an AMX tile holds.

#ifndef CK_SQUARE_AMX_H
#define CK_SQUARE_AMX_H

#include <immintrin.h>
#include <stddef.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512bf16"))), \
                             apply_to = function)

enum { SIDE = 16, TILE = 1024 };

typedef struct {
  __m512i line[SIDE];
} square;

/// Dword j holds values j of both, rounded to bf16, the even one in its lower half.
static inline __attribute__((always_inline)) __m512i interleaved(__m512 even, __m512 odd) {
  const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24,
                                         8, 23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
  return _mm512_permutexvar_epi16(order, (__m512i)_mm512_cvtne2ps_pbh(odd, even));
}

/// 16 × 16 dwords: pairs of lines are interleaved by 1, 2, 4 and 8 dwords.
static inline __attribute__((always_inline)) square transposed_square(square x) {
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

static inline __attribute__((always_inline)) void store(char *tile, square x) {
  for (size_t i = 0; i < SIDE; i++) _mm512_storeu_si512(tile + 64 * i, x.line[i]);
}

/// Like `store`, but past the caches, so that nothing is fetched only to be overwritten. `tile` is
/// aligned to 64 bytes. See `ck_publish_stores`.
static inline __attribute__((always_inline)) void store_past_caches(char *tile, square x) {
  for (size_t i = 0; i < SIDE; i++) _mm512_stream_si512((void *)(tile + 64 * i), x.line[i]);
}

#pragma clang attribute pop

#endif
