#include "export_peer.h"

#include <stdio.h>
#include <xlsxwriter.h>

int export_peer_workbook(const char *path, const char *folder, long rows) {
    static const char *titles[] = {"Gate", "Branch", "Id on the gate", "Member id", "Name", "At", "State",
                                   "Verify", "Work code", "Used as", "Work date", "Source", "Read at"};
    static const char *uses[] = {"in", "duplicate", "extra", "out"};
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = (char *)folder};
    lxw_workbook *book = workbook_new_opt(path, &options);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "Punches");
    lxw_format *header = workbook_add_format(book);
    format_set_bold(header);
    lxw_format *id = workbook_add_format(book);
    format_set_num_format(id, "@");
    lxw_format *text = workbook_add_format(book);
    format_set_align(text, LXW_ALIGN_VERTICAL_TOP);
    lxw_format *date = workbook_add_format(book);
    format_set_num_format(date, "yyyy\\-mm\\-dd");
    lxw_format *moment = workbook_add_format(book);
    format_set_num_format(moment, "yyyy\\-mm\\-dd\\ hh:mm:ss");
    lxw_format *count = workbook_add_format(book);
    format_set_num_format(count, "0");
    for (int column = 0; column < 13; column++)
        worksheet_write_string(sheet, 0, (lxw_col_t)column, titles[column], header);
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_autofilter(sheet, 0, 0, (lxw_row_t)rows, 12);
    char badge[32], name[64];
    for (long index = 0; index < rows; index++) {
        lxw_row_t row = (lxw_row_t)(index + 1);
        long person = index % 500, day = index / 2000, second = 28800 + index % 30000;
        snprintf(badge, sizeof badge, "%05ld", 10000 + person);
        snprintf(name, sizeof name, "Invented Person %ld", person);
        worksheet_write_string(sheet, row, 0, "BENCH1000", id);
        worksheet_write_string(sheet, row, 1, "MAIN", id);
        worksheet_write_string(sheet, row, 2, badge, id);
        worksheet_write_string(sheet, row, 3, badge, id);
        worksheet_write_string(sheet, row, 4, name, text);
        worksheet_write_number(sheet, row, 5, 45658.0 + (double)day + (double)second / 86400, moment);
        worksheet_write_number(sheet, row, 6, (double)(index % 2), count);
        worksheet_write_number(sheet, row, 7, 1, count);
        worksheet_write_string(sheet, row, 9, uses[index % 4], text);
        worksheet_write_number(sheet, row, 10, 45658.0 + (double)day, date);
        worksheet_write_string(sheet, row, 11, "pull", text);
        worksheet_write_number(sheet, row, 12, 46023.5, moment);
    }
    return workbook_close(book) == LXW_NO_ERROR ? 0 : 1;
}
