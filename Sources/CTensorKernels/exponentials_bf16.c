// Turns logits into exponentials and packs them in bf16, as they are and transposed: the work of
// softmax_part_lanes.h and pack_amx.c without a trip through memory in between, and with the
// scaling instruction of AVX-512, in a quarter of the time (Sapphire Rapids).
//
// The lanes of an operand are the rows of the logits, or their columns if it is transposed. An
// operand of product_amx.c has one line of memory per lane, an operand of product_avx512bf16.c one
// line per pair of its depth. Rows of logits already have the first layout; transposed, they have
// the second.

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "pack_amx.h"
#include "square_amx.h"

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512bf16"))), apply_to = function)

#define PART_INLINE static inline __attribute__((always_inline))

enum { STEP = 32, LINE = 64 };

#define LOG2_E 0x1.715476p+0f

/// e^(logit − shift), given the shift times log₂ e: 2^y = 2^⌊y⌋ (1 + f P(f)) with f = y − ⌊y⌋, and
/// P our own fit. The largest relative errors are 2e-7 from P, |y| 2^-24 from rounding y, and, the
/// same for a whole row, |scaled_shift| 2^-24 from rounding that: a thousandth of what rounding to
/// bf16 loses. Too large a y gives infinity; NaN passes through.
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

/// The sums and the largest logits of up to 32 rows, lane by lane, over the columns so far.
typedef struct {
  __m512 sum[STEP], largest[STEP];
} totals;

/// 32 columns of a block: which of them exist, and their biases.
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

/// The exponentials of 32 columns of row r, in order, as bf16; missing columns count as -∞.
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

/// Where the tiles of 32 rows × 32 columns go: two panels each way. Those of `transposed` go past
/// the caches, which they would fill before they are read.
typedef struct {
  char *left, *transposed;
  size_t left_panel, transposed_panel;
  bool has_lower;  // rows, of a second panel of `left`
  bool has_upper;  // columns, of a second panel of `transposed`
} tiles;

/// 32 rows × 32 columns, transposed, a line per column. In each quarter of a register, the words of
/// two rows are interleaved for eight columns, so line 4q + j of `first` is column 8q + j, and that
/// of `second` column 8q + 4 + j.
PART_INLINE void store_columns(square first, square second, const tiles *to) {
  first = transposed_square(first);
  second = transposed_square(second);
#pragma clang loop unroll(full)
  for (size_t q = 0; q < 4; q++) {
    if (q >= 2 && !to->has_upper) break;
    char *line = to->transposed + q / 2 * to->transposed_panel + q % 2 * 8 * LINE;
#pragma clang loop unroll(full)
    for (size_t j = 0; j < 4; j++) {
      _mm512_stream_si512((void *)(line + j * LINE), first.line[4 * q + j]);
      _mm512_stream_si512((void *)(line + (4 + j) * LINE), second.line[4 * q + j]);
    }
  }
}

/// Two rows of 32 columns, transposed: a line per 16 columns.
PART_INLINE void store_pair(__m512i even, __m512i odd, size_t pair, const tiles *to) {
  const __m512i each = _mm512_set_epi32(0x2F000F, 0x2E000E, 0x2D000D, 0x2C000C, 0x2B000B, 0x2A000A,
                                        0x290009, 0x280008, 0x270007, 0x260006, 0x250005, 0x240004,
                                        0x230003, 0x220002, 0x210001, 0x200000);
  const __m512i upper = _mm512_add_epi16(each, _mm512_set1_epi16(SIDE));
  char *line = to->transposed + pair * LINE;
  _mm512_stream_si512((void *)line, _mm512_permutex2var_epi16(even, each, odd));
  if (to->has_upper)
    _mm512_stream_si512((void *)(line + to->transposed_panel),
                        _mm512_permutex2var_epi16(even, upper, odd));
}

/// Up to 32 rows × 32 columns. `in_pairs` tells that a line is a pair of the depth, `whole` that no
/// mask is needed; both are constants at each call.
PART_INLINE void pack_block(bool in_pairs, bool whole, const ck_logits *x,
                            const ck_softmax_row *rows, size_t top, const block_columns *c,
                            totals *t, const tiles *to) {
  square first, second;
  const size_t count = x->rows - top;
  for (size_t i = 0; i < STEP; i += 2) {
    __m512i even = _mm512_setzero_si512(), odd = even;
    if (whole || i < count) even = row_exponentials(whole, x, rows, top + i, c, t, i);
    if (whole || i + 1 < count) odd = row_exponentials(whole, x, rows, top + i + 1, c, t, i + 1);
    if (in_pairs) {
      square *panel = i < SIDE ? &first : &second;
      panel->line[i % SIDE] = even;
      panel->line[i % SIDE + 1] = odd;
      store_pair(even, odd, i / 2, to);
      continue;
    }
    if (i < SIDE || to->has_lower) {
      char *line = to->left + i / SIDE * to->left_panel + i % SIDE * LINE;
      _mm512_storeu_si512(line, even);
      _mm512_storeu_si512(line + LINE, odd);
    }
    first.line[i / 2] = _mm512_unpacklo_epi16(even, odd);
    second.line[i / 2] = _mm512_unpackhi_epi16(even, odd);
  }
  if (!in_pairs) {
    store_columns(first, second, to);
    return;
  }
  store(to->left, transposed_square(first));
  if (to->has_lower) store(to->left + to->left_panel, transposed_square(second));
}

