// Operations on vectors of n floats; the order of sums is specified in vectors_reference.c.

#include "functions_lanes.h"

static float vector_dot(const float *x, const float *y, size_t n) {
  ck_lanes sum[4] = {0};
  size_t i = 0;
  for (; i + 4 * LANES <= n; i += 4 * LANES)
#pragma clang loop unroll(full)
    for (size_t q = 0; q < 4; q++)
      sum[q] = lanes_fma(*(const ck_unaligned *)(x + i + q * LANES),
                         *(const ck_unaligned *)(y + i + q * LANES), sum[q]);
#pragma clang loop unroll(full)
  for (size_t q = 0; q < 4; q++) {
    size_t at = i + q * LANES;
    if (at >= n) break;
    size_t count = lanes_left(n, at);
    sum[q] = lanes_fma(lanes_load(x + at, count, 0), lanes_load(y + at, count, 0), sum[q]);
  }
  return lanes_sum(sum);
}

static float vector_sum_of_squares(const float *x, size_t n) { return vector_dot(x, x, n); }

static float vector_copy_nontemporal(const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    size_t count = lanes_left(n, i);
    lanes_stream(y + i, count, lanes_load(x + i, count, 0));
  }
  return vector_sum_of_squares(x, n);
}

static void vector_axpy(float alpha, const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    size_t count = lanes_left(n, i);
    ck_lanes sum = lanes_load(y + i, count, 0);
    lanes_store(y + i, count, lanes_fma((ck_lanes)alpha, lanes_load(x + i, count, 0), sum));
  }
}

static void vector_scale(float alpha, float *x, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    size_t count = lanes_left(n, i);
    lanes_store(x + i, count, (ck_lanes)alpha * lanes_load(x + i, count, 0));
  }
}

static void vector_tanh(float *x, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    size_t count = lanes_left(n, i);
    lanes_store(x + i, count, lanes_tanh(lanes_load(x + i, count, 0)));
  }
}

static void vector_sigmoid(float *x, size_t n) {
  for (size_t i = 0; i < n; i += LANES) {
    size_t count = lanes_left(n, i);
    lanes_store(x + i, count, lanes_sigmoid(lanes_load(x + i, count, 0)));
  }
}

/// Keeps 64 columns at a time in registers.
static void vector_add_rows(const float *x, size_t stride, size_t rows, size_t n, float *sum) {
  for (size_t i = 0; i < n; i += 4 * LANES) {
    size_t count[4];
    ck_lanes total[4];
    for (size_t j = 0; j < 4; j++) {
      size_t at = i + j * LANES;
      count[j] = at < n ? lanes_left(n, at) : 0;
      total[j] = lanes_load(sum + at, count[j], 0);
    }
    for (size_t r = 0; r < rows; r++)
      for (size_t j = 0; j < 4; j++)
        total[j] += lanes_load(x + r * stride + i + j * LANES, count[j], 0);
    for (size_t j = 0; j < 4; j++) lanes_store(sum + i + j * LANES, count[j], total[j]);
  }
}
