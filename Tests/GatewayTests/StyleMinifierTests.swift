import Testing

@testable import Gateway

@Suite struct StyleMinifierTests {
    @Test(arguments: [
        ("a { b: c; d: e; }\n\nf { g: h }\n", "a{b:c;d:e}f{g:h}"), ("/* a */ b { /* c */ d: e /* f */; }", "b{d:e}"),
        // Spaces that mean something.
        ("a b > c + d ~ e :is(f, .g) .h { }", "a b>c + d ~ e :is(f,.g) .h{}"),
        ("a :hover, b:hover { }", "a :hover,b:hover{}"),
        ("a { b: calc(1px + 2px - (3px * 4)) 5px; }", "a{b:calc(1px + 2px - (3px * 4)) 5px}"),
        ("@media screen and (a: b) { c { d: e; } }", "@media screen and (a:b){c{d:e}}"),
        ("a { --b: ; --c:  d; --e: }", "a{--b: ;--c:d;--e: }"),
        ("a { > b { c: d; } e & { f: g } }", "a{>b{c:d}e &{f:g}}"),
        // A comment keeps apart, but is no space.
        ("a/* */.b/**/c { d: e/**/f; }", "a/**/.b/**/c{d:e/**/f}"), ("a /**/ b/**/ c { }", "a b c{}"),
        // Literals are left alone.
        (#"a::before { content: "{ b:  c; /* d */ }  \"  "; }"#, #"a::before{content:"{ b:  c; /* d */ }  \"  "}"#),
        ("a { b: ' ; } ' ; }", "a{b:' ; } '}"), (#"a\: \  b { }"#, #"a\: \  b{}"#),
        ("a { b: url(//c/*d  e*/) 1px }", "a{b:url(//c/*d  e*/) 1px}"),
        ("a { b: URL( \"c;  d\" ) }", "a{b:URL( \"c;  d\" )}"),
        // What is not ended.
        ("a { b: \"c;  ", "a{b:\"c;  "), ("a /* b", "a"), ("a { b: url(c;  ", "a{b:url(c;  "), ("a\\", "a\\"), ("", ""),
    ])
    func stylesSayTheSame(source: String, expected: String) {
        #expect(StyleMinifier.minify(source) == expected)
        #expect(StyleMinifier.minify(expected) == expected)
    }
}

@Suite struct PageMinifierTests {
    @Test(arguments: [
        (
            "<!doctype html>\n<p>\n  <b>a</b>\n\n  <i>c</i>  <u>d</u>\n</p>\n",
            "<!doctype html>\n<p>\n<b>a</b>\n<i>c</i>  <u>d</u>\n</p>\n"
        ),
        ("<p>  a\n  b </p>", "<p>  a\n  b </p>"), ("<!-- a > -->\n<p> <!-- b --> c</p>", "\n<p>  c</p>"),
        ("a <!-- b", "a "),
        ("<a b=\"> \n <\" c='\"> \n '>\n  <d>", "<a b=\"> \n <\" c='\"> \n '>\n<d>"), ("a < b", "a < b"), ("<a", "<a"),
        ("<pre>\n  <b>\n  </b></pre>", "<pre>\n  <b>\n  </b></pre>"),
        ("<script>\n  // <!-- a\n  b(\"</i>  \");\n</script>", "<script>b(\"</i>  \");</script>"),
        ("<script type=\"module\"> a = b </script>", "<script type=\"module\">a=b</script>"),
        ("<script type=\"application/json\"> [1] </script>", "<script type=\"application/json\"> [1] </script>"),
        ("<script src=\"a\" nonce=\"{{nonce}}\"></script>", "<script src=\"a\" nonce=\"{{nonce}}\"></script>"),
        ("<style>\n  a { b: c; }\n</style>", "<style>a{b:c}</style>"),
    ])
    func pagesSayTheSame(source: String, expected: String) {
        #expect(PageMinifier.minify(source) == expected)
        #expect(PageMinifier.minify(expected) == expected)
    }
}
