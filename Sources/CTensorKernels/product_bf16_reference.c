// The bf16 product as specified, and as the tile instruction TDPBF16PS computes it (Intel SDM): of
// each 32 values of k, the even and the odd ones are summed in two chains of fused multiply-adds
// from zero; the two sums are added, and the result is added to C. Denormals count as zero, both as
// operands and as results of every step.

#include <math.h>

#include "bf16.h"
#include "kernels.h"

enum { PANEL_ROWS = 4, PANEL_COLUMNS = 16, BLOCK = 32 };

static void pack(const float *source, ptrdiff_t k_stride, ptrdiff_t stride, size_t count,
                 size_t width, size_t k, uint16_t *panel) {
  size_t padded = (k + BLOCK - 1) / BLOCK * BLOCK;
  for (size_t i = 0; i < padded; i++)
    for (size_t c = 0; c < width; c++)
      panel[i * width + c] =
          i < k && c < count ? ck_bf16(source[(ptrdiff_t)i * k_stride + (ptrdiff_t)c * stride])
                             : 0;
}

static void pack_left(const float *source, ptrdiff_t row_stride, ptrdiff_t k_stride, size_t rows,
                      size_t k, void *panel, size_t k_offset) {
  pack(source, k_stride, row_stride, rows, PANEL_ROWS, k,
       (uint16_t *)panel + k_offset * PANEL_ROWS);
}

static void pack_right(const float *source, ptrdiff_t k_stride, ptrdiff_t column_stride,
                       size_t columns, size_t k, void *panel, size_t k_offset) {
  pack(source, k_stride, column_stride, columns, PANEL_COLUMNS, k,
       (uint16_t *)panel + k_offset * PANEL_COLUMNS);
}

static float add_products(float sum, const uint16_t *a, const uint16_t *b) {
  float chain[2] = {0.0f, 0.0f};
  for (size_t p = 0; p < BLOCK; p++) {
    float x = ck_from_bf16(a[p * PANEL_ROWS]), y = ck_from_bf16(b[p * PANEL_COLUMNS]);
    chain[p % 2] = ck_flush(fmaf(x, y, chain[p % 2]));
  }
  return ck_flush(ck_flush(sum) + ck_flush(chain[0] + chain[1]));
}

static void multiply(size_t rows, size_t columns, size_t k, const void *left,
                     size_t left_panel_bytes, const void *right, size_t right_panel_bytes,
                     float *c, ptrdiff_t row_stride, bool accumulate) {
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++) {
      const char *a_panel = (const char *)left + i / PANEL_ROWS * left_panel_bytes;
      const char *b_panel = (const char *)right + j / PANEL_COLUMNS * right_panel_bytes;
      const uint16_t *a = (const uint16_t *)a_panel + i % PANEL_ROWS;
      const uint16_t *b = (const uint16_t *)b_panel + j % PANEL_COLUMNS;
      float *out = &c[(ptrdiff_t)i * row_stride + (ptrdiff_t)j];
      float sum = accumulate ? *out : 0.0f;
      for (size_t p = 0; p < k; p += BLOCK)
        sum = add_products(sum, a + p * PANEL_ROWS, b + p * PANEL_COLUMNS);
      *out = sum;
    }
}

const ck_product ck_product_bf16_reference = {
    .precision = "bf16",
    .name = "reference",
    .left_rows = PANEL_ROWS,
    .k_step = BLOCK,
    .element_bytes = sizeof(uint16_t),
    .pack_left = pack_left,
    .pack_right = pack_right,
    .pack_right_cached = pack_right,
    .multiply = multiply,
};
