// What the files of this target share. Each backend is one function that overrides the entries of a
// table for which it has a faster kernel, so a table is complete from the first call on.

#ifndef CK_KERNELS_H
#define CK_KERNELS_H

#include "CTensorKernels.h"

void ck_use_reference(ck_kernels *table);
#if defined(__x86_64__)
void ck_use_avx2(ck_kernels *table);
void ck_use_avx512(ck_kernels *table);
void ck_use_avx512bf16(ck_kernels *table);
void ck_use_amx(ck_kernels *table);
#elif defined(__aarch64__)
void ck_use_neon(ck_kernels *table);
#endif

extern const ck_product ck_product_f32_reference;
extern const ck_product ck_product_bf16_reference;

void ck_adam_reference(const ck_adam_step *step, const float *gradient, float *weight,
                       float *first, float *second, size_t n);
ck_row_loss ck_softmax_cross_entropy_reference(float *row, size_t n, uint32_t target,
                                               float gradient_scale);
void ck_log_softmax_reference(float *row, size_t n);
ck_row_part ck_exponentials_reference(float *x, const float *bias, size_t n, float shift);
void ck_lstm_forward_reference(size_t rows, size_t units, size_t hidden, size_t cell_stride,
                               ck_gates z, const float *bias, size_t bias_gate,
                               const float *c_prev, ck_gates gates, float *c, float *h);
void ck_lstm_backward_reference(size_t rows, size_t units, size_t hidden, size_t cell_stride,
                                ck_gates gates, const float *c_prev, const float *c,
                                const float *dh, const float *more, size_t more_stride,
                                ck_gates dz, float *dc);
void ck_add_rows_reference(const float *x, size_t stride, size_t rows, size_t n, float *sum);
float ck_dot_reference(const float *x, const float *y, size_t n);
float ck_sum_of_squares_reference(const float *x, size_t n);
float ck_copy_nontemporal_reference(const float *x, float *y, size_t n);
void ck_axpy_reference(float alpha, const float *x, float *y, size_t n);
void ck_scale_reference(float alpha, float *x, size_t n);
void ck_tanh_reference(float *x, size_t n);
void ck_sigmoid_reference(float *x, size_t n);

#endif
