// Vectors as specified. A sum over n values runs in 64 lanes (value i in lane i mod 64), which are
// then folded in halves: the order that a processor with wide registers can keep, so that every
// backend gives the same bits.

#include <math.h>
#include <string.h>

#include "kernels.h"

#pragma clang fp contract(off)

enum { LANES = 64 };

float ck_dot_reference(const float *x, const float *y, size_t n) {
  float lane[LANES] = {0};
  for (size_t i = 0; i < n; i++) lane[i % LANES] = fmaf(x[i], y[i], lane[i % LANES]);
  for (size_t half = LANES / 2; half > 0; half /= 2)
    for (size_t i = 0; i < half; i++) lane[i] += lane[i + half];
  return lane[0];
}

float ck_sum_of_squares_reference(const float *x, size_t n) { return ck_dot_reference(x, x, n); }

float ck_copy_nontemporal_reference(const float *x, float *y, size_t n) {
  memcpy(y, x, n * sizeof(float));
  return ck_sum_of_squares_reference(x, n);
}

void ck_axpy_reference(float alpha, const float *x, float *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = fmaf(alpha, x[i], y[i]);
}

void ck_scale_reference(float alpha, float *x, size_t n) {
  for (size_t i = 0; i < n; i++) x[i] *= alpha;
}

void ck_tanh_reference(float *x, size_t n) {
  for (size_t i = 0; i < n; i++) x[i] = (float)tanh((double)x[i]);
}

void ck_sigmoid_reference(float *x, size_t n) {
  for (size_t i = 0; i < n; i++) x[i] = (float)(1.0 / (1.0 + exp(-(double)x[i])));
}

void ck_adam_reference(const ck_adam_step *step, const float *gradient, float *weight,
                       float *first, float *second, size_t n) {
  for (size_t i = 0; i < n; i++) {
    float g = step->gradient_scale * gradient[i];
    first[i] = fmaf(step->beta1, first[i], (1.0f - step->beta1) * g);
    second[i] = fmaf(step->beta2, second[i], (1.0f - step->beta2) * g * g);
    float size = fmaf(sqrtf(second[i]), step->second_correction, step->epsilon);
    weight[i] = fmaf(-step->learning_rate, first[i] / size, weight[i]);
  }
}

void ck_add_rows_reference(const float *x, size_t stride, size_t rows, size_t n, float *sum) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < n; i++) sum[i] += x[r * stride + i];
}
