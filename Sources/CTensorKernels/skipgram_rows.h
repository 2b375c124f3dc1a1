// What the skip-gram kernels do with rows, over vectors of CK_LANES floats: scores, their gradients
// and the update. Part of skipgram_body.h, which lists what has to be defined before it.

#include <stdbool.h>

#include "CSkipGramKernels.h"

#define CK_INLINE static inline __attribute__((always_inline)) CK_TARGET
// Threads that train without locks race for rows on purpose.
#define CK_KERNEL static CK_TARGET __attribute__((no_sanitize("thread")))
#define CK_UNROLL _Pragma("clang loop unroll(full)")

enum { OUTPUTS = CK_SKIPGRAM_OUTPUTS, ROW = CK_SKIPGRAM_ROW };

typedef float vector __attribute__((vector_size(CK_LANES * 4), aligned(CK_LANES * 4), may_alias));
typedef int32_t integers __attribute__((vector_size(CK_LANES * 4)));
typedef float quad __attribute__((vector_size(16), aligned(4), may_alias));
typedef float octet __attribute__((vector_size(32), aligned(4), may_alias));

// Sums the lanes of six vectors in one fixed order into destination[0 ..< 6]; overwrites [6] and
// [7].
CK_INLINE void reduce(const vector sum[OUTPUTS], float *destination);

CK_INLINE vector load(const float *source) { return *(const vector *)source; }
CK_INLINE void store(float *destination, vector value) { *(vector *)destination = value; }
CK_INLINE vector broadcast(float value) { return value - (vector){0}; }

// 1 / (1 + e^−x), relative error below 3e-7; beyond ±30 as at ±30.
CK_INLINE vector sigmoid(vector x) {
  const vector low = broadcast(-30), high = broadcast(30);
  // Adding 1.5 × 2^23 leaves the nearest integer in the low bits.
  const vector shift = broadcast(12582912.0f);
  const vector clamped = __builtin_elementwise_min(__builtin_elementwise_max(x, low), high);
  const vector power = clamped * broadcast(-1.44269504f);
  const vector shifted = power + shift;
  const vector f = power - (shifted - shift);
  vector p = broadcast(1.54035304e-4f);  // ln(2)^k / k!, k = 6 … 0
  p = __builtin_elementwise_fma(p, f, broadcast(1.33335581e-3f));
  p = __builtin_elementwise_fma(p, f, broadcast(9.61812911e-3f));
  p = __builtin_elementwise_fma(p, f, broadcast(5.55041087e-2f));
  p = __builtin_elementwise_fma(p, f, broadcast(2.40226507e-1f));
  p = __builtin_elementwise_fma(p, f, broadcast(6.93147181e-1f));
  p = __builtin_elementwise_fma(p, f, broadcast(1));
  const integers exponent = (integers)shifted << 23;
  const vector exponential = (vector)((integers)p + exponent);
  return broadcast(1) / (broadcast(1) + exponential);
}

// By what a block multiplies the errors of its scores: zero for outputs that only fill it up.
typedef struct factors {
  float label[16] __attribute__((aligned(64)));
  float rate[16] __attribute__((aligned(64)));
} factors;

CK_INLINE void set_factors(factors *f, size_t block, size_t outputs, float rate) {
  CK_UNROLL for (size_t i = 0; i < 16; i += 1) {
    const size_t k = i % ROW;
    f->label[i] = block == 0 && k == 0 ? 1 : 0;
    f->rate[i] = k < outputs ? rate : 0;
  }
}

// Replaces `count` scores, rounded up to 16, by gradients.
CK_INLINE void finish(float *scores, size_t count, const factors *f) {
  for (size_t j = 0; j < count; j += 16) {
    CK_UNROLL for (size_t i = 0; i < 16; i += CK_LANES) {
      const vector error = load(f->label + i) - sigmoid(load(scores + j + i));
      store(scores + j + i, load(f->rate + i) * error);
    }
  }
}

// Rows that the next window will need, fetched line by line while this one is computed.
typedef struct ahead {
  const float *row[OUTPUTS + 1];
} ahead;

