// Softmax of a row as specified, in double precision: what the fast kernels are measured against.

#include <math.h>

#include "kernels.h"

static size_t first_largest(const float *row, size_t n) {
  size_t best = 0;
  for (size_t i = 1; i < n; i++)
    if (row[i] > row[best]) best = i;
  return best;
}

/// log Σ exp(row). The largest value is subtracted first, so that nothing overflows.
static double log_sum(const float *row, size_t n, float largest) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += exp((double)row[i] - (double)largest);
  return (double)largest + log(sum);
}

ck_row_loss ck_softmax_cross_entropy_reference(float *row, size_t n, uint32_t target,
                                               float gradient_scale) {
  size_t best = first_largest(row, n);
  double total = log_sum(row, n, row[best]);
  ck_row_loss result = {(float)(total - (double)row[target]), (uint32_t)best};
  for (size_t i = 0; i < n; i++) {
    double gradient = exp((double)row[i] - total) - (i == target ? 1.0 : 0.0);
    row[i] = (float)((double)gradient_scale * gradient);
  }
  return result;
}

void ck_log_softmax_reference(float *row, size_t n) {
  if (n == 0) return;
  double total = log_sum(row, n, row[first_largest(row, n)]);
  for (size_t i = 0; i < n; i++) row[i] = (float)((double)row[i] - total);
}
