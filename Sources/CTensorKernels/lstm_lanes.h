// The cell of an LSTM, forward and backward, as specified in lstm_reference.c.

#include "functions_lanes.h"

/// Gate q of 16 units.
CK_INLINE ck_lanes load_gate(ck_gates gates, size_t row, size_t q, size_t unit, size_t count) {
  return lanes_load(gates.start + row * gates.stride + q * gates.gate + unit, count, 0);
}

CK_INLINE void store_gate(ck_gates gates, size_t row, size_t q, size_t unit, size_t count,
                          ck_lanes value) {
  lanes_store(gates.start + row * gates.stride + q * gates.gate + unit, count, value);
}

/// For the backward pass, much later: past the caches, which are for the weights.
CK_INLINE void stream_gates(ck_gates gates, size_t row, size_t unit, size_t count, ck_lanes i,
                            ck_lanes f, ck_lanes g, ck_lanes o) {
  float *place = gates.start + row * gates.stride + unit;
  lanes_stream(place, count, i);
  lanes_stream(place + gates.gate, count, f);
  lanes_stream(place + 2 * gates.gate, count, g);
  lanes_stream(place + 3 * gates.gate, count, o);
}

CK_INLINE void store_gates(ck_gates gates, size_t row, size_t unit, size_t count, ck_lanes i,
                           ck_lanes f, ck_lanes g, ck_lanes o) {
  store_gate(gates, row, 0, unit, count, i);
  store_gate(gates, row, 1, unit, count, f);
  store_gate(gates, row, 2, unit, count, g);
  store_gate(gates, row, 3, unit, count, o);
}

/// 2^(factor x) = scale (1 + f P(f)) as scale and the rest, with f the fraction of the exponent. P
/// is our own minimax fit: its error is at most 1.1e-7 of the power, which in a gate is 3e-8.
typedef struct {
  ck_lanes scale, rest;
} cell_power;

CK_INLINE cell_power power_of_two(ck_lanes x, float factor) {
  // As in functions_lanes.h, the lowest bits of the sum are an integer.
  const ck_lanes shift = (ck_lanes)0x1.8p23f;
  ck_lanes shifted = lanes_fma(x, (ck_lanes)factor, shift);
  ck_lanes f = lanes_fma(x, (ck_lanes)factor, shift - shifted);
  ck_lanes p = (ck_lanes)0x1.5bba14p-10f;
  p = lanes_fma(p, f, (ck_lanes)0x1.3cea88p-7f);
  p = lanes_fma(p, f, (ck_lanes)0x1.c6b752p-5f);
  p = lanes_fma(p, f, (ck_lanes)0x1.ebf9bcp-3f);
  p = lanes_fma(p, f, (ck_lanes)0x1.62e42ap-1f);
  ck_lanes scale = lanes_of_bits((lanes_bits(shifted) << 23) + lanes_bits((ck_lanes)1.0f));
  return (cell_power){scale, scale * f * p};
}

/// 1 + e^-x = 1 / σ(x); at most 2^124.
CK_INLINE ck_lanes sigmoid_divisor(ck_lanes x) {
  cell_power e =
      power_of_two(lanes_at_least(lanes_at_most(x, 86.0f), -86.0f), -0x1.715476p+0f);
  return (ck_lanes)1.0f + (e.scale + e.rest);
}

/// m = e^(-2|x|) - 1, so that tanh |x| = -m / (2 + m).
CK_INLINE ck_lanes tanh_part(ck_lanes x) {
  ck_lanes size = lanes_at_most(lanes_of_bits(lanes_bits(x) & INT32_MAX), 10.0f);
  cell_power e = power_of_two(size, -0x1.715476p+1f);
  return e.rest + (e.scale - (ck_lanes)1.0f);
}

CK_INLINE ck_lanes with_sign_of(ck_lanes x, ck_lanes size) {
  return lanes_of_bits((lanes_bits(size) & INT32_MAX) | (lanes_bits(x) & INT32_MIN));
}

/// What a row of the forward pass reads and writes.
typedef struct {
  size_t row, bias_gate;
  ck_gates z, gates;
  const float *bias, *c_prev;
  float *c, *h;
} cell_row;

/// Units u to u + 16 · vectors, of which `count` exist. A product of two quotients takes one
/// division. `vectors` is a constant: two at a time keep the multipliers busy while each waits for
/// its own results.
CK_INLINE void cell_vectors(size_t vectors, const cell_row *x, size_t u, size_t count) {
  ck_lanes i[2], f[2], m[2], o[2], g[2], c[2];  // i and o as divisors
#define EACH _Pragma("clang loop unroll(full)") for (size_t v = 0; v < vectors; v++)
  EACH {
    ck_lanes z[4];
    for (size_t q = 0; q < 4; q++) {
      z[q] = load_gate(x->z, x->row, q, u + v * LANES, count);
      if (x->bias) z[q] += lanes_load(x->bias + q * x->bias_gate + u + v * LANES, count, 0);
    }
    i[v] = z[0], f[v] = z[1], g[v] = z[2], o[v] = z[3];
  }
  EACH i[v] = sigmoid_divisor(i[v]);
  EACH m[v] = tanh_part(g[v]);
  EACH f[v] = lanes_reciprocal(sigmoid_divisor(f[v]));
  EACH {
    ck_lanes divisor = m[v] + (ck_lanes)2.0f, shared = lanes_reciprocal(i[v] * divisor);
    ck_lanes before = x->c_prev ? lanes_load(x->c_prev + u + v * LANES, count, 0) : (ck_lanes)0.0f;
    c[v] = lanes_fma(f[v], before, with_sign_of(g[v], m[v] * shared));
    lanes_store(x->c + u + v * LANES, count, c[v]);
    if (x->gates.start) {
      g[v] = with_sign_of(g[v], m[v] * (shared * i[v]));
      i[v] = shared * divisor;
    }
  }
  EACH o[v] = sigmoid_divisor(o[v]);
  EACH {
    ck_lanes t = tanh_part(c[v]), divisor = t + (ck_lanes)2.0f;
    ck_lanes shared = lanes_reciprocal(o[v] * divisor);
    lanes_store(x->h + u + v * LANES, count, with_sign_of(c[v], t * shared));
    if (x->gates.start)
      stream_gates(x->gates, x->row, u + v * LANES, count, i[v], f[v], g[v], shared * divisor);
  }
#undef EACH
}

static void cell_forward(size_t rows, size_t units, size_t hidden, size_t cell_stride, ck_gates z,
                         const float *bias, size_t bias_gate, const float *c_prev, ck_gates gates,
                         float *c, float *h) {
  for (size_t r = 0; r < rows; r++) {
    const cell_row x = {
        .row = r,
        .bias_gate = bias_gate,
        .z = z,
        .gates = gates,
        .bias = bias,
        .c_prev = c_prev ? c_prev + r * cell_stride : NULL,
        .c = c + r * cell_stride,
        .h = h + r * hidden,
    };
    size_t u = 0;
    for (; u + 2 * LANES <= units; u += 2 * LANES) cell_vectors(2, &x, u, LANES);
    for (; u < units; u += LANES) cell_vectors(1, &x, u, lanes_left(units, u));
  }
}

static void cell_backward(size_t rows, size_t units, size_t hidden, size_t cell_stride,
                          ck_gates gates, const float *c_prev, const float *c, const float *dh,
                          const float *more, size_t more_stride, ck_gates dz, float *dc) {
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
