#include <sql.h>
#include <sqlext.h>

// SQL_C_SLONG is a sum of macros, which Swift does not see.
static const int gatebook_sql_c_long = SQL_C_SLONG;
