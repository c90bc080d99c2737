#ifndef LECTERN_CLZ4_SHIM_H
#define LECTERN_CLZ4_SHIM_H

#include <lz4.h>

#endif
