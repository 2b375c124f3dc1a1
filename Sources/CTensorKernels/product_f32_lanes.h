// The f32 product in registers: CK_ROWS × (CK_PANELS · 16) of C, with one chain of fused
// multiply-adds for each element, k ascending.

#include "lanes.h"
#include "pack_f32.h"

enum {
  F32_K_BLOCK = 256,             // a panel of A and CK_PANELS of B in L1
  F32_B_BLOCK = 512 * 1024,      // bytes of B in L2
  F32_ROW_BLOCK = 40 * CK_ROWS,  // with F32_K_BLOCK about as much of A
  F32_AHEAD = 12,                // steps of k that B is fetched ahead
};

/// Up to CK_ROWS × (CK_PANELS · 16) of C and the panels they come from.
typedef struct {
  size_t k, columns;
  const float *a, *b;
  size_t b_panel;  // floats
  float *c;
  ptrdiff_t stride;  // floats
  bool accumulate;
} f32_block;

#if defined(CK_LANES_256)
// Sums, a row of B and one number of A fill all registers. A compiler that fetches a second number
// early keeps a sum in memory instead, and its chain of additions then takes twice as long.
#define F32_KEEP_ORDER() __asm__ volatile("" ::: "memory")
#else
#define F32_KEEP_ORDER() ((void)0)
#endif

/// `rows` and `panels` are constants at each call, so that the sums live in registers.
CK_INLINE void f32_multiply_block(size_t rows, size_t panels, const f32_block *x) {
  ck_lanes sum[CK_ROWS][CK_PANELS];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t p = 0; p < panels; p++) {
      const float *c = x->c + (ptrdiff_t)r * x->stride + p * LANES;
      sum[r][p] = x->accumulate ? lanes_load(c, x->columns - p * LANES, 0) : (ck_lanes)0.0f;
    }
  const float *a = x->a, *b = x->b;
  // Fetches the next block of C ahead of time.
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t p = 0; p < panels; p++)
      __builtin_prefetch(x->c + (ptrdiff_t)r * x->stride + (p + panels) * LANES, 1);
#pragma clang loop unroll_count(4)
  for (size_t i = 0; i < x->k; i++, a += CK_ROWS, b += LANES) {
    ck_lanes right[CK_PANELS];
#pragma clang loop unroll(full)
    for (size_t p = 0; p < panels; p++) {
      const float *at = b + p * x->b_panel;
      right[p] = *(const ck_unaligned *)at;
      // In the first pass over a block of B, the processor alone would fetch it too late.
      __builtin_prefetch(at + F32_AHEAD * LANES);
    }
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
      for (size_t p = 0; p < panels; p++)
        sum[r][p] = lanes_fma((ck_lanes)a[r], right[p], sum[r][p]);
      F32_KEEP_ORDER();
    }
  }
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t p = 0; p < panels; p++)
      lanes_store(x->c + (ptrdiff_t)r * x->stride + p * LANES, x->columns - p * LANES, sum[r][p]);
}

#define F32_ROWS(rows)                                \
  case rows:                                          \
    return x->columns > LANES ? f32_multiply_block(rows, CK_PANELS, x) \
                              : f32_multiply_block(rows, 1, x);

static void f32_multiply_rows(size_t rows, const f32_block *x) {
  switch (rows) {
    F32_ROWS(1) F32_ROWS(2) F32_ROWS(3) F32_ROWS(4) F32_ROWS(5) F32_ROWS(6)
#if CK_ROWS == 12
    F32_ROWS(7) F32_ROWS(8) F32_ROWS(9) F32_ROWS(10) F32_ROWS(11) F32_ROWS(12)
#endif
  }
}

/// A panel of A stays in L1 while the block of B is read from L2, and C is written along its rows.
static void f32_multiply(size_t rows, size_t columns, size_t k, const void *left,
                         size_t left_panel_bytes, const void *right, size_t right_panel_bytes,
                         float *c, ptrdiff_t row_stride, bool accumulate) {
  const size_t a_panel = left_panel_bytes / sizeof(float);
  const size_t b_panel = right_panel_bytes / sizeof(float);
  const size_t width = F32_B_BLOCK / (F32_K_BLOCK * sizeof(float));
  // A few remaining columns join the last block: on their own they would cost a pass over A.
  for (size_t j0 = 0, end = 0; j0 < columns; j0 = end) {
    end = columns - j0 <= width + width / 8 ? columns : j0 + width;
    for (size_t i0 = 0; i0 < rows; i0 += F32_ROW_BLOCK)
      for (size_t p = 0; p == 0 || p < k; p += F32_K_BLOCK)
        for (size_t i = i0; i < rows && i < i0 + F32_ROW_BLOCK; i += CK_ROWS)
          for (size_t j = j0; j < end; j += CK_PANELS * LANES) {
            f32_block block = {
                .k = k - p < F32_K_BLOCK ? k - p : F32_K_BLOCK,
                .columns = columns - j,
                .a = (const float *)left + i / CK_ROWS * a_panel + p * CK_ROWS,
                .b = (const float *)right + j / LANES * b_panel + p * LANES,
                .b_panel = b_panel,
                .c = c + (ptrdiff_t)i * row_stride + (ptrdiff_t)j,
                .stride = row_stride,
                .accumulate = accumulate || p > 0,
            };
            f32_multiply_rows(rows - i < CK_ROWS ? rows - i : CK_ROWS, &block);
          }
  }
}

static void f32_pack_left(const float *source, ptrdiff_t row_stride, ptrdiff_t k_stride,
                          size_t rows, size_t k, void *panel, size_t k_offset) {
  pack_floats(source, k_stride, row_stride, rows, CK_ROWS, k, k,
              (float *)panel + k_offset * CK_ROWS, false);
}

static void f32_pack_right(const float *source, ptrdiff_t k_stride, ptrdiff_t column_stride,
                           size_t columns, size_t k, void *panel, size_t k_offset) {
  pack_floats(source, k_stride, column_stride, columns, LANES, k, k,
              (float *)panel + k_offset * LANES, false);
}

static ck_product f32_product(const char *name) {
  return (ck_product){
      .precision = "f32",
      .name = name,
      .left_rows = CK_ROWS,
      .k_step = 1,
      .element_bytes = sizeof(float),
      .pack_left = f32_pack_left,
      .pack_right = f32_pack_right,
      .pack_right_cached = f32_pack_right,
      .multiply = f32_multiply,
  };
}
