// The part of a softmax that one block of columns contributes, one element at a time.

#include <math.h>

#include "kernels.h"

float ck_largest_logit_reference(const float *x, const float *bias, size_t n) {
  float largest = -INFINITY;
  for (size_t i = 0; i < n; i++)
    if (x[i] + bias[i] > largest) largest = x[i] + bias[i];
  return largest;
}

ck_row_part ck_exponentials_reference(float *x, const float *bias, size_t n, float shift) {
  ck_row_part part = {.largest = ck_largest_logit_reference(x, bias, n)};
  double sum = 0;
  for (size_t i = 0; i < n; i++) {
    x[i] = (float)exp((double)(x[i] + bias[i]) - (double)shift);
    sum += x[i];
  }
  part.sum = (float)sum;
  return part;
}
