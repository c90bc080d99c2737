import Directory
import Gateway
import Model

extension PlatformDraft {
    /// Checks the draft, and names what is wrong as the user gave it.
    ///
    /// - Parameter names: the user's name of each value, by what the check calls it.
    /// - Throws: `LecternError` `invalid`.
    func validate(naming names: [String: String]) throws(LecternError) {
        do {
            try validate()
        } catch {
            guard let end = error.message.firstRange(of: ": ")?.lowerBound,
                let name = names[String(error.message[..<end])]
            else { throw error }
            throw LecternError(error.code, name + error.message[end...])
        }
    }
}
