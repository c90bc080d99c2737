import ArgumentParser
import Model
import ProgressCore

/// The options that name a course or a group.
struct CollectionOption: ParsableArguments {
    @Option(help: "The course's id.") var course: CourseID?
    @Option(help: "The group's id, in place of a course's.") var group: GroupID?

    /// The one of them that was given.
    ///
    /// - Throws: `LecternError` `invalid` for both and for none.
    func chosen() throws(LecternError) -> RosterCollection {
        switch (course, group) {
        case (let course?, nil): return .course(course)
        case (nil, let group?): return .group(group)
        default: throw LecternError.invalid("Give either --course or --group")
        }
    }
}
