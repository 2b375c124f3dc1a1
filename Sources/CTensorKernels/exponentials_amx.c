// Logits to exponentials that go straight into AMX tiles, as they are and transposed: what
// softmax_part_lanes.h and pack_amx.c do one after the other, without a trip through memory between
// them, and with the scaling instruction of AVX-512, in a quarter of the time.

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <stdbool.h>

#include "pack_amx.h"
#include "square_amx.h"

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512bf16"))), apply_to = function)

#define PART_INLINE static inline __attribute__((always_inline))

enum { STEP = 32, LINE = 64 };

#define LOG2_E 0x1.715476p+0f

/// e^(logit − shift) of a shift times log₂ e: 2^y = 2^⌊y⌋ (1 + f P(f)) with f = y − ⌊y⌋, P our own fit.
/// Largest relative error 2e-7 from that, |y| 2^-24 from rounding y and, the same for a whole row,
/// |scaled_shift| 2^-24 from rounding that: a thousandth of what rounding to bf16 loses. Too large a y
/// gives an infinity, a NaN passes through.
PART_INLINE __m512 exponential(__m512 logit, __m512 scaled_shift) {
  enum { FRACTION_ABOVE_FLOOR = 1 };
  const __m512 y = _mm512_fmsub_ps(logit, _mm512_set1_ps(LOG2_E), scaled_shift);
  const __m512 f = _mm512_reduce_ps(y, FRACTION_ABOVE_FLOOR);
  __m512 p = _mm512_set1_ps(0x1.e974fcp-10f);
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(0x1.277854p-7f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(0x1.c91ce6p-5f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(0x1.ebdb56p-3f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(0x1.62e4bap-1f));
  return _mm512_scalef_ps(_mm512_fmadd_ps(p, f, _mm512_set1_ps(1.0f)), y);
}

PART_INLINE __m512 scaled(float shift) { return _mm512_set1_ps(shift * LOG2_E); }

/// The sums and the largest logits of up to 32 rows, lane by lane, while their columns come by.
typedef struct {
  __m512 sum[STEP], largest[STEP];
} totals;

/// 32 columns of a block: which are there, and their biases.
typedef struct {
  size_t from;
  bool whole;
  __mmask16 low, high;
  __m512 low_bias, high_bias;
} block_columns;

static __mmask16 present(size_t columns, size_t from) {
  size_t count = columns > from ? columns - from : 0;
  return count >= SIDE ? (__mmask16)0xFFFF : (__mmask16)((1u << count) - 1u);
}

static block_columns columns_from(const ck_logits *x, size_t from) {
  __mmask16 low = present(x->columns, from), high = present(x->columns, from + SIDE);
  return (block_columns){
      .from = from,
      .whole = from + STEP <= x->columns,
      .low = low,
      .high = high,
      .low_bias = _mm512_maskz_loadu_ps(low, x->bias + from),
      .high_bias = _mm512_maskz_loadu_ps(high, x->bias + from + SIDE),
  };
}

/// The exponentials of 32 columns of row r, in order, as bf16; what is missing is zero, that of -∞.
PART_INLINE __m512i row_exponentials(bool whole, const ck_logits *x, const ck_softmax_row *rows,
                                     size_t r, const block_columns *c, totals *t, size_t i) {
  const float *row = x->start + r * x->stride + c->from;
  const __m512 none = _mm512_set1_ps(-INFINITY), shift = scaled(rows[r].shift);
  __m512 l = whole ? _mm512_loadu_ps(row) : _mm512_mask_loadu_ps(none, c->low, row);
  __m512 h = whole ? _mm512_loadu_ps(row + SIDE) : _mm512_mask_loadu_ps(none, c->high, row + SIDE);
  l = _mm512_add_ps(l, c->low_bias);
  h = _mm512_add_ps(h, c->high_bias);
  t->largest[i] = _mm512_max_ps(t->largest[i], _mm512_max_ps(l, h));
  l = exponential(l, shift);
  h = exponential(h, shift);
  t->sum[i] = _mm512_add_ps(t->sum[i], _mm512_add_ps(l, h));
  return (__m512i)_mm512_cvtne2ps_pbh(h, l);
}

/// 32 rows × 32 columns, transposed: lines of pairs of rows. In each quarter of a register, the words of
/// two rows are interleaved for eight columns, so line 4q + j of `first` is column 8q + j, and that of
/// `second` column 8q + 4 + j. They go past the caches, which they would fill before they are read.
PART_INLINE void store_transposed(square first, square second, char *tile, size_t panel,
                                  bool has_upper) {
  first = transposed_square(first);
  second = transposed_square(second);
#pragma clang loop unroll(full)
  for (size_t q = 0; q < 4; q++) {
    if (q >= 2 && !has_upper) break;
    char *line = tile + q / 2 * panel + q % 2 * 8 * LINE;
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 4; j++) {
      _mm512_stream_si512((void *)(line + j * LINE), first.line[4 * q + j]);
      _mm512_stream_si512((void *)(line + (4 + j) * LINE), second.line[4 * q + j]);
    }
  }
}

/// Up to 32 rows × 32 columns. `whole`, a constant at each call, spares the masks.
PART_INLINE void pack_block(bool whole, const ck_logits *x, const ck_softmax_row *rows, size_t top,
                            const block_columns *c, totals *t, char *left, size_t left_panel,
                            char *transposed, size_t transposed_panel) {
  square first, second;
  const size_t count = x->rows - top;
  for (size_t i = 0; i < STEP; i += 2) {
    __m512i even = _mm512_setzero_si512(), odd = even;
    if (whole || i < count) even = row_exponentials(whole, x, rows, top + i, c, t, i);
    if (whole || i + 1 < count) odd = row_exponentials(whole, x, rows, top + i + 1, c, t, i + 1);
    if (whole || i / SIDE * SIDE < count) {
      char *line = left + i / SIDE * left_panel + i % SIDE * LINE;
      _mm512_storeu_si512(line, even);
      _mm512_storeu_si512(line + LINE, odd);
    }
    first.line[i / 2] = _mm512_unpacklo_epi16(even, odd);
    second.line[i / 2] = _mm512_unpackhi_epi16(even, odd);
  }
  store_transposed(first, second, transposed, transposed_panel,
                   whole || c->from + SIDE < x->columns);
}

/// Takes the exponential of the target out of both operands, if it is one of these columns. Done
/// afterwards, so that the loop over all columns need not look for it.
static void take_out_target(const ck_logits *x, size_t r, ck_softmax_row *row, char *left,
                            char *transposed, size_t transposed_panel) {
  size_t column = row->target - x->first_column;
  if (row->target < x->first_column || column >= x->columns) return;
  row->target_logit = x->start[r * x->stride + column] + x->bias[column];
  row->target_exponential =
      _mm512_cvtss_f32(exponential(_mm512_set1_ps(row->target_logit), scaled(row->shift)));
  char *element = left + column / STEP * TILE + r % SIDE * LINE + column % STEP * 2;
  element[0] = element[1] = 0;
  element = transposed + column / SIDE * transposed_panel + column % SIDE * LINE + r % STEP * 2;
  element[0] = element[1] = 0;
}

/// Up to 32 rows from `top` on, all columns.
static void pack_rows(const ck_logits *x, ck_softmax_row *rows, size_t top, char *left,
                      size_t left_panel, char *transposed, size_t transposed_panel) {
  totals t;
  for (size_t i = 0; i < STEP; i++) {
    t.sum[i] = _mm512_setzero_ps();
    t.largest[i] = _mm512_set1_ps(-INFINITY);
  }
  const size_t count = x->rows - top < STEP ? x->rows - top : STEP;
  for (size_t from = 0; from < x->columns; from += STEP) {
    const block_columns c = columns_from(x, from);
    char *to = left + from / STEP * TILE, *across = transposed + from / SIDE * transposed_panel;
    if (count == STEP && c.whole)
      pack_block(true, x, rows, top, &c, &t, to, left_panel, across, transposed_panel);
    else
      pack_block(false, x, rows, top, &c, &t, to, left_panel, across, transposed_panel);
  }
  for (size_t i = 0; i < count; i++) {
    ck_softmax_row *row = rows + top + i;
    const float largest = _mm512_reduce_max_ps(t.largest[i]);
    row->largest = largest > row->largest ? largest : row->largest;
    row->sum += _mm512_reduce_add_ps(t.sum[i]);
    take_out_target(x, top + i, row, left + i / SIDE * left_panel, transposed, transposed_panel);
  }
}

void ck_pack_exponentials_amx(const ck_logits *x, ck_softmax_row *rows, void *left,
                              size_t left_panel, void *transposed, size_t transposed_panel,
                              size_t row_offset) {
  for (size_t top = 0; top < x->rows; top += STEP)
    pack_rows(x, rows, top, (char *)left + top / SIDE * left_panel, left_panel,
              (char *)transposed + (row_offset + top) / STEP * TILE, transposed_panel);
}

#pragma clang attribute pop

#endif
