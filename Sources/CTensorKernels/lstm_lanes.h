// The cell of an LSTM, forward and backward; lstm_reference.c says what is computed.

#include "functions_lanes.h"

/// Gate q of 16 units.
CK_INLINE ck_lanes load_gate(ck_gates gates, size_t row, size_t q, size_t unit, size_t count) {
  return lanes_load(gates.start + row * gates.stride + q * gates.gate + unit, count, 0);
}

CK_INLINE void store_gate(ck_gates gates, size_t row, size_t q, size_t unit, size_t count,
                          ck_lanes value) {
  lanes_store(gates.start + row * gates.stride + q * gates.gate + unit, count, value);
}

CK_INLINE void store_gates(ck_gates gates, size_t row, size_t unit, size_t count, ck_lanes i,
                           ck_lanes f, ck_lanes g, ck_lanes o) {
  store_gate(gates, row, 0, unit, count, i);
  store_gate(gates, row, 1, unit, count, f);
  store_gate(gates, row, 2, unit, count, g);
  store_gate(gates, row, 3, unit, count, o);
}

static void cell_forward(size_t rows, size_t units, size_t hidden, size_t cell_stride, ck_gates z,
                         const float *bias, size_t bias_gate, const float *c_prev, ck_gates gates, float *c,
                         float *h) {
  for (size_t r = 0; r < rows; r++)
    for (size_t u = 0; u < units; u += LANES) {
      size_t count = lanes_left(units, u), at = r * cell_stride + u;
      ck_lanes x[4];
      for (size_t q = 0; q < 4; q++) {
        x[q] = load_gate(z, r, q, u, count);
        if (bias) x[q] += lanes_load(bias + q * bias_gate + u, count, 0);
      }
      ck_lanes i = lanes_sigmoid(x[0]), f = lanes_sigmoid(x[1]);
      ck_lanes g = lanes_tanh(x[2]), o = lanes_sigmoid(x[3]);
      ck_lanes before = c_prev ? lanes_load(c_prev + at, count, 0) : (ck_lanes)0.0f;
      ck_lanes cell = lanes_fma(i, g, f * before);
      lanes_store(c + at, count, cell);
      lanes_store(h + r * hidden + u, count, o * lanes_tanh(cell));
      if (gates.start) store_gates(gates, r, u, count, i, f, g, o);
    }
}

static void cell_backward(size_t rows, size_t units, size_t hidden, size_t cell_stride,
                          ck_gates gates, const float *c_prev, const float *c, const float *dh, const float *more,
                          size_t more_stride, ck_gates dz, float *dc) {
  const ck_lanes one = (ck_lanes)1.0f;
  for (size_t r = 0; r < rows; r++)
    for (size_t u = 0; u < units; u += LANES) {
      size_t count = lanes_left(units, u), at = r * cell_stride + u;
      ck_lanes i = load_gate(gates, r, 0, u, count), f = load_gate(gates, r, 1, u, count);
      ck_lanes g = load_gate(gates, r, 2, u, count), o = load_gate(gates, r, 3, u, count);
      ck_lanes before = c_prev ? lanes_load(c_prev + at, count, 0) : (ck_lanes)0.0f;
      ck_lanes t = lanes_tanh(lanes_load(c + at, count, 0));
      ck_lanes d_h = lanes_load(dh + r * hidden + u, count, 0);
      if (more) d_h += lanes_load(more + r * more_stride + u, count, 0);
      ck_lanes d = lanes_fma(d_h * o, lanes_fma(-t, t, one), lanes_load(dc + at, count, 0));
      store_gates(dz, r, u, count, d * g * i * (one - i), d * before * f * (one - f),
                  d * i * lanes_fma(-g, g, one), d_h * t * o * (one - o));
      lanes_store(dc + at, count, d * f);
    }
}
