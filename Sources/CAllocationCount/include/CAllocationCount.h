// How often a thread has taken memory from the heap.
//
// A program that links this target has its allocations counted where the C library is glibc, whose functions
// are then called through those here. Elsewhere nothing is replaced and nothing is counted.
#ifndef C_ALLOCATION_COUNT_H
#define C_ALLOCATION_COUNT_H

#include <stdbool.h>
#include <stdint.h>

/// Whether allocations are counted on this system.
bool ca_is_counting(void);

/// The allocations of the calling thread so far; a reallocation counts as one.
uint64_t ca_thread_allocations(void);

#endif
