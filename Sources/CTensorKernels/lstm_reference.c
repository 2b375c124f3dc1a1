// The cell of an LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000)
// as specified, forward and backward, one unit at a time.

#include <math.h>

#include "kernels.h"

static float sigmoid(float x) { return (float)(1.0 / (1.0 + exp(-(double)x))); }

static float *gate_of(ck_gates gates, size_t row, size_t q, size_t unit) {
  return gates.start + row * gates.stride + q * gates.gate + unit;
}

void ck_lstm_forward_reference(size_t rows, size_t units, size_t hidden, size_t cell_stride,
                               ck_gates z, const float *bias, size_t bias_gate,
                               const float *c_prev, ck_gates gates, float *c, float *h) {
  for (size_t r = 0; r < rows; r++)
    for (size_t u = 0; u < units; u++) {
      size_t at = r * cell_stride + u;
      float x[4];
      for (size_t q = 0; q < 4; q++)
        x[q] = *gate_of(z, r, q, u) + (bias ? bias[q * bias_gate + u] : 0.0f);
      float active[4] = {sigmoid(x[0]), sigmoid(x[1]), (float)tanh((double)x[2]), sigmoid(x[3])};
      c[at] = fmaf(active[0], active[2], active[1] * (c_prev ? c_prev[at] : 0.0f));
      h[r * hidden + u] = active[3] * (float)tanh((double)c[at]);
      for (size_t q = 0; gates.start && q < 4; q++) *gate_of(gates, r, q, u) = active[q];
    }
}

void ck_lstm_backward_reference(size_t rows, size_t units, size_t hidden, size_t cell_stride,
                                ck_gates gates, const float *c_prev, const float *c,
                                const float *dh, const float *more, size_t more_stride,
                                ck_gates dz, float *dc) {
  for (size_t r = 0; r < rows; r++)
    for (size_t u = 0; u < units; u++) {
      size_t at = r * cell_stride + u;
      float i = *gate_of(gates, r, 0, u), f = *gate_of(gates, r, 1, u);
      float g = *gate_of(gates, r, 2, u), o = *gate_of(gates, r, 3, u);
      float t = (float)tanh((double)c[at]);
      float d_h = dh[r * hidden + u] + (more ? more[r * more_stride + u] : 0.0f);
      float d = dc[at] + d_h * o * (1 - t * t);
      *gate_of(dz, r, 0, u) = d * g * i * (1 - i);
      *gate_of(dz, r, 1, u) = d * (c_prev ? c_prev[at] : 0.0f) * f * (1 - f);
      *gate_of(dz, r, 2, u) = d * i * (1 - g * g);
      *gate_of(dz, r, 3, u) = d_h * t * o * (1 - o);
      dc[at] = d * f;
    }
}
