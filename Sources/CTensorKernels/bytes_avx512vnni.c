// Products of bytes on VPDPBUSD, which adds four products of an unsigned and a signed byte to each
// of 16 sums: on processors with AVX-512 VNNI, from Cascade Lake and Zen 4 on.
//
// 6 × 64 of C lie in registers. Four panels of weights, at most 32 KB for a depth of 512, stay in
// the L1 cache for all rows.

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "CByteKernels.h"

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni"))), apply_to = function)

enum {
  ROWS = 6,    // of C in registers,
  PANELS = 4,  // and panels of columns
  LINE = CK_BYTE_COLUMNS * CK_BYTE_STEP,
};

#define BYTES_INLINE static inline __attribute__((always_inline))

static void round_to_bytes(const float *x, size_t n, uint8_t *bytes) {
  const __m512 one = _mm512_set1_ps(1.0f), levels = _mm512_set1_ps(127.0f);
  const __m512i offset = _mm512_set1_epi32(128);
  for (size_t i = 0; i < n; i += 16) {
    const __mmask16 used = n - i < 16 ? (__mmask16)((1u << (n - i)) - 1u) : (__mmask16)0xFFFF;
    // The second operand of the maximum counts where the first is not a number.
    __m512 value = _mm512_max_ps(_mm512_maskz_loadu_ps(used, x + i), _mm512_set1_ps(-1.0f));
    value = _mm512_mul_ps(_mm512_min_ps(value, one), levels);
    const __m512i byte = _mm512_add_epi32(
        _mm512_cvt_roundps_epi32(value, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC), offset);
    _mm_mask_storeu_epi8(bytes + i, used, _mm512_cvtepi32_epi8(byte));
  }
}

/// Up to 6 × 64 of C and where they come from.
typedef struct {
  size_t steps, columns;
  const uint8_t *left;
  size_t left_stride;
  const int8_t *panel;
  size_t panel_bytes;
  const float *scales;
  const int32_t *compensation;
  float *c;
  size_t stride;
} byte_block;

BYTES_INLINE __mmask16 present(const byte_block *x, size_t panel) {
  const size_t count = x->columns - panel * CK_BYTE_COLUMNS;
  return count >= CK_BYTE_COLUMNS ? (__mmask16)0xFFFF : (__mmask16)((1u << count) - 1u);
}

/// `rows` and `panels` are constants at each call, so that the sums live in registers.
BYTES_INLINE void multiply_block(size_t rows, size_t panels, const byte_block *x) {
  __m512i sum[ROWS][PANELS];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t p = 0; p < panels; p++) sum[r][p] = _mm512_setzero_si512();
  for (size_t i = 0; i < x->steps; i++) {
    __m512i right[PANELS];
#pragma clang loop unroll(full)
    for (size_t p = 0; p < panels; p++)
      right[p] = _mm512_loadu_si512(x->panel + i * LINE + p * x->panel_bytes);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      int32_t four;
      memcpy(&four, x->left + r * x->left_stride + i * CK_BYTE_STEP, sizeof four);
      const __m512i left = _mm512_set1_epi32(four);
#pragma clang loop unroll(full)
      for (size_t p = 0; p < panels; p++)
        sum[r][p] = _mm512_dpbusd_epi32(sum[r][p], left, right[p]);
    }
  }
#pragma clang loop unroll(full)
  for (size_t p = 0; p < panels; p++) {
    const __mmask16 used = present(x, p);
    const __m512i compensation = _mm512_maskz_loadu_epi32(used, x->compensation + p * CK_BYTE_COLUMNS);
    const __m512 scale = _mm512_maskz_loadu_ps(used, x->scales + p * CK_BYTE_COLUMNS);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      float *c = x->c + r * x->stride + p * CK_BYTE_COLUMNS;
      const __m512 product = _mm512_cvtepi32_ps(_mm512_sub_epi32(sum[r][p], compensation));
      _mm512_mask_storeu_ps(
          c, used, _mm512_fmadd_ps(product, scale, _mm512_maskz_loadu_ps(used, c)));
    }
  }
}

BYTES_INLINE void multiply_columns(size_t rows, const byte_block *x) {
  switch ((x->columns + CK_BYTE_COLUMNS - 1) / CK_BYTE_COLUMNS) {
    case 1: return multiply_block(rows, 1, x);
    case 2: return multiply_block(rows, 2, x);
    case 3: return multiply_block(rows, 3, x);
    default: return multiply_block(rows, PANELS, x);
  }
}

#define CASE(rows) \
  case rows:       \
    return multiply_columns(rows, x);

static void multiply_rows(size_t rows, const byte_block *x) {
  switch (rows) { CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) }
}

static void multiply(size_t rows, size_t columns, const uint8_t *left, size_t left_stride,
                     ck_byte_weights weights, float *c, size_t stride) {
  for (size_t j = 0; j < columns; j += PANELS * CK_BYTE_COLUMNS)
    for (size_t i = 0; i < rows; i += ROWS) {
      const byte_block block = {
          .steps = weights.depth / CK_BYTE_STEP,
          .columns = columns - j,
          .left = left + i * left_stride,
          .left_stride = left_stride,
          .panel = weights.panels + j * weights.depth,
          .panel_bytes = weights.depth * CK_BYTE_COLUMNS,
          .scales = weights.scales + j,
          .compensation = weights.compensation + j,
          .c = c + i * stride + j,
          .stride = stride,
      };
      multiply_rows(rows - i < ROWS ? rows - i : ROWS, &block);
    }
}

const ck_bytes ck_bytes_avx512vnni = {"avx512vnni", round_to_bytes, multiply};

#pragma clang attribute pop

#endif
