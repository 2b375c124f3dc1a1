// The bf16 product on AMX tiles.
//
// Both operands are packed as tiles of 1 KB, a tile per 32 values of k: the left one 16 rows of 32
// values, the right one 16 pairs of k × 16 columns × 2, as TDPBF16PS reads them. Four tiles of C
// (32 × 32) stay in registers, so each loaded tile is used twice.
//
// A pair of panels of A (32 KB) stays in L1 while B is read from L2. C is written along its rows,
// which suits address translation and prefetchers: the other order is four times slower once C
// leaves the cache. Between blocks of k, sums are stored in C without rounding.

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "kernels.h"
#include "pack_amx.h"

#pragma clang attribute push(__attribute__((target("amx-tile,amx-bf16,avx512f"))), \
                             apply_to = function)

enum {
  TILE = 1024,  // bytes
  ROW = 64,     // bytes of a row of a tile
  SIDE = 16,    // rows, and columns of C
  PAIR = 2 * SIDE,
  DEPTH = 32,  // values of k in a tile
  K_BLOCK = 512,
  B_BLOCK = 512 * 1024,  // bytes of B in L2
  ROW_BLOCK = 512,
};

typedef struct {
  uint8_t palette, start_row, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
} tile_configuration;

/// Both operands of a block.
typedef struct {
  size_t depth;  // tiles
  const char *a, *b;
  size_t a_panel, b_panel;  // bytes
  const char *next;         // what to fetch of the next panels of A while this block is computed
  size_t lines;             // how many lines of it for every tile of depth
} operands;

typedef struct {
  float *start;
  size_t stride;  // bytes
} block_of_c;

static size_t smaller(size_t x, size_t y) { return x < y ? x : y; }

/// Tiles 0 to 3 are C, 4 and 5 A, 6 and 7 B. Fewer rows cost fewer cycles and touch less memory,
/// and each row is computed just as in a full tile.
static void configure(size_t upper_rows, size_t lower_rows) {
  tile_configuration configuration = {.palette = 1};
  const size_t rows[8] = {upper_rows, upper_rows, lower_rows, lower_rows,
                          upper_rows, lower_rows, SIDE,       SIDE};
  for (size_t i = 0; i < 8; i++) {
    configuration.rows[i] = (uint8_t)rows[i];
    configuration.row_bytes[i] = rows[i] ? ROW : 0;
  }
  _tile_loadconfig(&configuration);
}

/// Fetches the next block of C for writing, two rows per step of the depth: all of it if the depth
/// is 16 steps.
static inline __attribute__((always_inline)) const char *fetch_c(const char *line, size_t stride) {
  for (size_t row = 0; row < 2; row++, line += stride) {
    __builtin_prefetch(line, 1);
    __builtin_prefetch(line + ROW, 1);
  }
  return line;
}

/// Fetches a part of the next panels of A into L2 with each tile; else all of them would have to
/// arrive from far away when the first block of their rows is computed.
static inline __attribute__((always_inline)) void fetch_a(const operands *x, size_t i) {
  const char *line = x->next + i * x->lines * ROW, *end = line + x->lines * ROW;
  for (; line < end; line += ROW) __builtin_prefetch(line, 0, 2);
}

/// C (16 or 32 rows × 16 or 32 columns) += A · B. The flags are constants at each call. B passes
/// through L1 with the hint not to stay, which keeps A there.
static inline __attribute__((always_inline)) void multiply_block(bool two_rows, bool two_columns,
                                                                 const operands *x, block_of_c c,
                                                                 bool accumulate) {
  char *upper = (char *)c.start, *lower = (char *)c.start + SIDE * c.stride;
  const char *a = x->a, *b = x->b, *right = upper + 2 * ROW;
  if (accumulate) {
    _tile_loadd(0, upper, c.stride);
    if (two_columns) _tile_loadd(1, upper + ROW, c.stride);
    if (two_rows) _tile_loadd(2, lower, c.stride);
    if (two_rows && two_columns) _tile_loadd(3, lower + ROW, c.stride);
  } else {
    _tile_zero(0);
    if (two_columns) _tile_zero(1);
    if (two_rows) _tile_zero(2);
    if (two_rows && two_columns) _tile_zero(3);
  }
  // All loads of a step come before its products, and several steps are unrolled: loads then run
  // further ahead of the products, which is a tenth faster.
#pragma clang loop unroll_count(8)
  for (size_t i = 0; i < x->depth; i++, a += TILE, b += TILE) {
    _tile_loadd(4, a, ROW);
    _tile_stream_loadd(6, b, ROW);
    if (two_columns) _tile_stream_loadd(7, b + x->b_panel, ROW);
    if (two_rows) _tile_loadd(5, a + x->a_panel, ROW);
    _tile_dpbf16ps(0, 4, 6);
    if (two_columns) _tile_dpbf16ps(1, 4, 7);
    right = fetch_c(right, c.stride);
    fetch_a(x, i);
    if (two_rows) _tile_dpbf16ps(2, 5, 6);
    if (two_rows && two_columns) _tile_dpbf16ps(3, 5, 7);
  }
  _tile_stored(0, upper, c.stride);
  if (two_columns) _tile_stored(1, upper + ROW, c.stride);
  if (two_rows) _tile_stored(2, lower, c.stride);
  if (two_rows && two_columns) _tile_stored(3, lower + ROW, c.stride);
}

