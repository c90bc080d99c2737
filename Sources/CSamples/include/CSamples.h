#ifndef CSAMPLES_H
#define CSAMPLES_H

#include <stddef.h>
#include <stdint.h>

/// The bytes of a file that is part of the program.
typedef struct {
    const uint8_t *_Nonnull start;
    size_t count;
} CSample;

/// deploy/lessons/fractions.json
CSample csample_fractions(void);

/// deploy/lessons/photosynthesis.json
CSample csample_photosynthesis(void);

#endif