CK_INLINE void products_tile(size_t tile, float *const *contexts, float *const *outputs,
                             size_t begin, size_t end, float *scores, const ahead *next) {
  vector sum[CK_CONTEXT_TILE][OUTPUTS];
  CK_UNROLL for (size_t c = 0; c < tile; c += 1) {
    CK_UNROLL for (size_t k = 0; k < OUTPUTS; k += 1) sum[c][k] = (vector){0};
  }
  for (size_t i = begin; i < end; i += CK_LANES) {
    vector x[CK_CONTEXT_TILE];
    CK_UNROLL for (size_t c = 0; c < tile; c += 1) x[c] = load(contexts[c] + i);
    CK_UNROLL for (size_t k = 0; k < OUTPUTS; k += 1) {
      const vector y = load(outputs[k] + i);
      CK_UNROLL for (size_t c = 0; c < tile; c += 1) {
        sum[c][k] = __builtin_elementwise_fma(x[c], y, sum[c][k]);
      }
    }
    if (next != NULL && i % 16 == 0) {
      CK_UNROLL for (size_t r = 0; r < OUTPUTS + 1; r += 1) {
        __builtin_prefetch(next->row[r] + i, 1, 3);
      }
    }
  }
  CK_UNROLL for (size_t c = 0; c < tile; c += 1) reduce(sum[c], scores + c * ROW);
}

// Scores of `count` contexts with six outputs over the columns begin ..< end.
CK_INLINE void products(float *const *contexts, size_t count, float *const *outputs, size_t begin,
                        size_t end, float *scores, const ahead *next) {
  size_t c = 0;
  for (; c + CK_CONTEXT_TILE <= count; c += CK_CONTEXT_TILE) {
    if (c == 0) {
      products_tile(CK_CONTEXT_TILE, contexts, outputs, begin, end, scores, next);
    } else {
      products_tile(CK_CONTEXT_TILE, contexts + c, outputs, begin, end, scores + c * ROW, NULL);
    }
  }
  if (c > 0) next = NULL;
  switch (count - c) {
#if CK_CONTEXT_TILE > 3
    case 3: products_tile(3, contexts + c, outputs, begin, end, scores + c * ROW, next); break;
    case 2: products_tile(2, contexts + c, outputs, begin, end, scores + c * ROW, next); break;
#endif
    case 1: products_tile(1, contexts + c, outputs, begin, end, scores + c * ROW, next); break;
    default: break;
  }
}

CK_INLINE void update_groups(size_t groups, float *const *contexts, size_t count,
                             float *const *outputs, size_t column, const float *gradients) {
  vector y[OUTPUTS][CK_GROUPS], change[OUTPUTS][CK_GROUPS];
  CK_UNROLL for (size_t k = 0; k < OUTPUTS; k += 1) {
    CK_UNROLL for (size_t j = 0; j < groups; j += 1) {
      y[k][j] = load(outputs[k] + column + j * CK_LANES);
      change[k][j] = (vector){0};
    }
  }
  for (size_t c = 0; c < count; c += 1) {
    float *row = contexts[c] + column;
    vector x[CK_GROUPS], moved[CK_GROUPS];
    CK_UNROLL for (size_t j = 0; j < groups; j += 1) x[j] = moved[j] = load(row + j * CK_LANES);
    CK_UNROLL for (size_t k = 0; k < OUTPUTS; k += 1) {
      const vector g = broadcast(gradients[c * ROW + k]);
      CK_UNROLL for (size_t j = 0; j < groups; j += 1) {
        moved[j] = __builtin_elementwise_fma(g, y[k][j], moved[j]);
        change[k][j] = __builtin_elementwise_fma(g, x[j], change[k][j]);
      }
    }
    CK_UNROLL for (size_t j = 0; j < groups; j += 1) store(row + j * CK_LANES, moved[j]);
  }
  CK_UNROLL for (size_t k = 0; k < OUTPUTS; k += 1) {
    CK_UNROLL for (size_t j = 0; j < groups; j += 1) {
      // Read again, because a row may occur twice.
      float *place = outputs[k] + column + j * CK_LANES;
      store(place, load(place) + change[k][j]);
    }
  }
}

CK_INLINE void update_rows(float *const *contexts, size_t count, float *const *outputs,
                           size_t begin, size_t end, const float *gradients) {
  size_t i = begin;
  for (; i + CK_GROUPS * CK_LANES <= end; i += CK_GROUPS * CK_LANES) {
    update_groups(CK_GROUPS, contexts, count, outputs, i, gradients);
  }
  for (; i < end; i += CK_LANES) update_groups(1, contexts, count, outputs, i, gradients);
}
