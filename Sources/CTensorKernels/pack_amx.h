#ifndef CK_PACK_AMX_H
#define CK_PACK_AMX_H

#include <stddef.h>

/// Packs as `ck_product.pack_left` and `pack_right` describe, into the tiles of product_amx.c.
void ck_pack_left_amx(const float *source, ptrdiff_t row_stride, ptrdiff_t k_stride, size_t rows,
                      size_t k, void *panel, size_t k_offset);
void ck_pack_right_amx(const float *source, ptrdiff_t k_stride, ptrdiff_t column_stride,
                       size_t columns, size_t k, void *panel, size_t k_offset);

#endif