/// Value k of a lane of an operand, in the lane's panel.
PART_INLINE char *element(bool in_pairs, char *panel, size_t lane, size_t k) {
  const size_t value = k % STEP * 2, pair = sizeof(uint32_t);
  char *tile = panel + k / STEP * TILE;
  return in_pairs ? tile + value / pair * LINE + lane % SIDE * pair + value % pair
                  : tile + lane % SIDE * LINE + value;
}

/// The operands of a block of logits, from its first row and column on.
typedef struct {
  char *left, *transposed;
  size_t left_panel, transposed_panel;
  size_t row_offset;  // of the first row in the depth of `transposed`
} operands;

/// Sets the exponential of the target to zero in both operands, if it is one of these columns. Done
/// afterwards, so that the loop over all columns need not look for it.
PART_INLINE void take_out_target(bool in_pairs, const ck_logits *x, size_t r, ck_softmax_row *row,
                                 const operands *to) {
  size_t column = row->target - x->first_column;
  if (row->target < x->first_column || column >= x->columns) return;
  row->target_logit = x->start[r * x->stride + column] + x->bias[column];
  row->target_exponential =
      _mm512_cvtss_f32(exponential(_mm512_set1_ps(row->target_logit), scaled(row->shift)));
  memset(element(in_pairs, to->left + r / SIDE * to->left_panel, r, column), 0, 2);
  memset(element(in_pairs, to->transposed + column / SIDE * to->transposed_panel, column,
                 to->row_offset + r),
         0, 2);
}

/// Up to 32 rows from `top` on, all columns.
PART_INLINE void pack_rows(bool in_pairs, const ck_logits *x, ck_softmax_row *rows, size_t top,
                           const operands *to) {
  totals t;
  for (size_t i = 0; i < STEP; i++) {
    t.sum[i] = _mm512_setzero_ps();
    t.largest[i] = _mm512_set1_ps(-INFINITY);
  }
  const size_t count = x->rows - top < STEP ? x->rows - top : STEP;
  for (size_t from = 0; from < x->columns; from += STEP) {
    const block_columns c = columns_from(x, from);
    const tiles place = {
        .left = to->left + top / SIDE * to->left_panel + from / STEP * TILE,
        .left_panel = to->left_panel,
        .transposed = to->transposed + from / SIDE * to->transposed_panel +
                      (to->row_offset + top) / STEP * TILE,
        .transposed_panel = to->transposed_panel,
        .has_lower = count > SIDE,
        .has_upper = from + SIDE < x->columns,
    };
    if (count == STEP && c.whole)
      pack_block(in_pairs, true, x, rows, top, &c, &t, &place);
    else
      pack_block(in_pairs, false, x, rows, top, &c, &t, &place);
  }
  for (size_t i = 0; i < count; i++) {
    ck_softmax_row *row = rows + top + i;
    const float largest = _mm512_reduce_max_ps(t.largest[i]);
    row->largest = largest > row->largest ? largest : row->largest;
    row->sum += _mm512_reduce_add_ps(t.sum[i]);
    take_out_target(in_pairs, x, top + i, row, to);
  }
}

void ck_pack_exponentials_amx(const ck_logits *x, ck_softmax_row *rows, void *left,
                              size_t left_panel, void *transposed, size_t transposed_panel,
                              size_t row_offset) {
  const operands to = {left, transposed, left_panel, transposed_panel, row_offset};
  for (size_t top = 0; top < x->rows; top += STEP) pack_rows(false, x, rows, top, &to);
}

void ck_pack_exponentials_avx512bf16(const ck_logits *x, ck_softmax_row *rows, void *left,
                                     size_t left_panel, void *transposed, size_t transposed_panel,
                                     size_t row_offset) {
  const operands to = {left, transposed, left_panel, transposed_panel, row_offset};
  for (size_t top = 0; top < x->rows; top += STEP) pack_rows(true, x, rows, top, &to);
}

#pragma clang attribute pop

#endif
