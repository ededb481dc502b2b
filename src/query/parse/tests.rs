//! What is typed, and what it is read as.

use super::*;

fn read(text: &str) -> String {
    match parse(text, Day::new(2024, 6, 15).unwrap()) {
        Ok(query) => query.to_string(),
        Err(error) => error.to_string(),
    }
}

fn check(table: &[(&str, &str)]) {
    for (text, wanted) in table {
        assert_eq!(read(text), *wanted, "{text}");
        assert_eq!(read(wanted), *wanted, "{text}, written back");
    }
}

#[test]
fn queries_are_read_as_meant() {
    check(&[
        ("mini drama", "mini drama"),
        ("a OR b c", "a OR (b c)"),
        ("a AND b OR c", "(a AND b) OR c"),
        ("(a OR b) c", "(a OR b) c"),
        ("drama -film", "drama (NOT film)"),
        ("drama AND NOT film", "drama AND (NOT film)"),
        ("a && b || c", "(a AND b) OR c"),
        ("mini-drama", "mini-drama"),
        ("drama - film", "drama - film"),
        ("NOT NOT film", "film"),
        ("“mini drama” „x“ «y z»", "\"mini drama\" \"x\" \"y z\""),
        ("title:budget", "title:budget"),
        ("headline:(a OR b)", "title:(a OR b)"),
        ("source:\"China Daily\" x", "source:\"China Daily\" x"),
        ("and or not", "and or not"),
        (
            "why? https://example.org/a?b=c",
            "why? https://example.org/a?b=c",
        ),
        ("at 3:30 https://example.org", "at 3:30 https://example.org"),
        ("Analysis: why", "Analysis: why"),
        ("don't O’Brien", "don't O’Brien"),
        ("date:2024-02", "date:2024-02-01..2024-02-29"),
        ("by:roe said:tunnel", "speaker:roe quote:tunnel"),
        (
            "kind:direct org:\"Example Bank\"",
            "kind:direct affiliation:\"Example Bank\"",
        ),
        ("date:7d seen:1d", "date:2024-06-08.. seen:2024-06-14.."),
        ("", "*"),
    ]);
}

#[test]
fn words_near_each_other() {
    check(&[
        ("a W/5 b", "a W/5 b"),
        ("a w/5 b near/3 c", "(a W/5 b) W/3 c"),
        ("a PRE/5 b", "a PRE/5 b"),
        ("a pre/2 b", "a PRE/2 b"),
        ("a /5 b", "a W/5 b"),
        ("a NEAR5 b ADJ2 c", "(a W/5 b) PRE/2 c"),
        ("a ONEAR/4 b", "a PRE/4 b"),
        ("a AROUND(5) b", "a W/5 b"),
        ("a /s b", "a /s b"),
        ("a w/s b W/PARA c", "(a /s b) /p c"),
        ("a W/P b", "a /p b"),
        ("a NOT W/5 b", "a NOT W/5 b"),
        ("a NOT /s b not near", "(a NOT /s b) not near"),
        ("a W/5 b c", "(a W/5 b) c"),
        ("a b W/5 c", "a (b W/5 c)"),
        ("a /p b /s c W/5 d", "a /p (b /s (c W/5 d))"),
        ("a W/5 b /s c /p d", "((a W/5 b) /s c) /p d"),
        ("NOT a W/5 b", "NOT (a W/5 b)"),
        ("a -b W/5 c", "a (NOT (b W/5 c))"),
        ("(a OR b) W/5 \"c d\"", "(a OR b) W/5 \"c d\""),
        ("(a b) W/5 (c NOT d)", "(a b) W/5 (c (NOT d))"),
        ("title:a W/5 title:b", "title:(a W/5 b)"),
        ("title:(a W/5 b)", "title:(a W/5 b)"),
        (
            "24/7 w/o coffee w/ milk (w/) 5",
            "24/7 w/o coffee w milk w 5",
        ),
        ("and/or 5/6", "and/or 5/6"),
    ]);
}

#[test]
fn functions_and_fields() {
    check(&[
        ("ATLEAST3(drama)", "ATLEAST3(drama)"),
        ("atleast3(a OR b)", "ATLEAST3(a OR b)"),
        ("ATLEAST3 drama film", "ATLEAST3(drama) film"),
        ("ATLEAST2(title:a)", "title:ATLEAST2(a)"),
        ("HLEAD(a b)", "hlead:(a b)"),
        ("hlead(a) lead(b)", "hlead:a lead:b"),
        ("HL(a) BYLINE(roe)", "title:a byline:roe"),
        ("HEADLINE(a) SECTION(b)", "title:a section:b"),
        ("lead(s) author(s)", "lead s author s"),
        ("lead (a b) section(b c)", "lead (a b) section (b c)"),
        ("lang:(en OR es)", "lang:(en OR es)"),
        ("title：预算", "title:预算"),
        ("CEO：张三", "CEO：张三"),
    ]);
}

#[test]
fn letters_left_open() {
    check(&[
        ("econom* econom!", "econom* econom*"),
        ("colo?r wom*n *gate", "colo?r wom*n *gate"),
        ("mini-dram*", "mini-dram*"),
        ("Yahoo! no! why? what?", "Yahoo! no! why? what?"),
        ("f*** 5*, \"econom! a?b\"", "f*** 5* \"econom! a?b\""),
        ("us$5 US$3 million", "us$5 US$3 million"),
        ("NATO(a b)", "NATO (a b)"),
        ("* *", "* *"),
        ("a*", "a*"),
        ("经济* 三个字!", "经济* 三个字!"),
        ("storm~ storm~2, .storm~1!", "storm~1 storm~2 storm~1"),
        ("~5 example.org/~roe", "~5 example.org/~roe"),
    ]);
}

