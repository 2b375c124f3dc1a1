// Softmax of a row: the largest value, then the exponentials and their sum, then the result.

#include <math.h>

#include "functions_lanes.h"

static float row_largest(const float *row, size_t n) {
  ck_lanes largest = (ck_lanes)-INFINITY;
  for (size_t i = 0; i < n; i += LANES) {
    ck_lanes x = lanes_load(row + i, lanes_left(n, i), -INFINITY);
    largest = x > largest ? x : largest;
  }
  float result = largest[0];
  for (size_t i = 1; i < LANES; i++) result = largest[i] > result ? largest[i] : result;
  return result;
}

static uint32_t row_first(const float *row, size_t n, float value) {
  for (size_t i = 0; i < n; i += LANES) {
    ck_ints found = lanes_load(row + i, lanes_left(n, i), -INFINITY) == (ck_lanes)value;
    if (!__builtin_reduce_or(found)) continue;
    for (size_t j = i; j < n; j++)
      if (row[j] == value) return (uint32_t)j;
  }
  return 0;
}

/// Σ exp(row - largest) in 64 lanes; with `keep` the exponentials replace the row. Lanes beyond n
/// hold exp(-∞), which is exactly zero.
CK_INLINE float row_exponentials(float *row, size_t n, float largest, bool keep) {
  ck_lanes sum[4] = {0};
  for (size_t i = 0; i < n; i += 4 * LANES)
#pragma clang loop unroll(full)
    for (size_t q = 0; q < 4; q++) {
      size_t at = i + q * LANES;
      if (at >= n) break;
      size_t count = lanes_left(n, at);
      ck_lanes e = lanes_exp(lanes_load(row + at, count, -INFINITY) - (ck_lanes)largest);
      if (keep) lanes_store(row + at, count, e);
      sum[q] += e;
    }
  return lanes_sum(sum);
}

static ck_row_loss row_softmax_cross_entropy(float *row, size_t n, uint32_t target,
                                             float gradient_scale) {
  float largest = row_largest(row, n);
  uint32_t first = row_first(row, n, largest);
  float below = largest - row[target];
  float sum = row_exponentials(row, n, largest, true);
  float factor = gradient_scale / sum;
  for (size_t i = 0; i < n; i += LANES) {
    size_t count = lanes_left(n, i);
    lanes_store(row + i, count, lanes_load(row + i, count, 0) * (ck_lanes)factor);
  }
  row[target] -= gradient_scale;
  return (ck_row_loss){(float)log((double)sum) + below, first};
}

static void row_log_softmax(float *row, size_t n) {
  float largest = row_largest(row, n);
  float logarithm = (float)log((double)row_exponentials(row, n, largest, false));
  for (size_t i = 0; i < n; i += LANES) {
    size_t count = lanes_left(n, i);
    ck_lanes below = lanes_load(row + i, count, 0) - (ck_lanes)largest;
    lanes_store(row + i, count, below - (ck_lanes)logarithm);
  }
}
