import Configuration
import Directory
import Gateway
import LTI
import Logging
import Model

extension LecternConfiguration {
    /// Reads the environment, then the file that `LECTERN_CONFIG` names, and checks every value and their combination.
    ///
    /// - Throws: `LecternError` `configuration` that names the key and what it must be.
    static func read() throws -> LecternConfiguration {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider())
        let path = environment.string(forKey: "lectern.config") ?? ""
        let file = path.isEmpty ? nil : try ConfigurationFile(path: path)
        return try read { name in environment.string(forKey: ConfigKey("lectern.\(name)")) ?? file?[name] }
    }

    /// Reads the texts that `given` has for the names of keys.
    ///
    /// - Throws: `LecternError` `configuration`.
    static func read(_ given: @escaping (String) -> String?) throws -> LecternConfiguration {
        let values = ValueReader(given: given)
        let listen = try values.address(.listen)
        let publicURL = try values.publicURL(listen: listen)
        let configuration = LecternConfiguration(
            listen: listen,
            internalListen: try values.address(.internalListen),
            publicURL: publicURL,
            dataFolder: try values.folder(.data),
            keyFolder: try values.folder(.keys),
            guests: try values.flag(.guests),
            guestRequestsPerMinute: try values.number(.guestRequestsPerMinute, in: 1...1_000_000),
            authFailuresPerMinute: try values.number(.authFailuresPerMinute, in: 0...1_000_000),
            trustedProxies: try values.addressRanges(.trustedProxies),
            hotPath: try values.flag(.hotPath),
            cacheMiB: try values.number(.cacheMiB, in: 0...1_048_576),
            pageCacheKiB: try values.number(.pageCacheKiB, in: 64...1_048_576),
            maximumBodyBytes: try values.number(.maximumBodyBytes, in: 1_024...16_777_216),
            maximumConnections: try values.number(.maximumConnections, in: 1...1_000_000),
            idleTimeoutSeconds: try values.number(.idleTimeoutSeconds, in: 1...3_600),
            receiveTimeoutSeconds: try values.number(.receiveTimeoutSeconds, in: 1...3_600),
            coreListen: try values.address(.coreListen),
            coreURL: try values.coreURL(),
            coreDeadlineMs: try values.number(.coreDeadlineMs, in: 10...60_000),
            feedRetentionHours: try values.number(.feedRetentionHours, in: 1...87_600),
            launches: LaunchSettings(
                leewaySeconds: Double(try values.number(.ltiLeewaySeconds, in: 0...300)),
                maximumAgeSeconds: Double(try values.number(.ltiMaximumAgeSeconds, in: 60...86_400)),
                trustedAudiences: values.list(.ltiTrustedAudiences)
            ),
            accessLog: try values.choice(.accessLog, GatewaySettings.AccessLog.self),
            logLevel: try values.choice(.logLevel, Logger.Level.self),
            effective: ConfigurationKey.allCases.map { key in
                (key, key.name == ConfigurationKey.publicURL.name ? publicURL : values.text(key))
            }
        )
        try configuration.checkCombination()
        return configuration
    }

    private func checkCombination() throws(LecternError) {
        let listens = [
            (ConfigurationKey.listen, listen), (.internalListen, internalListen), (.coreListen, coreListen),
        ]
        for (index, (key, address)) in listens.enumerated() {
            for (other, otherAddress) in listens[(index + 1)...] where address == otherAddress && !address.isAnyPort {
                throw .configuration(
                    "\(key.environmentName) and \(other.environmentName) are the same address: give each its own"
                )
            }
        }
        if trustedProxies.contains(where: { $0.description.hasSuffix("/0") }) {
            throw .configuration(
                "LECTERN_TRUSTED_PROXIES must not trust every address: anyone could then claim any address"
            )
        }
    }
}

extension ListenAddress {
    fileprivate var isAnyPort: Bool { if case .host(_, port: 0) = self { true } else { false } }
}
