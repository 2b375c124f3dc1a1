// The bf16 product on VDPBF16PS, for processors with AVX-512 BF16 but no tiles.
//
// Each instruction adds two products to a sum and rounds after each, so its bits differ from those
// of the tiles: a family of its own. Both operands are packed like the right operand of
// product_amx.c, [32 of k][16 pairs][16][2]; a pair of A is broadcast, one of B covers 16 columns.
//
// Operands in L2 keep the multipliers busy 98 % of the time (Zen 5). Others would not, so the next
// block of C and the next panel of A are fetched ahead; the processor's own prefetch of A stops at
// the end of a page. Together they save a tenth of a training step.

#if defined(__x86_64__)

#include <immintrin.h>

#include "detect.h"
#include "kernels.h"
#include "pack_amx.h"

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16"))), apply_to = function)

enum {
  SIDE = 16,   // rows and columns of a panel
  ROWS = 8,    // of C in registers,
  WIDTH = 32,  // and columns
  PANELS = WIDTH / SIDE,
  DEPTH = 32,
  PAIRS = DEPTH / 2,
  LINE = 64,             // bytes: a pair of k of a panel
  PAIR_BLOCK = 128,      // pairs of k; that much of a panel of A stays in L1
  B_BLOCK = 768 * 1024,  // bytes of B in L2
};

/// Both operands and the result.
typedef struct {
  const uint32_t *left, *right;    // pairs
  size_t left_panel, right_panel;  // pairs
  float *c;
  ptrdiff_t stride;  // floats
  size_t rows;
  bool accumulate;
} product;

/// Up to 8 × 32 of C and the panels they come from.
typedef struct {
  size_t pairs, columns;
  const uint32_t *a, *b;
  size_t b_panel;  // pairs
  float *c;
  ptrdiff_t stride;  // floats
  bool accumulate;
  const float *next_c;  // the block to fetch while this one is computed,
  const char *next_a;   // and the lines of the next panel of A
  size_t lines;
} block;

#define PRODUCT_INLINE static inline __attribute__((always_inline))

static size_t smaller(size_t x, size_t y) { return x < y ? x : y; }

PRODUCT_INLINE __mmask16 present(const block *x, size_t panel) {
  size_t count = x->columns - panel * SIDE;
  return count >= SIDE ? (__mmask16)0xFFFF : (__mmask16)((1u << count) - 1u);
}

/// A narrower next block is fetched as if it were as wide as this one.
PRODUCT_INLINE void fetch(size_t rows, size_t panels, const block *x) {
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t p = 0; p < panels; p++)
      __builtin_prefetch(x->next_c + (ptrdiff_t)r * x->stride + p * SIDE);
  for (size_t i = 0; i < x->lines; i++) __builtin_prefetch(x->next_a + i * LINE, 0, 2);
}

/// `rows` and `panels` are constants at each call, so that the sums live in registers.
PRODUCT_INLINE void multiply_block(size_t rows, size_t panels, const block *x) {
  __m512 sum[ROWS][PANELS];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t p = 0; p < panels; p++)
      sum[r][p] = x->accumulate
                      ? _mm512_maskz_loadu_ps(present(x, p),
                                              x->c + (ptrdiff_t)r * x->stride + p * SIDE)
                      : _mm512_setzero_ps();
  fetch(rows, panels, x);
  for (size_t i = 0; i < x->pairs; i++) {
    __m512i right[PANELS];
#pragma clang loop unroll(full)
    for (size_t p = 0; p < panels; p++)
      right[p] = _mm512_loadu_si512(x->b + i * SIDE + p * x->b_panel);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      __m512i left = _mm512_set1_epi32((int)x->a[i * SIDE + r]);
#pragma clang loop unroll(full)
      for (size_t p = 0; p < panels; p++)
        sum[r][p] = _mm512_dpbf16_ps(sum[r][p], (__m512bh)left, (__m512bh)right[p]);
    }
  }
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t p = 0; p < panels; p++)
      _mm512_mask_storeu_ps(x->c + (ptrdiff_t)r * x->stride + p * SIDE, present(x, p), sum[r][p]);
}

