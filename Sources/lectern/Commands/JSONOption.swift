import ArgumentParser

/// The option that managing commands share.
struct JSONOption: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print one JSON object or array on standard output.")
    var isOn = false
}
