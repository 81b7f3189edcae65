#include "toml_bridge.h"
#include <toml++/toml.h>
