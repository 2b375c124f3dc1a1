// Counts the heap allocations of a thread.
//
// In a program that links this target, the allocation functions of glibc are called through the
// ones here, which count. Elsewhere nothing is replaced and nothing is counted.
#ifndef C_ALLOCATION_COUNT_H
#define C_ALLOCATION_COUNT_H

#include <stdbool.h>
#include <stdint.h>

/// Whether allocations are counted on this system.
bool ca_is_counting(void);

/// The allocations of the calling thread so far; a reallocation counts as one.
uint64_t ca_thread_allocations(void);

/// The bytes of the largest allocation of the calling thread since the last call of
/// `ca_forget_largest_allocation`.
uint64_t ca_thread_largest_allocation(void);

/// Lets the next allocation of the calling thread be the largest.
void ca_forget_largest_allocation(void);

#endif