#define CASE(rows) \
  case rows:       \
    return x->columns > SIDE ? multiply_block(rows, 2, x) : multiply_block(rows, 1, x);

static void multiply_rows(size_t rows, const block *x) {
  switch (rows) { CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) }
}

/// Up to 8 rows of C from `row` on, columns from ..< end, pairs of k first ..< first + pairs.
static void multiply_strip(const product *x, size_t row, size_t from, size_t end, size_t first,
                           size_t pairs) {
  const size_t rows = smaller(ROWS, x->rows - row), lane = row % SIDE;
  const uint32_t *a = x->left + row / SIDE * x->left_panel + first * SIDE;
  float *c = x->c + (ptrdiff_t)row * x->stride;
  // The strips of the upper and lower rows each fetch half of the next panel, a share per block.
  const size_t half = pairs / 2, share = half * WIDTH / (end - from) + 1;
  const bool is_last_panel = row - lane + SIDE >= x->rows;
  size_t lines = is_last_panel ? 0 : half;
  const char *next_a = (const char *)a;
  if (!is_last_panel) next_a = (const char *)(a + x->left_panel) + lane / ROWS * half * LINE;
  const float *next_strip = row + 2 * ROWS <= x->rows ? c + ROWS * x->stride : c;
  for (size_t j = from; j < end; j += WIDTH) {
    const block b = {
        .pairs = pairs,
        .columns = smaller(WIDTH, end - j),
        .a = a + lane,
        .b = x->right + j / SIDE * x->right_panel + first * SIDE,
        .b_panel = x->right_panel,
        .c = c + j,
        .stride = x->stride,
        .accumulate = x->accumulate || first > 0,
        .next_c = j + WIDTH < end ? c + j + WIDTH : next_strip + from,
        .next_a = next_a,
        .lines = smaller(share, lines),
    };
    multiply_rows(rows, &b);
    next_a += b.lines * LINE;
    lines -= b.lines;
  }
}

/// The slice of a panel of A stays in L1 while the block of B is read from L2.
static void multiply(size_t rows, size_t columns, size_t k, const void *left,
                     size_t left_panel_bytes, const void *right, size_t right_panel_bytes,
                     float *c, ptrdiff_t row_stride, bool accumulate) {
  const size_t pair = sizeof(uint32_t), pairs = (k + DEPTH - 1) / DEPTH * PAIRS;
  const size_t width = B_BLOCK / (PAIR_BLOCK * pair);
  const product x = {
      .left = left,
      .right = right,
      .left_panel = left_panel_bytes / pair,
      .right_panel = right_panel_bytes / pair,
      .c = c,
      .stride = row_stride,
      .rows = rows,
      .accumulate = accumulate,
  };
  for (size_t j = 0; j < columns; j += width)
    for (size_t p = 0; p == 0 || p < pairs; p += PAIR_BLOCK)
      for (size_t i = 0; i < rows; i += ROWS)
        multiply_strip(&x, i, j, smaller(columns, j + width), p, smaller(PAIR_BLOCK, pairs - p));
}

static void pack_left(const float *source, ptrdiff_t row_stride, ptrdiff_t k_stride, size_t rows,
                      size_t k, void *panel, size_t k_offset) {
  ck_pack_right_cached_amx(source, k_stride, row_stride, rows, k, panel, k_offset);
}

#pragma clang attribute pop

void ck_use_avx512bf16(ck_kernels *table) {
  table->bf16 = (ck_product){
      .precision = "bf16",
      .name = "avx512bf16",
      .outruns_f32 = ck_bf16_has_full_rate(),
      .left_rows = SIDE,
      .k_step = DEPTH,
      .element_bytes = 2,
      .pack_left = pack_left,
      .pack_right = ck_pack_right_amx,
      .pack_right_cached = ck_pack_right_cached_amx,
      .multiply = multiply,
      .pack_exponentials = ck_pack_exponentials_avx512bf16,
  };
}

#endif
