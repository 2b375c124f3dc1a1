// The cell of an LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000)
// as specified, forward and backward, one unit at a time.

#include <math.h>

#include "kernels.h"

static float sigmoid(float x) { return (float)(1.0 / (1.0 + exp(-(double)x))); }

void ck_lstm_forward_reference(size_t rows, size_t units, size_t hidden, float *gates,
                               const float *bias, const float *c_prev, float *c, float *h) {
  for (size_t r = 0; r < rows; r++)
    for (size_t u = 0; u < units; u++) {
      float *gate = &gates[r * 4 * hidden + u];
      size_t at = r * hidden + u;
      for (size_t q = 0; bias && q < 4; q++) gate[q * hidden] += bias[q * hidden + u];
      float i = sigmoid(gate[0]), f = sigmoid(gate[hidden]);
      float g = (float)tanh((double)gate[2 * hidden]), o = sigmoid(gate[3 * hidden]);
      c[at] = fmaf(i, g, f * (c_prev ? c_prev[at] : 0.0f));
      h[at] = o * (float)tanh((double)c[at]);
      gate[0] = i;
      gate[hidden] = f;
      gate[2 * hidden] = g;
      gate[3 * hidden] = o;
    }
}

void ck_lstm_backward_reference(size_t rows, size_t units, size_t hidden, float *gates,
                                const float *c_prev, const float *c, const float *dh, float *dc) {
  for (size_t r = 0; r < rows; r++)
    for (size_t u = 0; u < units; u++) {
      float *gate = &gates[r * 4 * hidden + u];
      size_t at = r * hidden + u;
      float i = gate[0], f = gate[hidden], g = gate[2 * hidden], o = gate[3 * hidden];
      float t = (float)tanh((double)c[at]);
      float d = dc[at] + dh[at] * o * (1 - t * t);
      gate[0] = d * g * i * (1 - i);
      gate[hidden] = d * (c_prev ? c_prev[at] : 0.0f) * f * (1 - f);
      gate[2 * hidden] = d * i * (1 - g * g);
      gate[3 * hidden] = dh[at] * t * o * (1 - o);
      dc[at] = d * f;
    }
}
