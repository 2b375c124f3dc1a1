// The part of a softmax that one block of columns contributes, one element at a time.

#include <math.h>

#include "bf16.h"
#include "kernels.h"

ck_row_part ck_exponentials_reference(const float *x, const float *bias, size_t n, void *e,
                                      bool half) {
  ck_row_part part = {x[0] + bias[0], 0, 0};
  for (size_t i = 1; i < n; i++)
    if (x[i] + bias[i] > part.largest) {
      part.largest = x[i] + bias[i];
      part.argmax = (uint32_t)i;
    }
  double sum = 0;
  for (size_t i = 0; i < n; i++) {
    float value = (float)exp((double)(x[i] + bias[i]) - (double)part.largest);
    sum += value;
    if (half)
      ((uint16_t *)e)[i] = ck_bf16(value);
    else
      ((float *)e)[i] = value;
  }
  part.sum = (float)sum;
  return part;
}

void ck_scale_exponentials_reference(const void *e, bool half, float factor, size_t n, float *y) {
  for (size_t i = 0; i < n; i++) {
    float value =
        half ? ck_float((uint32_t)((const uint16_t *)e)[i] << 16) : ((const float *)e)[i];
    y[i] = factor * value;
  }
}
