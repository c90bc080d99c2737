import Testing

@testable import Gateway

@Suite struct EntityTagTests {
    @Test(arguments: [
        ([#""a""#], true), ([#"W/"a""#], true), (["*"], true), ([#""b", "a""#], true), ([#""b""#, #""a""#], true),
        ([#"  "a"  "#], true), (["\t\"b\",\t\"a\"\t"], true), ([#""b",,"a""#], true), ([], false), ([""], false),
        ([#""b""#], false), (["a"], false), ([#""A""#], false), ([#"w/"a""#], false), ([#"W/ "a""#], false),
        ([#""a"x"#], false), ([#""aa""#], false), ([", ,"], false), ([#""b;"a""#], false),
    ])
    func headerNamesATag(headers: [String], matches: Bool) {
        #expect(EntityTag.matches(headers, #""a""#) == matches)
    }
}
