// What one block of columns contributes to a softmax, as specified in softmax_part_reference.c. One
// pass: the shift is known beforehand, so nothing waits for the largest logit.

#include <math.h>

#include "functions_lanes.h"

/// Logit and bias; lanes beyond n are -∞, whose exponential is zero.
CK_INLINE ck_lanes part_logits(const float *x, const float *bias, size_t n, size_t i) {
  size_t count = lanes_left(n, i);
  return lanes_load(x + i, count, -INFINITY) + lanes_load(bias + i, count, 0);
}

static ck_row_part part_exponentials(float *x, const float *bias, size_t n, float shift) {
  ck_lanes sum[4] = {0}, largest = (ck_lanes)-INFINITY;
  for (size_t i = 0; i < n; i += LANES) {
    ck_lanes logits = part_logits(x, bias, n, i);
    ck_lanes value = lanes_exp(logits - (ck_lanes)shift);
    largest = logits > largest ? logits : largest;
    sum[i / LANES % 4] += value;
    lanes_store(x + i, lanes_left(n, i), value);
  }
  return (ck_row_part){.largest = __builtin_reduce_max(largest), .sum = lanes_sum(sum)};
}
