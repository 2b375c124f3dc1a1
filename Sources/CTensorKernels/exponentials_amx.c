// Logits to exponentials that go straight into AMX tiles, as they are and transposed: what
// softmax_part_lanes.h and pack_amx.c do one after the other, without a trip through memory between
// them, and with the scaling instruction of AVX-512, in a quarter of the time.

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>

#include "pack_amx.h"
#include "square_amx.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512bf16"))), \
                             apply_to = function)

enum { STEP = 32, LINE = 64 };

/// e^x = 2^n e^r with |r| <= ln 2 / 2 and e^r = 1 + r + r² P(r), P our own fit: largest relative error
/// 3e-7, a thousandth of what rounding to bf16 loses. A NaN passes through all.
static inline __attribute__((always_inline)) __m512 exponential(__m512 x) {
  x = _mm512_max_ps(_mm512_set1_ps(-110.0f), _mm512_min_ps(_mm512_set1_ps(200.0f), x));
  __m512 n = _mm512_roundscale_ps(_mm512_mul_ps(x, _mm512_set1_ps(0x1.715476p+0f)), 0);
  __m512 r = _mm512_fnmadd_ps(n, _mm512_set1_ps(0x1.62e43p-1f), x);
  __m512 p = _mm512_set1_ps(0x1.106286p-7f);
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0x1.572a0cp-5f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0x1.5557aep-3f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0x1.fffdfcp-2f));
  p = _mm512_fmadd_ps(_mm512_mul_ps(r, r), p, r);
  return _mm512_scalef_ps(_mm512_add_ps(p, _mm512_set1_ps(1.0f)), n);
}

/// The exponentials of 32 columns of one row.
typedef struct {
  __m512 low, high;
} pair;

/// The sums of 32 rows, lane by lane, while their columns come by.
typedef struct {
  __m512 sum[STEP], largest[STEP];
} totals;

static __mmask16 present(size_t columns, size_t from) {
  size_t count = columns > from ? columns - from : 0;
  return count >= SIDE ? (__mmask16)0xFFFF : (__mmask16)((1u << count) - 1u);
}

/// Row r, columns c ..< c + 32; what is missing is zero. The target is taken out.
static inline __attribute__((always_inline)) pair row_exponentials(const ck_logits *x, size_t r,
                                                                   size_t c, totals *t, size_t i,
                                                                   float *target_exponentials) {
  if (r >= x->rows) return (pair){_mm512_setzero_ps(), _mm512_setzero_ps()};
  __mmask16 low = present(x->columns, c), high = present(x->columns, c + SIDE);
  const float *row = x->start + r * x->stride + c;
  const __m512 none = _mm512_set1_ps(-INFINITY), shift = _mm512_set1_ps(x->shifts[r]);
  __m512 l = _mm512_add_ps(_mm512_mask_loadu_ps(none, low, row),
                           _mm512_maskz_loadu_ps(low, x->bias + c));
  __m512 h = _mm512_add_ps(_mm512_mask_loadu_ps(none, high, row + SIDE),
                           _mm512_maskz_loadu_ps(high, x->bias + c + SIDE));
  t->largest[i] = _mm512_max_ps(t->largest[i], _mm512_max_ps(l, h));
  pair e = {_mm512_maskz_mov_ps(low, exponential(_mm512_sub_ps(l, shift))),
            _mm512_maskz_mov_ps(high, exponential(_mm512_sub_ps(h, shift)))};
  t->sum[i] = _mm512_add_ps(t->sum[i], _mm512_add_ps(e.low, e.high));
  size_t target = x->targets[r];
  if (target >= c && target < c + STEP) {
    _Alignas(64) float values[STEP];
    _mm512_store_ps(values, e.low);
    _mm512_store_ps(values + SIDE, e.high);
    target_exponentials[r] = values[target - c];
    values[target - c] = 0;
    e = (pair){_mm512_load_ps(values), _mm512_load_ps(values + SIDE)};
  }
  return e;
}

/// Up to 32 rows from `first` on, all columns.
static void pack_rows(const ck_logits *x, size_t first, char *left, size_t left_panel,
                      char *transposed, size_t transposed_panel, ck_row_part *parts,
                      float *target_exponentials) {
  totals t;
  for (size_t i = 0; i < STEP; i++) {
    t.sum[i] = _mm512_setzero_ps();
    t.largest[i] = _mm512_set1_ps(-INFINITY);
  }
  const size_t rows = x->rows - first;
  for (size_t c = 0; c < x->columns; c += STEP, left += TILE) {
    square low, high;
    for (size_t i = 0; i < STEP; i += 2) {
      pair even = row_exponentials(x, first + i, c, &t, i, target_exponentials);
      pair odd = row_exponentials(x, first + i + 1, c, &t, i + 1, target_exponentials);
      if (i / SIDE * SIDE < rows) {
        char *line = left + i / SIDE * left_panel + i % SIDE * LINE;
        _mm512_storeu_si512(line, (__m512i)_mm512_cvtne2ps_pbh(even.high, even.low));
        _mm512_storeu_si512(line + LINE, (__m512i)_mm512_cvtne2ps_pbh(odd.high, odd.low));
      }
      low.line[i / 2] = interleaved(even.low, odd.low);
      high.line[i / 2] = interleaved(even.high, odd.high);
    }
    char *tile = transposed + c / SIDE * transposed_panel;
    store(tile, transposed_square(low));
    if (c + SIDE < x->columns) store(tile + transposed_panel, transposed_square(high));
  }
  for (size_t i = 0; i < STEP && i < rows; i++)
    parts[first + i] = (ck_row_part){.largest = _mm512_reduce_max_ps(t.largest[i]),
                                     .sum = _mm512_reduce_add_ps(t.sum[i])};
}

void ck_pack_exponentials_amx(const ck_logits *x, void *left, size_t left_panel, size_t k_offset,
                              void *transposed, size_t transposed_panel, size_t row_offset,
                              ck_row_part *parts, float *target_exponentials) {
  for (size_t first = 0; first < x->rows; first += STEP)
    pack_rows(x, first, (char *)left + first / SIDE * left_panel + k_offset / STEP * TILE,
              left_panel, (char *)transposed + (row_offset + first) / STEP * TILE,
              transposed_panel, parts, target_exponentials);
}

#pragma clang attribute pop

#endif
