// Products of bytes on AVX2, which multiplies pairs of 16-bit numbers: about as fast as its products
// of floats. The instruction for bytes would cut large sums.
//
// Two rows of 16 columns lie in registers; a column has two sums, which are added at the end.

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "CByteKernels.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

enum {
  ROWS = 2,  // of C in registers
  QUARTERS = 4,
  QUARTER = CK_BYTE_COLUMNS / QUARTERS,  // columns of a vector
  LINE = CK_BYTE_COLUMNS * CK_BYTE_STEP,
};

static void round_to_bytes(const float *x, size_t n, uint8_t *bytes) {
  const __m256 one = _mm256_set1_ps(1.0f), levels = _mm256_set1_ps(127.0f);
  for (size_t i = 0; i < n; i += 8) {
    const size_t used = n - i < 8 ? n - i : 8;
    float values[8] = {0};
    memcpy(values, x + i, used * sizeof(float));
    // The second operand of the maximum counts where the first is not a number.
    __m256 value = _mm256_max_ps(_mm256_loadu_ps(values), _mm256_set1_ps(-1.0f));
    value = _mm256_mul_ps(_mm256_min_ps(value, one), levels);
    int32_t whole[8];
    _mm256_storeu_si256((__m256i *)whole,
                        _mm256_add_epi32(_mm256_cvtps_epi32(value), _mm256_set1_epi32(128)));
    for (size_t j = 0; j < used; j++) bytes[i + j] = (uint8_t)whole[j];
  }
}

/// Four bytes of a row as 16-bit numbers without their offset, four times.
static inline __attribute__((always_inline)) __m256i four_of(const uint8_t *left) {
  int32_t four;
  memcpy(&four, left, sizeof four);
  const __m256i wide = _mm256_cvtepu8_epi16(_mm_set1_epi32(four));
  return _mm256_sub_epi16(wide, _mm256_set1_epi16(128));
}

/// `rows` is a constant at each call, so that the sums live in registers.
static inline __attribute__((always_inline)) void multiply_panel(
    size_t rows, size_t columns, const uint8_t *left, size_t left_stride, const int8_t *panel,
    size_t depth, const float *scales, float *c, size_t stride) {
  __m256i sum[ROWS][QUARTERS];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t q = 0; q < QUARTERS; q++) sum[r][q] = _mm256_setzero_si256();
  for (size_t k = 0; k < depth; k += CK_BYTE_STEP, panel += LINE) {
    __m256i row[ROWS];
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) row[r] = four_of(left + r * left_stride + k);
#pragma clang loop unroll(full)
    for (size_t q = 0; q < QUARTERS; q++) {
      const __m256i right = _mm256_cvtepi8_epi16(
          _mm_loadu_si128((const __m128i *)(panel + q * QUARTER * CK_BYTE_STEP)));
#pragma clang loop unroll(full)
      for (size_t r = 0; r < rows; r++)
        sum[r][q] = _mm256_add_epi32(sum[r][q], _mm256_madd_epi16(row[r], right));
    }
  }
  for (size_t r = 0; r < rows; r++)
    for (size_t q = 0; q < QUARTERS; q++) {
      int32_t halves[2 * QUARTER];
      _mm256_storeu_si256((__m256i *)halves, sum[r][q]);
      for (size_t j = 0; j < QUARTER && q * QUARTER + j < columns; j++) {
        float *result = c + r * stride + q * QUARTER + j;
        *result = __builtin_fmaf((float)(halves[2 * j] + halves[2 * j + 1]),
                                 scales[q * QUARTER + j], *result);
      }
    }
}

static void multiply(size_t rows, size_t columns, const uint8_t *left, size_t left_stride,
                     ck_byte_weights weights, float *c, size_t stride) {
  for (size_t j = 0; j < columns; j += CK_BYTE_COLUMNS) {
    const int8_t *panel = weights.panels + j * weights.depth;
    size_t r = 0;
    for (; r + ROWS <= rows; r += ROWS)
      multiply_panel(ROWS, columns - j, left + r * left_stride, left_stride, panel, weights.depth,
                     weights.scales + j, c + r * stride + j, stride);
    if (r < rows)
      multiply_panel(1, columns - j, left + r * left_stride, left_stride, panel, weights.depth,
                     weights.scales + j, c + r * stride + j, stride);
  }
}

const ck_bytes ck_bytes_avx2 = {"avx2", round_to_bytes, multiply};

#pragma clang attribute pop

#endif
