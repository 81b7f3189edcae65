#ifndef GATEBOOK_FILE_SYSTEM_H
#define GATEBOOK_FILE_SYSTEM_H

// Linux calls that Swift's Glibc module does not show, because they need _GNU_SOURCE.

/// Exchanges two paths of one file system in one step; 0, or -1 with errno.
int gatebook_exchange(const char *left, const char *right);

/// Brings all that was written to the file system of an open file to the disk; 0, or -1 with errno.
int gatebook_sync_file_system(int descriptor);

#endif
