import Testing

/// Tests that want the machine for themselves; one at a time.
@Suite(.serialized) enum HeavyTests {}
