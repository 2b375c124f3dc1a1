// The cell of an LSTM, forward and backward; lstm_reference.c says what is computed.

#include "functions_lanes.h"

/// A pre-activation with its bias.
CK_INLINE ck_lanes biased(const float *gate, const float *bias, size_t at, size_t count) {
  ck_lanes x = lanes_load(gate + at, count, 0);
  return bias ? x + lanes_load(bias + at, count, 0) : x;
}

static void cell_forward(size_t rows, size_t units, size_t hidden, float *gates,
                         const float *bias, const float *c_prev, float *c, float *h) {
  for (size_t r = 0; r < rows; r++)
    for (size_t u = 0; u < units; u += LANES) {
      size_t count = lanes_left(units, u), at = r * hidden + u;
      float *gate = gates + r * 4 * hidden + u;
      const float *offset = bias ? bias + u : NULL;
      ck_lanes i = lanes_sigmoid(biased(gate, offset, 0, count));
      ck_lanes f = lanes_sigmoid(biased(gate, offset, hidden, count));
      ck_lanes g = lanes_tanh(biased(gate, offset, 2 * hidden, count));
      ck_lanes o = lanes_sigmoid(biased(gate, offset, 3 * hidden, count));
      ck_lanes before = c_prev ? lanes_load(c_prev + at, count, 0) : (ck_lanes)0.0f;
      ck_lanes cell = lanes_fma(i, g, f * before);
      lanes_store(c + at, count, cell);
      lanes_store(h + at, count, o * lanes_tanh(cell));
      lanes_store(gate, count, i);
      lanes_store(gate + hidden, count, f);
      lanes_store(gate + 2 * hidden, count, g);
      lanes_store(gate + 3 * hidden, count, o);
    }
}

static void cell_backward(size_t rows, size_t units, size_t hidden, float *gates,
                          const float *c_prev, const float *c, const float *dh, float *dc) {
  const ck_lanes one = (ck_lanes)1.0f;
  for (size_t r = 0; r < rows; r++)
    for (size_t u = 0; u < units; u += LANES) {
      size_t count = lanes_left(units, u), at = r * hidden + u;
      float *gate = gates + r * 4 * hidden + u;
      ck_lanes i = lanes_load(gate, count, 0), f = lanes_load(gate + hidden, count, 0);
      ck_lanes g = lanes_load(gate + 2 * hidden, count, 0);
      ck_lanes o = lanes_load(gate + 3 * hidden, count, 0);
      ck_lanes before = c_prev ? lanes_load(c_prev + at, count, 0) : (ck_lanes)0.0f;
      ck_lanes t = lanes_tanh(lanes_load(c + at, count, 0)), d_h = lanes_load(dh + at, count, 0);
      ck_lanes d = lanes_fma(d_h * o, lanes_fma(-t, t, one), lanes_load(dc + at, count, 0));
      lanes_store(gate, count, d * g * i * (one - i));
      lanes_store(gate + hidden, count, d * before * f * (one - f));
      lanes_store(gate + 2 * hidden, count, d * i * lanes_fma(-g, g, one));
      lanes_store(gate + 3 * hidden, count, d_h * t * o * (one - o));
      lanes_store(dc + at, count, d * f);
    }
}
