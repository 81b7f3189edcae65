#ifndef EXPORT_PEER_H
#define EXPORT_PEER_H

// Writes `rows` invented punches to a workbook, as a plain C program would: one sheet, thirteen
// columns, constant memory. Returns 0 when the file was written.
int export_peer_workbook(const char *path, const char *folder, long rows);

#endif
