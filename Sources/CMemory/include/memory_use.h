#ifndef GATEBOOK_MEMORY_USE_H
#define GATEBOOK_MEMORY_USE_H

// A setting of the allocator that Swift's Glibc module does not show.

/// Gives each block of 128 KiB and more back to the system as soon as it is freed, from now on.
/// Otherwise glibc comes to keep such blocks, and short-lived ones leave holes among them.
/// 1, or 0 when it was refused, which costs nothing but memory.
int gatebook_give_back_large_blocks(void);

#endif
