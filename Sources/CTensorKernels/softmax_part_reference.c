// What one block of columns contributes to a softmax, one element at a time.

#include <math.h>

#include "kernels.h"

ck_row_part ck_exponentials_reference(float *x, const float *bias, size_t n, float shift) {
  ck_row_part part = {.largest = -INFINITY};
  double sum = 0;
  for (size_t i = 0; i < n; i++) {
    const float logit = x[i] + bias[i];
    part.largest = logit > part.largest ? logit : part.largest;
    x[i] = (float)exp((double)logit - (double)shift);
    sum += x[i];
  }
  part.sum = (float)sum;
  return part;
}