#[test]
fn typography_is_harmless() {
    check(&[
        ("（a OR b） ＂c d＂", "(a OR b) \"c d\""),
        ("a\u{a0}OR\u{3000}b", "a OR b"),
        ("\u{feff}dra\u{ad}ma \u{200b}AND film", "drama AND film"),
        ("「a b」 『c』", "\"a b\" \"c\""),
        ("−film a", "(NOT film) a"),
        ("--film \"a\"-b", "film \"a\" b"),
    ]);
}

#[test]
fn errors_name_the_column_and_what_to_do() {
    for (text, column, words) in [
        ("a \"b", 3, "not closed"),
        ("a (b", 3, "add `)`"),
        ("a )", 3, "leave it out"),
        ("a AND", 6, "missing after AND"),
        ("OR b", 1, "before OR"),
        ("a AND AND b", 7, "between AND and AND"),
        ("()", 2, "nothing in the parentheses"),
        ("colour:red", 1, "fields are title"),
        ("a sorce:x", 3, "did you mean source:?"),
        ("a site:x", 3, "write source:"),
        ("title: budget", 1, "without a space"),
        ("a title:-b", 9, "-title:word"),
        ("title:NOT a", 7, "NOT title:word"),
        ("a date:soon", 8, "is no date"),
        ("a seen:", 3, "missing after `seen:`"),
        ("a date:9999y", 8, "too long ago"),
        ("a kind:loud", 8, "one of direct"),
        ("lang:(en OR xx1)", 13, "language code"),
        ("lang:(en W/5 es)", 10, "several with OR"),
        ("lang:en W/5 lang:es", 9, "several with OR"),
        ("lang:title:en", 6, "several with OR"),
        ("W/5 b", 1, "before W/5"),
        ("NOT W/5 b", 5, "before NOT W/5"),
        ("a AROUND(5", 9, "add `)`"),
        ("a W/5", 6, "after W/5"),
        ("a W/5 W/3 b", 7, "between W/5 and W/3"),
        ("a W/ 5 b", 3, "W/5"),
        ("a w/ 5 b", 3, "W/5"),
        ("a W/n b", 3, "W/5"),
        ("a W/0 b", 3, "from 1 to 1000"),
        ("a W/1001 b", 3, "from 1 to 1000"),
        ("a W/99999999999 b", 3, "from 1 to 1000"),
        ("a W/5 -b", 7, "a NOT W/5 b"),
        ("a W/5 title:b", 3, "title:(b W/5 a)"),
        ("title:a W/5 b", 9, "title:(a W/5 b)"),
        ("title:a W/5 body:b", 9, "title:(a W/5 b)"),
        ("a W/5 date:2024", 3, "(a W/5 b) date:2024"),
        ("a W/5 ATLEAST3(b)", 3, "AND ATLEAST3"),
        ("a W/5 *", 3, "not `*`"),
        ("(NOT a) /s b", 9, "NOT W/5"),
        ("(a OR NOT d) W/5 b", 14, "words must stand"),
        ("- W/5 b", 3, "there is none"),
        ("a NOT W/5 (b NOT c)", 3, "no clear meaning"),
        ("a +5 b", 3, "PRE/5"),
        ("a PRE/S b", 3, "/s"),
        ("\"a b\"~5", 6, "a W/5 b"),
        ("\"a b\"*", 6, "\"a b*\""),
        ("HLEAD (x)", 1, "HLEAD(word)"),
        ("ATLEAST(3, x)", 1, "ATLEAST3(word)"),
        ("ATLEAST0(x)", 1, "from 1"),
        ("ATLEAST3(date:2024)", 1, "beside it"),
        ("ATLEAST3(ATLEAST2(x))", 1, "another"),
        ("DATE(2024)", 1, "date:2024-06"),
        ("PUBLICATION(wire)", 1, "write source:"),
        ("a ALLCAPS(aids)", 3, "case does not matter"),
        ("a econom$3", 3, "a star"),
        ("hlp=roe", 1, "hlead:word"),
        ("a *ab", 3, "at least 3 letters"),
        ("a storm~3", 3, "storm~1 or storm~2"),
        ("mini-drama~1", 1, "mini~1 PRE/1 drama~1"),
        ("a~1", 1, "too short"),
        ("econom*~1", 1, "not both"),
        ("!*gate~2!", 1, "not both"),
    ] {
        let error = parse(text, Day::new(2024, 6, 15).unwrap()).unwrap_err();
        assert_eq!(error.column(), Some(column), "{text}: {error}");
        assert!(error.to_string().contains(words), "{text}: {error}");
    }
}

#[test]
fn monsters_are_refused() {
    let tower = "(".repeat(45) + "x" + &(" W/5 x".repeat(21) + ")").repeat(45);
    for text in [
        format!("{tower} W/5 title:y"),
        format!("{tower} W/5 y"),
        format!("ATLEAST3({tower} W/5 *)"),
        "(".repeat(10_000),
        "title:".repeat(10_000),
        "ATLEAST2 ".repeat(10_000),
        "x ".repeat(2_000),
        "* ".repeat(2_000),
        "x OR ".repeat(5_000) + "x",
        "x W/5 ".repeat(1_000) + "x",
        "y".repeat(1_000_000),
    ] {
        assert!(parse(&text, Day::new(2024, 6, 15).unwrap()).is_err());
    }
}