static void multiply_tiles(bool two_rows, bool two_columns, const operands *x, block_of_c c,
                           bool accumulate) {
  if (two_rows && two_columns)
    multiply_block(true, true, x, c, accumulate);
  else if (two_rows)
    multiply_block(true, false, x, c, accumulate);
  else if (two_columns)
    multiply_block(false, true, x, c, accumulate);
  else
    multiply_block(false, false, x, c, accumulate);
}

static void copy(size_t rows, size_t columns, block_of_c from, block_of_c to) {
  for (size_t i = 0; i < rows; i++)
    memcpy((char *)to.start + i * to.stride, (char *)from.start + i * from.stride,
           columns * sizeof(float));
}

/// Up to 32 × 32 of C. Columns that do not fill tiles are computed in a full block on the stack.
static void multiply_piece(size_t rows, size_t columns, const operands *x, block_of_c c,
                           bool accumulate) {
  bool two_rows = rows > SIDE, two_columns = columns > SIDE;
  if (columns % SIDE == 0) {
    multiply_tiles(two_rows, two_columns, x, c, accumulate);
    return;
  }
  _Alignas(64) float buffer[PAIR * PAIR] = {0};
  block_of_c whole = {buffer, 2 * ROW};
  if (accumulate) copy(rows, columns, c, whole);
  multiply_tiles(two_rows, two_columns, x, whole, accumulate);
  copy(rows, columns, whole, c);
}

static void multiply_rows(size_t rows, size_t columns, operands x, block_of_c c, bool accumulate) {
  const char *b = x.b;
  // The next two panels are fetched one after the other, spread evenly over the columns.
  const size_t blocks = (columns + PAIR - 1) / PAIR, half = (blocks + 1) / 2;
  const size_t lines = (SIDE + half - 1) / half;
  for (size_t i = 0; i < rows; i += PAIR, x.a += 2 * x.a_panel) {
    size_t height = smaller(PAIR, rows - i);
    x.lines = i + PAIR < rows ? lines : 0;
    if (i == 0 || height < PAIR)
      configure(smaller(height, SIDE), height > SIDE ? height - SIDE : 0);
    for (size_t j = 0; j < columns; j += PAIR) {
      block_of_c piece = {(float *)((char *)c.start + i * c.stride) + j, c.stride};
      x.b = b + j / SIDE * x.b_panel;
      const size_t block = j / PAIR;
      x.next = x.a + (2 + block / half) * x.a_panel + block % half * x.lines * x.depth * ROW;
      multiply_piece(height, smaller(PAIR, columns - j), &x, piece, accumulate);
    }
  }
}

static void multiply(size_t rows, size_t columns, size_t k, const void *left,
                     size_t left_panel_bytes, const void *right, size_t right_panel_bytes,
                     float *c, ptrdiff_t row_stride, bool accumulate) {
  const size_t stride = (size_t)row_stride * sizeof(float);
  // Blocks of k have equal size: a short one would pay as much for reading and writing C.
  const size_t tiles = (k + DEPTH - 1) / DEPTH, longest = K_BLOCK / DEPTH;
  const size_t blocks = (tiles + longest - 1) / longest + !tiles;
  const size_t step = (tiles + blocks - 1) / blocks + !tiles;
  const size_t width = B_BLOCK / (step * TILE) * SIDE / PAIR * PAIR;
  operands x = {.a_panel = left_panel_bytes, .b_panel = right_panel_bytes};
  // A few remaining columns join the last block: on their own they would cost a pass over A.
  const size_t slack = width / 8 / PAIR * PAIR;
  for (size_t j = 0, taken = 0; j < columns; j += taken) {
    taken = columns - j <= width + slack ? columns - j : width;
    for (size_t i = 0; i < rows; i += ROW_BLOCK)
      for (size_t p = 0; p == 0 || p < tiles; p += step) {
        x.a = (const char *)left + i / SIDE * x.a_panel + p * TILE;
        x.b = (const char *)right + j / SIDE * x.b_panel + p * TILE;
        x.depth = smaller(step, tiles - p);
        block_of_c piece = {(float *)((char *)c + i * stride) + j, stride};
        multiply_rows(smaller(ROW_BLOCK, rows - i), taken, x, piece, accumulate || p > 0);
      }
  }
  // Tiles in use would be saved at every thread switch.
  _tile_release();
}

#pragma clang attribute pop

void ck_use_amx(ck_kernels *table) {
  table->bf16 = (ck_product){
      .precision = "bf16",
      .name = "amx",
      .outruns_f32 = true,
      .left_rows = SIDE,
      .k_step = DEPTH,
      .element_bytes = 2,
      .pack_left = ck_pack_left_amx,
      .pack_right = ck_pack_right_amx,
      .pack_right_cached = ck_pack_right_cached_amx,
      .multiply = multiply,
      .pack_exponentials = ck_pack_exponentials_amx,
  };
}

#endif
