#define _GNU_SOURCE
#include "file_system.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int gatebook_exchange(const char *left, const char *right) {
    return renameat2(AT_FDCWD, left, AT_FDCWD, right, RENAME_EXCHANGE);
}

int gatebook_sync_file_system(int descriptor) { return syncfs(descriptor); }
