//! Marks of all styles, apostrophes, and texts made to break the pairing.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Vec<&str> {
    let mut start = 0;
    let mut paragraphs = Vec::new();
    for line in text.split('\n') {
        paragraphs.push(start..start + line.len());
        start += line.len() + 1;
    }
    let found = regions(text, &paragraphs);
    found
        .iter()
        .filter_map(|region| region.inner.of(text))
        .collect()
}

#[test]
fn marks_of_all_styles_are_paired() {
    for (text, wanted) in [
        ("“Yes,” she said. “No.”", vec!["Yes,", "No."]),
        ("\"Yes,\" she said. \"No.\"", vec!["Yes,", "No."]),
        ("“Yes,\" she said.", vec!["Yes,"]),
        ("„Ja“, sagte er. „Nein“", vec!["Ja", "Nein"]),
        ("»Ja«, sagte er. »Nein«", vec!["Ja", "Nein"]),
        ("« Oui », dit-il.", vec!["Oui"]),
        ("«Sí», dijo.", vec!["Sí"]),
        ("”Ja”, säger hon. ”Nej”", vec!["Ja", "Nej"]),
        ("他说：“好。”然后走了。", vec!["好。"]),
        ("「はい」と話した。", vec!["はい"]),
        ("``Yes,'' she said.", vec!["Yes,"]),
        ("''Yes,'' she said.", vec!["Yes,"]),
        ("\"\"Yes,\"\" she said.", vec!["Yes,"]),
        ("＂Yes,＂ she said.", vec!["Yes,"]),
        (
            "“He said ‘go’ to me,” she said.",
            vec!["He said ‘go’ to me,"],
        ),
        (
            "‘He said “go” to me,’ she said.",
            vec!["He said “go” to me,"],
        ),
        (
            "“He said “go” to me,” she said.",
            vec!["He said “go” to me,"],
        ),
        ("“wrong way“ he said", vec!["wrong way"]),
    ] {
        assert_eq!(read(text), wanted, "{text}");
    }
}

#[test]
fn apostrophes_are_no_marks() {
    for (text, wanted) in [
        (
            "It’s the workers’ right, in the ’90s, O’Brien didn’t say.",
            vec![],
        ),
        ("rock 'n' roll in the '90s", vec![]),
        ("‘We don’t know,’ she said.", vec!["We don’t know,"]),
        ("'We don't know,' she said.", vec!["We don't know,"]),
        (
            "‘It is the workers’ rights we want,’ she said.",
            vec!["It is the workers’ rights we want,"],
        ),
        ("The ‘bosses’ left.", vec!["bosses"]),
        ("\"He is 6'2\" tall,\" she said.", vec!["He is 6'2\" tall,"]),
        ("a 12\" record", vec![]),
        ("“Yes,” he said of ‘Nights’, a song.", vec!["Yes,"]),
    ] {
        assert_eq!(read(text), wanted, "{text}");
    }
}

#[test]
fn an_open_region_goes_on_in_the_next_paragraph() {
    let text = "“One.\n“Two.\n“Three,” she said.";
    let found = regions(text, &[0..7, 8..15, 16..text.len()]);
    let shape: Vec<_> = found
        .iter()
        .map(|region| (region.closed, region.continues))
        .collect();
    assert_eq!(shape, [(false, false), (false, true), (true, true)]);
    assert_eq!(read("«Uno.\n»Dos», dijo."), ["Uno.", "Dos"]);
    assert_eq!(read("“One.\nTwo,” she said."), ["One.", "Two,"]);
    assert_eq!(
        read("“One, she said. “Two,” she said."),
        ["One, she said.", "Two,"]
    );
}

proptest! {
    #[test]
    fn regions_lie_in_order_in_their_paragraphs(text in "[ab.,\\n '\"“”‘’«»„`「」é说0-9s-]{0,120}") {
        let mut start = 0;
        let mut paragraphs = Vec::new();
        for line in text.split('\n') {
            paragraphs.push(start..start + line.len());
            start += line.len() + 1;
        }
        let mut last = 0;
        for region in regions(&text, &paragraphs) {
            prop_assert!(region.span.start >= last && !region.span.is_empty());
            prop_assert!(region.span.contains(region.inner));
            prop_assert!(region.span.of(&text).is_some() && region.inner.of(&text).is_some());
            prop_assert!(!region.span.of(&text).unwrap_or("").contains('\n'));
            last = region.span.end;
        }
    }
}

#[test]
fn a_million_marks_are_read_once() {
    for mark in ["\"", "“", "‘a ", "'a ", "«", "' ", "‘s’ "] {
        let text = mark.repeat(1_000_000);
        let _ = regions(&text, std::slice::from_ref(&(0..text.len())));
    }
}
