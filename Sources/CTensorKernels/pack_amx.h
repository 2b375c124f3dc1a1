#ifndef CK_PACK_AMX_H
#define CK_PACK_AMX_H

#include "CTensorKernels.h"

/// Packs as `ck_product.pack_left` and `pack_right` describe, into the tiles of product_amx.c; both
/// operands of product_avx512bf16.c are packed like right ones.
void ck_pack_left_amx(const float *source, ptrdiff_t row_stride, ptrdiff_t k_stride, size_t rows,
                      size_t k, void *panel, size_t k_offset);
void ck_pack_right_amx(const float *source, ptrdiff_t k_stride, ptrdiff_t column_stride,
                       size_t columns, size_t k, void *panel, size_t k_offset);
/// Like `ck_pack_right_amx`, for what is read at once: it stays in the caches.
void ck_pack_right_cached_amx(const float *source, ptrdiff_t k_stride, ptrdiff_t column_stride,
                              size_t columns, size_t k, void *panel, size_t k_offset);
/// `ck_product.pack_exponentials` for either product.
void ck_pack_exponentials_amx(const ck_logits *logits, ck_softmax_row *rows, void *left,
                              size_t left_panel_bytes, void *transposed,
                              size_t transposed_panel_bytes, size_t row_offset);
void ck_pack_exponentials_avx512bf16(const ck_logits *logits, ck_softmax_row *rows, void *left,
                                     size_t left_panel_bytes, void *transposed,
                                     size_t transposed_panel_bytes, size_t row_offset);

#endif
