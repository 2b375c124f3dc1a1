// Products of bytes in plain C: the specification.

#include <math.h>
#include <string.h>

#include "CByteKernels.h"

enum { LEVELS = 127, OFFSET = 128 };

static float clamped(float x) {
  // What is not a number becomes −1.
  const float least = x > -1.0f ? x : -1.0f;
  return least < 1.0f ? least : 1.0f;
}

static void round_reference(const float *x, size_t n, uint8_t *bytes) {
  for (size_t i = 0; i < n; i++)
    bytes[i] = (uint8_t)((int)rintf(clamped(x[i]) * LEVELS) + OFFSET);
}

static void multiply_reference(size_t rows, size_t columns, const uint8_t *left,
                               size_t left_stride, ck_byte_weights weights, float *c,
                               size_t stride) {
  for (size_t r = 0; r < rows; r++, left += left_stride, c += stride)
    for (size_t first = 0; first < columns; first += CK_BYTE_COLUMNS) {
      const int8_t *panel = weights.panels + first * weights.depth;
      int32_t sums[CK_BYTE_COLUMNS] = {0};
      for (size_t k = 0; k < weights.depth; k += CK_BYTE_STEP)
        for (size_t j = 0; j < CK_BYTE_COLUMNS; j++)
          for (size_t i = 0; i < CK_BYTE_STEP; i++)
            sums[j] += left[k + i] * panel[(k * CK_BYTE_COLUMNS + j * CK_BYTE_STEP) + i];
      for (size_t j = 0; j < CK_BYTE_COLUMNS && first + j < columns; j++)
        c[first + j] = fmaf((float)(sums[j] - weights.compensation[first + j]),
                            weights.scales[first + j], c[first + j]);
    }
}

void ck_pack_bytes(const float *columns, size_t stride, size_t count, size_t k, int8_t *panel,
                   float *scales, int32_t *compensation) {
  const size_t depth = (k + CK_BYTE_STEP - 1) / CK_BYTE_STEP * CK_BYTE_STEP;
  memset(panel, 0, depth * CK_BYTE_COLUMNS);
  for (size_t j = 0; j < CK_BYTE_COLUMNS; j++) {
    scales[j] = 0;
    compensation[j] = 0;
    if (j >= count) continue;
    const float *column = columns + j * stride;
    float largest = 0;
    for (size_t i = 0; i < k; i++) largest = fmaxf(largest, fabsf(column[i]));
    if (largest == 0) continue;
    const float scale = largest / LEVELS;
    for (size_t i = 0; i < k; i++) {
      const int8_t byte = (int8_t)rintf(clamped(column[i] / largest) * LEVELS);
      panel[i / CK_BYTE_STEP * CK_BYTE_COLUMNS * CK_BYTE_STEP + j * CK_BYTE_STEP +
            i % CK_BYTE_STEP] = byte;
      compensation[j] += OFFSET * byte;
    }
    scales[j] = scale / LEVELS;
  }
}

const ck_bytes ck_bytes_reference = {"reference", round_reference, multiply_reference};
