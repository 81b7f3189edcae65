#include "template_bridge.h"
#include <ctemplate/template.h>
