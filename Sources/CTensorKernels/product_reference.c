// The f32 product as specified: each element is one chain of fused multiply-adds, k ascending,
// starting from C or zero. Every f32 backend keeps this chain, so all give the same bits.

#include <math.h>

#include "kernels.h"

enum { PANEL_ROWS = 4, PANEL_COLUMNS = 16 };

static void pack(const float *source, ptrdiff_t k_stride, ptrdiff_t stride, size_t count,
                 size_t width, size_t k, float *panel) {
  for (size_t i = 0; i < k; i++)
    for (size_t c = 0; c < width; c++)
      panel[i * width + c] =
          c < count ? source[(ptrdiff_t)i * k_stride + (ptrdiff_t)c * stride] : 0.0f;
}

static void pack_left(const float *source, ptrdiff_t row_stride, ptrdiff_t k_stride, size_t rows,
                      size_t k, void *panel, size_t k_offset) {
  pack(source, k_stride, row_stride, rows, PANEL_ROWS, k, (float *)panel + k_offset * PANEL_ROWS);
}

static void pack_right(const float *source, ptrdiff_t k_stride, ptrdiff_t column_stride,
                       size_t columns, size_t k, void *panel, size_t k_offset) {
  pack(source, k_stride, column_stride, columns, PANEL_COLUMNS, k,
       (float *)panel + k_offset * PANEL_COLUMNS);
}

static void multiply(size_t rows, size_t columns, size_t k, const void *left,
                     size_t left_panel_bytes, const void *right, size_t right_panel_bytes,
                     float *c, ptrdiff_t row_stride, bool accumulate) {
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++) {
      const char *a_panel = (const char *)left + i / PANEL_ROWS * left_panel_bytes;
      const char *b_panel = (const char *)right + j / PANEL_COLUMNS * right_panel_bytes;
      const float *a = (const float *)a_panel + i % PANEL_ROWS;
      const float *b = (const float *)b_panel + j % PANEL_COLUMNS;
      float *out = &c[(ptrdiff_t)i * row_stride + (ptrdiff_t)j];
      float sum = accumulate ? *out : 0.0f;
      for (size_t p = 0; p < k; p++) sum = fmaf(a[p * PANEL_ROWS], b[p * PANEL_COLUMNS], sum);
      *out = sum;
    }
}

const ck_product ck_product_f32_reference = {
    .precision = "f32",
    .name = "reference",
    .left_rows = PANEL_ROWS,
    .k_step = 1,
    .element_bytes = sizeof(float),
    .pack_left = pack_left,
    .pack_right = pack_right,
    .pack_right_cached = pack_right,
    .multiply = multiply,
};
