// In C, since the Swift compiler takes half a minute for an array literal of this size, and `#embed` no time at all.

#include "CSamples.h"

// It came with C23; Clang has it for every C.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t fractions[] = {
#embed "../../deploy/lessons/fractions.json"
};

static const uint8_t photosynthesis[] = {
#embed "../../deploy/lessons/photosynthesis.json"
};

CSample csample_fractions(void) {
    return (CSample){fractions, sizeof fractions};
}

CSample csample_photosynthesis(void) {
    return (CSample){photosynthesis, sizeof photosynthesis};
}
