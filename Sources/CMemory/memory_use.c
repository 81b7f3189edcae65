#include "memory_use.h"

#include <malloc.h>

int gatebook_give_back_large_blocks(void) {
    // Once set, the threshold no longer grows with the blocks that are freed.
    return mallopt(M_MMAP_THRESHOLD, 128 * 1024);
}
