// The bf16 product for processors without an instruction for it: operands are rounded to bf16 but
// kept as floats, and summed in the order of product_bf16_reference.c. It is not faster than the
// f32 product; it gives a model the same bits here as on a processor with AMX.

#include "lanes.h"
#include "pack_f32.h"
#include "zero_denormals.h"

enum {
  BF16_DEPTH = 32,
  BF16_K_BLOCK = 256,
  BF16_B_BLOCK = 512 * 1024,      // bytes of B in L2
  BF16_ROW_BLOCK = 40 * CK_ROWS,  // with BF16_K_BLOCK about as much of A
};

/// Up to CK_ROWS × 16 of C and the panels they come from.
typedef struct {
  size_t k, columns;
  const float *a, *b;
  float *c;
  ptrdiff_t stride;  // floats
  bool accumulate;
} bf16_block;

/// Adds the products of k = start, start + 2, … of a depth of 32 to the sums of `rows` rows.
CK_INLINE void bf16_add_chain(size_t rows, const float *a, const float *b, ck_lanes *sum) {
  for (size_t i = 0; i < BF16_DEPTH; i += 2) {
    ck_lanes right = *(const ck_unaligned *)(b + i * LANES);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++)
      sum[r] = lanes_fma((ck_lanes)a[i * CK_ROWS + r], right, sum[r]);
  }
}

/// `rows` is a constant at each call, so that the sums live in registers.
CK_INLINE void bf16_multiply_block(size_t rows, const bf16_block *x) {
  if (x->k == 0 && !x->accumulate)
    for (size_t r = 0; r < rows; r++)
      lanes_store(x->c + (ptrdiff_t)r * x->stride, x->columns, (ck_lanes)0.0f);
  const float *a = x->a, *b = x->b;
  for (size_t i = 0; i < x->k; i += BF16_DEPTH) {
    ck_lanes even[CK_ROWS] = {0}, odd[CK_ROWS] = {0};
    bf16_add_chain(rows, a, b, even);
    bf16_add_chain(rows, a + CK_ROWS, b + LANES, odd);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      float *c = x->c + (ptrdiff_t)r * x->stride;
      ck_lanes sum = even[r] + odd[r];
      ck_lanes old =
          i > 0 || x->accumulate ? lanes_load(c, x->columns, 0) : (ck_lanes)0.0f;
      lanes_store(c, x->columns, old + sum);
    }
    a += BF16_DEPTH * CK_ROWS;
    b += BF16_DEPTH * LANES;
  }
}

#define BF16_ROWS(rows) \
  case rows:            \
    return bf16_multiply_block(rows, x);

static void bf16_multiply_rows(size_t rows, const bf16_block *x) {
  switch (rows) {
    BF16_ROWS(1) BF16_ROWS(2) BF16_ROWS(3) BF16_ROWS(4) BF16_ROWS(5) BF16_ROWS(6)
#if CK_ROWS == 12
    BF16_ROWS(7) BF16_ROWS(8) BF16_ROWS(9) BF16_ROWS(10) BF16_ROWS(11) BF16_ROWS(12)
#endif
  }
}

// Not inlined, so that no arithmetic moves across the switch of the denormal mode.
static __attribute__((noinline)) void bf16_multiply_panels(
    size_t rows, size_t columns, size_t k, const float *left, size_t a_panel, const float *right,
    size_t b_panel, float *c, ptrdiff_t row_stride, bool accumulate) {
  const size_t width = BF16_B_BLOCK / (BF16_K_BLOCK * sizeof(float));
  for (size_t j0 = 0; j0 < columns; j0 += width)
    for (size_t i0 = 0; i0 < rows; i0 += BF16_ROW_BLOCK)
      for (size_t p = 0; p == 0 || p < k; p += BF16_K_BLOCK)
        for (size_t i = i0; i < rows && i < i0 + BF16_ROW_BLOCK; i += CK_ROWS)
          for (size_t j = j0; j < columns && j < j0 + width; j += LANES) {
            bf16_block block = {
                .k = k - p < BF16_K_BLOCK ? k - p : BF16_K_BLOCK,
                .columns = columns - j,
                .a = left + i / CK_ROWS * a_panel + p * CK_ROWS,
                .b = right + j / LANES * b_panel + p * LANES,
                .c = c + (ptrdiff_t)i * row_stride + (ptrdiff_t)j,
                .stride = row_stride,
                .accumulate = accumulate || p > 0,
            };
            bf16_multiply_rows(rows - i < CK_ROWS ? rows - i : CK_ROWS, &block);
          }
}

static void bf16_multiply(size_t rows, size_t columns, size_t k, const void *left,
                          size_t left_panel_bytes, const void *right, size_t right_panel_bytes,
                          float *c, ptrdiff_t row_stride, bool accumulate) {
  ck_denormal_mode before = ck_zero_denormals();
  bf16_multiply_panels(rows, columns, k, left, left_panel_bytes / sizeof(float), right,
                       right_panel_bytes / sizeof(float), c, row_stride, accumulate);
  ck_restore_denormals(before);
}

static size_t bf16_padded(size_t k) { return (k + BF16_DEPTH - 1) / BF16_DEPTH * BF16_DEPTH; }

static void bf16_pack_left(const float *source, ptrdiff_t row_stride, ptrdiff_t k_stride,
                           size_t rows, size_t k, void *panel, size_t k_offset) {
  pack_floats(source, k_stride, row_stride, rows, CK_ROWS, k, bf16_padded(k),
              (float *)panel + k_offset * CK_ROWS, true);
}

static void bf16_pack_right(const float *source, ptrdiff_t k_stride, ptrdiff_t column_stride,
                            size_t columns, size_t k, void *panel, size_t k_offset) {
  pack_floats(source, k_stride, column_stride, columns, LANES, k, bf16_padded(k),
              (float *)panel + k_offset * LANES, true);
}

static ck_product bf16_product(const char *name) {
  return (ck_product){
      .precision = "bf16",
      .name = name,
      .left_rows = CK_ROWS,
      .k_step = BF16_DEPTH,
      .element_bytes = sizeof(float),
      .pack_left = bf16_pack_left,
      .pack_right = bf16_pack_right,
      .pack_right_cached = bf16_pack_right,
      .multiply = bf16_multiply,
  };
}
