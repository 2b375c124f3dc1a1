// The bf16 product on VDPBF16PS, for processors with AVX-512 BF16 but no tiles.
//
// Each instruction adds two products to a sum, rounding after each, so its bits differ from those
// of the tiles: a family of its own. Both operands are packed as the tiles of the right operand of
// product_amx.c, [32 of k][16 pairs][16][2]; a pair of A is broadcast, one of B covers 16 columns.

#if defined(__x86_64__)

#include <immintrin.h>

#include "kernels.h"
#include "pack_amx.h"

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16"))), apply_to = function)

enum {
  SIDE = 16,  // rows and columns of a panel
  ROWS = 8,   // of C in registers, beside 32 columns
  DEPTH = 32,
  PAIRS = DEPTH / 2,
  K_BLOCK = 512,
  B_BLOCK = 512 * 1024,  // bytes of B in L2
};

/// Up to 8 × 32 of C and the panels they come from.
typedef struct {
  size_t pairs, columns;
  const uint32_t *a, *b;
  size_t b_panel;  // pairs
  float *c;
  ptrdiff_t stride;  // floats
  bool accumulate;
} block;

static inline __attribute__((always_inline)) __mmask16 present(const block *x, size_t panel) {
  size_t count = x->columns - panel * SIDE;
  return count >= SIDE ? (__mmask16)0xFFFF : (__mmask16)((1u << count) - 1u);
}

/// `rows` and `panels` are constants at each call, so that the sums live in registers.
static inline __attribute__((always_inline)) void multiply_block(size_t rows, size_t panels,
                                                                 const block *x) {
  __m512 sum[ROWS][2];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t p = 0; p < panels; p++)
      sum[r][p] = x->accumulate
                      ? _mm512_maskz_loadu_ps(present(x, p),
                                              x->c + (ptrdiff_t)r * x->stride + p * SIDE)
                      : _mm512_setzero_ps();
  for (size_t i = 0; i < x->pairs; i++) {
    __m512i right[2];
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

static size_t smaller(size_t x, size_t y) { return x < y ? x : y; }

/// Half a panel of A stays in L1 while the block of B comes by from L2.
static void multiply(size_t rows, size_t columns, size_t k, const void *left,
                     size_t left_panel_bytes, const void *right, size_t right_panel_bytes,
                     float *c, ptrdiff_t row_stride, bool accumulate) {
  const size_t pairs = (k + DEPTH - 1) / DEPTH * PAIRS, step = K_BLOCK / 2;
  const size_t width = B_BLOCK / (step * sizeof(uint32_t)), pair = sizeof(uint32_t);
  for (size_t j0 = 0; j0 < columns; j0 += width)
    for (size_t p = 0; p == 0 || p < pairs; p += step)
      for (size_t i = 0; i < rows; i += ROWS)
        for (size_t j = j0; j < smaller(columns, j0 + width); j += 2 * SIDE) {
          block x = {
              .pairs = smaller(step, pairs - p),
              .columns = columns - j,
              .a = (const uint32_t *)left + i / SIDE * (left_panel_bytes / pair) + p * SIDE +
                   i % SIDE,
              .b = (const uint32_t *)right + j / SIDE * (right_panel_bytes / pair) + p * SIDE,
              .b_panel = right_panel_bytes / pair,
              .c = c + (ptrdiff_t)i * row_stride + (ptrdiff_t)j,
              .stride = row_stride,
              .accumulate = accumulate || p > 0,
          };
          multiply_rows(smaller(ROWS, rows - i), &x);
        }
}

static void pack_left(const float *source, ptrdiff_t row_stride, ptrdiff_t k_stride, size_t rows,
                      size_t k, void *panel, size_t k_offset) {
  ck_pack_right_near_amx(source, k_stride, row_stride, rows, k, panel, k_offset);
}

#pragma clang attribute pop

void ck_use_avx512bf16(ck_kernels *table) {
  table->bf16 = (ck_product){
      .precision = "bf16",
      .name = "avx512bf16",
      .left_rows = SIDE,
      .k_step = DEPTH,
      .element_bytes = 2,
      .pack_left = pack_left,
      .pack_right = ck_pack_right_amx,
      .pack_right_near = ck_pack_right_near_amx,
      .multiply = multiply,
  };
}

#endif
