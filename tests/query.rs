//! What must hold of every query: it is read or refused, never a panic, and
//! what was read can be written back and read again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use onrecord::query::{Day, Field, Near, Query, Reach, parse};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

#[path = "query_support/holds.rs"]
mod holds;

fn today() -> Day {
    Day::new(2024, 6, 15).unwrap()
}

fn comes_back(text: &str) -> Result<(), TestCaseError> {
    holds::check(text, today()).map_err(TestCaseError::fail)
}

/// Pieces with spaces between them or without.
fn soup() -> impl Strategy<Value = String> {
    let piece = (select(holds::PIECES), prop::bool::weighted(0.7));
    vec(piece, 0..20).prop_map(|pieces| {
        let spaced =
            |(piece, space): (&str, bool)| format!("{piece}{}", if space { " " } else { "" });
        pieces.into_iter().map(spaced).collect()
    })
}

fn word() -> impl Strategy<Value = Query> {
    let plain = select(
        &[
            "tunnel",
            "Roe",
            "mini-drama",
            "O’Brien",
            "U.S.",
            "3.5",
            "经济",
            "and",
            "why?",
            "24/7",
        ][..],
    );
    let open = select(&["econom*", "colo?r", "wom*n", "*gate", "mini-dram*", "a*"][..]);
    prop_oneof![
        4 => plain.prop_map(|word| Query::Word(word.to_owned())),
        2 => select(&["rail tunnel", "the", "AND", "climate chang*", "a, b!"][..]).prop_map(|words| Query::Phrase(words.to_owned())),
        1 => open.prop_map(|word| Query::Open(word.to_owned())),
        1 => (select(&["storm", "harbour"][..]), 1..=2u8).prop_map(|(word, letters)| Query::Nearly(word.to_owned(), letters)),
    ]
}

fn reach() -> impl Strategy<Value = Reach> {
    prop_oneof![
        (1..=1000u32).prop_map(Reach::Words),
        (1..=1000u32).prop_map(Reach::Before),
        Just(Reach::Sentence),
        Just(Reach::Paragraph),
    ]
}

/// What may stand beside `W/5`.
fn operand() -> impl Strategy<Value = Query> {
    word().prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Query::Or),
            vec(inner.clone(), 2..4).prop_map(Query::And),
            vec(inner.clone(), 2..4).prop_map(Query::Several),
            (inner.clone(), inner.clone())
                .prop_map(|(wanted, not)| Query::And(vec![wanted, Query::Not(Box::new(not))])),
            (inner.clone(), inner, reach()).prop_map(|(left, right, reach)| {
                Query::Near(Box::new(Near {
                    left,
                    right,
                    reach,
                    apart: false,
                }))
            }),
        ]
    })
}

/// `a NOT W/5 b`.
fn apart() -> impl Strategy<Value = Query> {
    (operand(), word(), reach()).prop_map(|(left, right, reach)| {
        Query::Near(Box::new(Near {
            left,
            right,
            reach,
            apart: true,
        }))
    })
}

fn query() -> impl Strategy<Value = Query> {
    let period = |text: &str| match parse(text, today()).unwrap() {
        Query::Date(period) => period,
        other => panic!("{other}"),
    };
    let periods = [
        "date:2024",
        "date:..2024-06",
        "date:7d",
        "date:2024-01-02T03:04:05Z",
    ];
    let period = select(periods.map(period).to_vec());
    let leaf = prop_oneof![
        6 => word(),
        3 => operand(),
        1 => apart(),
        1 => (1..=1000u32, operand()).prop_map(|(times, counted)| Query::AtLeast(times, Box::new(counted))),
        1 => period.clone().prop_map(Query::Date),
        1 => period.prop_map(Query::Seen),
        1 => Just(Query::All),
        1 => select(&["en", "zh"][..]).prop_map(|code| {
            Query::In(Field::Language, Box::new(Query::Word(code.to_owned())))
        }),
    ];
    let fields = [
        Field::Title,
        Field::Body,
        Field::Lead,
        Field::HeadLead,
        Field::Byline,
        Field::Source,
        Field::Section,
        Field::Quote,
        Field::Speaker,
        Field::Role,
        Field::Affiliation,
    ];
    leaf.prop_recursive(5, 40, 4, move |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Query::Or),
            vec(inner.clone(), 2..4).prop_map(Query::And),
            vec(inner.clone(), 2..4).prop_map(Query::Several),
            inner.clone().prop_map(|query| Query::Not(Box::new(query))),
            (select(fields.to_vec()), inner)
                .prop_filter("a code is no word", |(_, inner)| !inner
                    .to_string()
                    .contains("lang:"))
                .prop_map(|(field, inner)| Query::In(field, Box::new(inner))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(query in query()) {
        let written = query.to_string();
        let read = parse(&written, today());
        let read = read.map_err(|error| TestCaseError::fail(format!("{written}: {error}")))?;
        prop_assert_eq!(&read, &query, "{}", written);
    }

    #[test]
    fn soup_comes_back(text in soup()) {
        comes_back(&text)?;
    }

    #[test]
    fn any_text_comes_back(text in ".{0,80}") {
        comes_back(&text)?;
    }

    #[test]
    fn bytes_come_back(bytes in vec(any::<u8>(), 0..200)) {
        comes_back(&String::from_utf8_lossy(&bytes))?;
    }
}

/// Whoever changes the language changes its guide.
#[test]
fn the_examples_of_the_guide_are_read() {
    let guide = std::fs::read_to_string("docs/query-syntax.md").unwrap();
    let table = guide.lines().skip_while(|line| !line.starts_with("|---"));
    let examples = table.skip(1).take_while(|line| line.starts_with('|'));
    let mut read = 0;
    for line in examples {
        let typed = line.trim_start_matches("| ").split(" | ").next().unwrap();
        for text in typed.split('`').skip(1).step_by(2) {
            assert!(parse(text, today()).is_ok(), "{text}");
            read += 1;
        }
    }
    assert!(read > 15, "{read}");
}
