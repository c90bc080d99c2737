import Testing

@testable import Gateway

@Suite struct ScriptMinifierTests {
    // MARK: Tokens

    @Test(arguments: [
        // Spaces stay where tokens would become others.
        ("a + +b - -c", "a+ +b- -c"), ("a++ + ++b", "a++ + ++b"), ("typeof  a in\tb", "typeof a in b"),
        ("1 .toFixed()", "1 .toFixed()"), ("a ? .5 : b", "a? .5:b"), ("a < !--b", "a< !--b"),
        ("x = a / b / c", "x=a/b/c"), ("a / /b/.x", "a/ /b/.x"), ("return /a b/ in c", "return/a b/ in c"),
        ("class A { #a = 1; get #b() {} }", "class A{#a=1;get #b(){}}"), ("äb  öc", "äb öc"),
        // Brackets of an only parameter.
        ("(a) => b", "a=>b"), ("async (a) => b", "async a=>b"), ("f((a) => (b) => a)", "f(a=>b=>a)"),
        ("(a, b) => c", "(a,b)=>c"), ("({ a }) => c", "({a})=>c"), ("() => c", "()=>c"), ("(...a) => c", "(...a)=>c"),
        ("f(a); (1)", "f(a);(1)"), ("((a)) => c", "((a))=>c"),
        // What may go before a closing bracket, and what may not.
        ("{ a(); }", "{a()}"), ("f(a, [b, c,],)", "f(a,[b,c])"), ("[,]", "[,]"), ("[a,,]", "[a,,]"),
        ("{ for (;;); }", "{for(;;);}"), ("{ while (a); }", "{while(a);}"), ("{ if (a) b; else; }", "{if(a)b;else;}"),
        ("{ a:; }", "{a:;}"), ("{ return; }", "{return;}"), ("f({ a, })", "f({a})"),
        // Comments.
        ("a /* b */ + c // d", "a+c"), ("a/* */b", "a b"), ("/* a */ b", "b"), ("a // b\u{2028}c", "a\nc"),
        // Literals are left alone.
        (#"a = "b  // c" + 'd /* "e  ' "#, #"a="b  // c"+'d /* "e  '"#), (#""\"  a" + '\'  b'"#, #""\"  a"+'\'  b'"#),
        ("`a  // ${ b /* c */ + `d  ${ e }  f` }  g`", "`a  // ${b+`d  ${e}  f`}  g`"),
        ("`\\`  \\${  a }`", "`\\`  \\${  a }`"), ("`${ { a: 1 } }  b`", "`${{a:1}}  b`"), ("`a\n  b`", "`a\n  b`"),
        // A slash begins an expression or divides.
        ("a = /[/\"  ]\\/  '/g.test(b)", "a=/[/\"  ]\\/  '/g.test(b)"), ("if (a) /  '/.test(b)", "if(a)/  '/.test(b)"),
        ("f(a) / b / '  '", "f(a)/b/'  '"), ("a[0] / b / '  '", "a[0]/b/'  '"),
        ("({ a: {} }) / b / '  '", "({a:{}})/b/'  '"), ("a.return / b / '  '", "a.return/b/'  '"),
        ("a++ / b / '  '", "a++/b/'  '"), ("() => { } /  '/", "()=>{}/  '/"), ("1 / b / '  '", "1/b/'  '"),
        ("[/  '/, (/  '/)]", "[/  '/,(/  '/)]"), ("a => /  '/", "a=>/  '/"), ("`a` / b / '  '", "`a`/b/'  '"),
        ("else /  '/", "else/  '/"), ("[...{ } / b / '  ']", "[...{}/b/'  ']"), ("case /  '/", "case/  '/"),
        ("a = { b: { } / c / '  ' }", "a={b:{}/c/'  '}"),
    ])
    func tokensStayApart(source: String, expected: String) {
        #expect(ScriptMinifier.minify(source) == expected)
        #expect(ScriptMinifier.minify(expected) == expected)
    }

    // MARK: Lines

    @Test(arguments: [
        // A statement may end at these.
        ("a\nb", "a\nb"), ("a\n(b)", "a\n(b)"), ("a\n[b]", "a\n[b]"), ("a\n+b", "a\n+b"), ("a +\n+b", "a+\n+b"),
        ("a ?\n.5 : b", "a?\n.5:b"), ("a\n++b", "a\n++b"),
        ("a++\nb", "a++\nb"), ("a\n/b/g", "a\n/b/g"), ("a\n`b`", "a\n`b`"), ("return\na", "return\na"),
        ("a = 1.\nb", "a=1.\nb"), ("a\n.5", "a\n.5"), ("{}\nb", "{}\nb"), ("a /*\n*/ b", "a\nb"),
        ("a // b\nc", "a\nc"), ("class A {\n  get\n  *b() {}\n}", "class A{get\n*b(){}}"), ("a\r\n\r\n  b", "a\nb"),
        // Not at these.
        ("a;\n\n  b;\n", "a;b;"), ("f(\n  a,\n  b,\n)", "f(a,b)"), ("a\n  .b()\n  ?.c()", "a.b()?.c()"),
        ("a =\n  b ?\n c\n : d", "a=b?c:d"), ("a &&\n  b\n  || c", "a&&b||c"),
        ("() =>\n  a", "()=>a"), ("{\n  a\n}", "{a}"),
        ("\n\n  // a\n  b", "b"),
    ])
    func statementsStayApart(source: String, expected: String) {
        #expect(ScriptMinifier.minify(source) == expected)
        #expect(ScriptMinifier.minify(expected) == expected)
    }

    // MARK: Names and words

    @Test(arguments: [
        ("a = true; b(false, [true, false]);", "a=!0;b(!1,[!0,!1]);"), ("return true;", "return!0;"),
        ("{ a: false }", "{a:!1}"),
        ("a === true && b", "a===!0&&b"), ("(a = true /* b */, c) => d", "(a=!0,c)=>d"),
        ("a ? true : false;", "a?true:!1;"),
        // Where they bind looser than what follows, or are names.
        ("a = true.b", "a=true.b"), ("a = true ** 2", "a=true**2"), ("a.true;", "a.true;"),
        ("({ true: a })", "({true:a})"),
        ("class A { true; static false; }", "class A{true;static false}"),
        ("export { a, true } from 'b'", "export{a,true}from'b'"), ("yes = trueish;", "yes=trueish;"),
    ])
    func truthIsShort(source: String, expected: String) {
        #expect(ScriptMinifier.minify(source) == expected)
        #expect(ScriptMinifier.minify(expected) == expected)
    }

    @Test func privateMembersHaveShortNames() {
        let source = "class A { #one = 1; #two; b = { c: #one in this, d: this.#two.#one } } class B { #one = '#two' }"
        let expected = "class A{#a=1;#b;b={c:#a in this,d:this.#b.#a}}class B{#a='#two'}"
        #expect(ScriptMinifier.minify(source) == expected)
        #expect(ScriptMinifier.minify(expected) == expected)
        #expect(ScriptMinifier.minify("class A {  #\\u0061; #b }") == "class A {  #\\u0061; #b }")
        let many = (0..<60).map { "#name\($0)" }
        let script = ScriptMinifier.minify("class A { \(many.joined(separator: "; ")) }")
        let names = script.split(separator: "#").dropFirst()
        #expect(Set(names.map { $0.prefix { $0.isLetter || $0.isNumber } }).count == 60)
    }

    // MARK: Declarations

    @Test(arguments: [
        ("const a = 1; const b = 2;", "const a=1,b=2;"),
        ("const a = 1;\nconst { b } = c;\n\nconst [d] = e;", "const a=1,{b}=c,[d]=e;"),
        ("const a = () => { const b = 1; const c = 2; d(); };\nconst e = 3;", "const a=()=>{const b=1,c=2;d()},e=3;"),
        ("export const a = 1; const b = 2; const c = 3;", "export const a=1;const b=2,c=3;"),
        ("const a = 1; export const b = 2;", "const a=1;export const b=2;"),
        ("const a = 1; let b; const c = 2;", "const a=1;let b;const c=2;"),
        ("const a = 1\nb(); const c = 2;", "const a=1\nb();const c=2;"),
        ("{ const a = 1; } const b = 2;", "{const a=1}const b=2;"),
        ("for (const a of b) c(); const d = 1;", "for(const a of b)c();const d=1;"),
        ("const a = 1; a.const; const b = 2;", "const a=1;a.const;const b=2;"),
        ("class A { a = 1; const = 2; const() {} }", "class A{a=1;const=2;const(){}}"),
    ])
    func declarationsInARowAreOne(source: String, expected: String) {
        #expect(ScriptMinifier.minify(source) == expected)
        #expect(ScriptMinifier.minify(expected) == expected)
    }

    // MARK: What cannot be read

    @Test(arguments: [
        "a  + 'b", "a  + \"b\n\"", "a  + `b", "a  + `b${c", "a  = /b", "a  = /b\n/", "f(  a", "f(  a]", "a  )",
        "a  /* b", "a  + '\\", "#!/a  b", "a  = /[/", "`${  a)`",
    ])
    func whatCannotBeReadStays(source: String) {
        #expect(ScriptMinifier.minify(source) == source)
    }

    // MARK: Anything

    /// Statements with a "·" where there may be a gap and a space where there must be one; "_" is just a space.
    private static let statements = [
        "const_a·=·b·+ +·c·;", "if·(·a·)·{·f·(·'x__y'·,·`z__${·d·}__`·)·;·}", "for·(·const x of y·)·z++·;",
        "let r·=·/[/]\\/_'/g·.·exec·(·s·)·??·1·;", "const_g·=·async·(·h·)·=>·{·return h·?.·i·;·}·;", "k·=·l·/_2·/_m·;",
        "n·=·{·o·:·[·p·,·...q·,·]·,·}·;", "while·(·a·)·;", "class A·{·#a·=·1·;·}", "const_{·t·,·u·}·=·v·;",
        "w·=·x·? .5·:·y·- -·z·;",
    ]

    /// However the tokens of a script are set, what is served is the same, and can be made no smaller.
    @Test func layoutDoesNotMatter() {
        var random = XorShift(seed: 1)
        func any<Element>(_ list: [Element]) -> Element { list[Int(random.next() >> 33) % list.count] }
        func layOut(_ statements: [String], gap: () -> String, end: () -> String) -> String {
            let texts = statements.map { statement in
                statement.map { character in
                    switch character {
                    case "·": any(["", gap()])
                    case " ": gap()
                    case "_": " "
                    default: String(character)
                    }
                }.joined()
            }
            return texts.reduce("") { $0 + $1 + end() }
        }
        for _ in 0..<300 {
            let statements = (0..<6).map { _ in any(Self.statements) }
            let plain = ScriptMinifier.minify(layOut(statements, gap: { " " }, end: { "\n" }))
            let other = layOut(
                statements,
                gap: { any([" ", "  ", "\t", " /* ' */ ", "/**/", " /*/ \" */"]) },
                end: { any(["\n", "\n\n\t", " // `\n", "/*\n*/", "\r\n"]) }
            )
            #expect(ScriptMinifier.minify(other) == plain, "\(other)")
            #expect(ScriptMinifier.minify(plain) == plain)
        }
    }
}
