//! Tests of the whole way from text to speakers; all people, bodies and
//! sentences are invented.

use proptest::prelude::*;

use super::People;
use crate::quote::statement::Statement;
use crate::quote::text::Text;
use crate::quote::{About, Evidence, Sort, Speaker};
use crate::span::Span;

/// A body with mentions in ⟦ ⟧ → its text and their spans.
fn marked(body: &str) -> (String, Vec<Span>) {
    let (mut text, mut spans, mut start) = (String::new(), Vec::new(), 0);
    for c in body.chars() {
        match c {
            '⟦' => start = text.len(),
            '⟧' => spans.push(Span::new(start, text.len())),
            c => text.push(c),
        }
    }
    (text, spans)
}

fn statement(mention: Span) -> Statement {
    Statement {
        content: vec![Span::new(mention.end, mention.end)],
        cue: None,
        mention: Some(mention),
        carried: false,
        strength: 1.0,
    }
}

fn speakers(body: &str) -> Vec<(Option<Speaker>, Evidence, f32)> {
    let (text, spans) = marked(body);
    let statements: Vec<Statement> = spans.into_iter().map(statement).collect();
    let text = Text::new(&text);
    People::read(&text, &About::default()).speakers(&text, &statements)
}

/// Name, role and affiliation of the last speaker of a body.
fn last(body: &str) -> (String, String, String) {
    let speaker = speakers(body).pop().and_then(|answer| answer.0);
    speaker.map_or_else(Default::default, |speaker| {
        (
            speaker.name,
            speaker.role.unwrap_or_default(),
            speaker.affiliation.unwrap_or_default(),
        )
    })
}

#[test]
fn roles_stand_around_the_name() {
    for (body, name, role, affiliation) in [
        (
            "“No,” said ⟦goatherd Xyz Abcd⟧.",
            "Xyz Abcd",
            "goatherd",
            "",
        ),
        (
            "“Nein“, sagte ⟦Hafenmeisterin Xyz Abcd⟧.",
            "Xyz Abcd",
            "Hafenmeisterin",
            "",
        ),
        (
            // What is said in front of the name is not said again behind it.
            "“No,” said ⟦Harbour Master Ann Roe, the harbour master of Port Ellery⟧.",
            "Ann Roe",
            "harbour master",
            "Port Ellery",
        ),
        (
            "“No,” said ⟦council spokeswoman Ann Roe, a spokeswoman for Port Ellery⟧.",
            "Ann Roe",
            "council spokeswoman",
            "Port Ellery",
        ),
        (
            "“No,” said ⟦Ann Roe, the secretary of the Fishers’ Association⟧.",
            "Ann Roe",
            "secretary",
            "Fishers’ Association",
        ),
        (
            "⟦Ann Roe, a professor of law at Example University⟧, said no.",
            "Ann Roe",
            "professor of law",
            "Example University",
        ),
        (
            "That is over, said ⟦Acme chief executive Ann Roe⟧.",
            "Ann Roe",
            "chief executive",
            "Acme",
        ),
        (
            "⟦Foreign Secretary Ann Roe⟧ said no.",
            "Ann Roe",
            "Foreign Secretary",
            "",
        ),
        (
            "⟦Secretary of State Ann Roe⟧ said no.",
            "Ann Roe",
            "Secretary of State",
            "",
        ),
        (
            "⟦Zhou Ling, deputy head of the Example Services Association⟧, said no.",
            "Zhou Ling",
            "deputy head",
            "Example Services Association",
        ),
        (
            "⟦Li Min, founder and CEO of Foo and Bar (Utopia) Technology Co⟧, said no.",
            "Li Min",
            "founder and CEO",
            "Foo and Bar (Utopia) Technology Co",
        ),
        (
            "⟦Ann Roe, 54, a baker from Utopia⟧, said no.",
            "Ann Roe",
            "baker",
            "Utopia",
        ),
        (
            "⟦Ann Roe, an associate professor at Example University's School of Arts⟧, said no.",
            "Ann Roe",
            "associate professor",
            "Example University's School of Arts",
        ),
        (
            "The Foo Institute’s ⟦director, Ann Roe⟧, said no.",
            "Ann Roe",
            "director",
            "Foo Institute",
        ),
        (
            "“No,” says ⟦Ann Roe, who leads the Foo Institute⟧.",
            "Ann Roe",
            "leads the Foo Institute",
            "",
        ),
        (
            "⟦Dr Ann Roe (University of Utopia)⟧ said no.",
            "Ann Roe",
            "",
            "University of Utopia",
        ),
    ] {
        assert_eq!(
            last(body),
            (name.into(), role.into(), affiliation.into()),
            "{body}"
        );
    }
}

#[test]
fn later_mentions_mean_the_person() {
    for (body, name) in [
        ("Ann Roe, a baker, came. ⟦Roe⟧ said no.", "Ann Roe"),
        ("Ann Roe, a baker, came. ⟦Ms Roe⟧ said no.", "Ann Roe"),
        ("Ann Roe, a baker, came. ⟦Ann⟧ said no.", "Ann Roe"),
        ("Ann Roe, a baker, came. ⟦The baker⟧ said no.", "Ann Roe"),
        ("Ann Roe, 54, came. ⟦The 54-year-old⟧ said no.", "Ann Roe"),
        ("Ann Roe met John Poe. ⟦She⟧ said no.", "Ann Roe"),
        ("Ann Roe met John Poe. ⟦He⟧ said no.", "John Poe"),
        (
            "“No,” said ⟦a baker who gave his name only as Sibor⟧.",
            "Sibor",
        ),
        ("Ann Roe and John Roe came. ⟦Mr Roe⟧ said no.", "John Roe"),
        ("Zhou Min, a teacher, came. ⟦Zhou⟧ said no.", "Zhou Min"),
        (
            "Ana Ruiz Soler, a teacher, came. ⟦Ruiz⟧ said no.",
            "Ana Ruiz Soler",
        ),
        (
            "Jan van der Hoek, a teacher, came. ⟦Van der Hoek⟧ said no.",
            "Jan van der Hoek",
        ),
        (
            "Martin O’Roe, a teacher, came. ⟦O’Roe⟧ said no.",
            "Martin O’Roe",
        ),
        (
            "Ann Roe spoke.\nAR spoke too.\n⟦AR⟧: It is over.",
            "Ann Roe",
        ),
    ] {
        assert_eq!(last(body).0, name, "{body}");
    }
}

#[test]
fn who_goes_on_to_do_something_is_a_person() {
    for predicate in [
        "visited the town",
        "flew over the town",
        "met families",
        "inspected the port",
    ] {
        let body = format!(
            "Agathe Nimrodt left her house.\nThe mayor, Fabia Lindqvist, {predicate}. “No,” ⟦she⟧ said."
        );
        assert_eq!(last(&body).0, "Fabia Lindqvist", "{predicate}");
    }
}

#[test]
fn unknown_names_that_speak_are_persons() {
    for (language, body) in [
        (
            "en",
            "⟦Xyzla Abcd of the coastguard⟧ said that the ship was safe.",
        ),
        ("de", "„Wir bleiben hier“, sagte ⟦Xyzla Abcd⟧."),
        ("fr", "« Je suis fatigué », a déclaré ⟦Xyzla Abcd⟧."),
        (
            "fr",
            "Xyzla Abcd est là, a dit Xyzla Abcd. « Oui », ⟦a-t-elle⟧ annoncé.",
        ),
    ] {
        let (text, spans) = marked(body);
        let statements: Vec<Statement> = spans.into_iter().map(statement).collect();
        let about = About {
            language: Some(language),
            ..About::default()
        };
        let text = Text::new(&text);
        let found = People::read(&text, &about).speakers(&text, &statements);
        let speaker = found[0].0.as_ref().unwrap();
        assert_eq!(
            (speaker.sort, speaker.name.as_str()),
            (Sort::Person, "Xyzla Abcd"),
            "{body}"
        );
    }
}

#[test]
fn nobody_is_forced_into_a_person() {
    for (body, sort, role) in [
        (
            "Ann Roe came. ⟦A spokesman for Ann Roe⟧ said no.",
            Sort::Unnamed,
            "spokesman",
        ),
        (
            "Ann Roe came. ⟦Roe’s lawyer⟧ said no.",
            Sort::Unnamed,
            "lawyer",
        ),
        ("Ann Roe came. ⟦Critics⟧ said no.", Sort::Unnamed, "Critics"),
        ("Ann Roe came. ⟦The report⟧ said no.", Sort::Body, ""),
        ("Ann Roe came. ⟦The Roe campaign⟧ said no.", Sort::Body, ""),
        (
            "Ann Roe came. ⟦The Ministry of Fish⟧ said no.",
            Sort::Body,
            "",
        ),
    ] {
        let speaker = speakers(body).pop().and_then(|answer| answer.0);
        let found = speaker.map(|s| (s.sort, s.role.unwrap_or_default()));
        assert_eq!(found, Some((sort, role.to_owned())), "{body}");
    }
}

#[test]
fn short_names_of_bodies_are_completed() {
    for body in [
        "The National Union of Bakers (NUB) met. ⟦The NUB⟧ said no.",
        "The National Union of Bakers met. ⟦The union⟧ said no.",
    ] {
        assert_eq!(last(body).0, "National Union of Bakers", "{body}");
    }
    assert_eq!(last("It is out. ⟦The report⟧ said no.").0, "The report");
    assert_eq!(
        last("It fell, says ⟦a new report by Acme⟧.").0,
        "a new report"
    );
}

#[test]
fn a_statement_without_mention_carries_the_speaker() {
    let (text, spans) = marked("“No,” said ⟦Ann Roe⟧, a baker.\n“Never.”");
    let mut statements: Vec<Statement> = spans.into_iter().map(statement).collect();
    statements.push(Statement {
        content: vec![Span::new(text.len() - 12, text.len())],
        cue: None,
        mention: None,
        carried: true,
        strength: 1.0,
    });
    let text = Text::new(&text);
    let answers = People::read(&text, &About::default()).speakers(&text, &statements);
    let names: Vec<_> = answers
        .iter()
        .map(|a| (a.0.as_ref().map(|s| s.name.as_str()), a.1))
        .collect();
    assert_eq!(
        names,
        [
            (Some("Ann Roe"), Evidence::FullName),
            (Some("Ann Roe"), Evidence::Carried)
        ]
    );
}

#[test]
fn i_is_the_author_of_a_signed_piece() {
    let (text, spans) = marked("⟦I⟧ think that this is wrong.");
    let statements: Vec<Statement> = spans.into_iter().map(statement).collect();
    let text = Text::new(&text);
    let authors = ["Ann Roe".to_owned()];
    let about = About {
        authors: &authors,
        ..About::default()
    };
    let answers = People::read(&text, &about).speakers(&text, &statements);
    let name = answers
        .first()
        .and_then(|a| a.0.as_ref())
        .map(|s| s.name.as_str());
    assert_eq!(name, Some("Ann Roe"));
}

#[test]
fn headlines_and_places_are_no_persons() {
    let body = "Ann Roe Slams Utopia Council Over Budget Plan\nJohn Poe, a clerk, was there.";
    let text = Text::new(body);
    let people = People::read(&text, &About::default());
    assert_eq!(people.persons.all.len(), 1);
    for body in [
        "⟦New York⟧ said no.",
        "⟦Example University⟧ said no.",
        "⟦Monday Morning⟧ said no.",
    ] {
        let speaker = speakers(body).pop().and_then(|answer| answer.0);
        assert_ne!(speaker.map(|s| s.sort), Some(Sort::Person), "{body}");
    }
}

/// Text of the words and marks that names are made of.
fn newsy() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Ann",
        "Roe",
        "said",
        ",",
        ".",
        "the",
        "professor",
        "of",
        "at",
        "Example",
        "University",
        "“",
        "”",
        "(",
        ")",
        "’s",
        "Mr",
        "J.",
        "O’Poe",
        "van",
        "der",
        "she",
        "he",
        "\n",
        "who",
        "is",
        "a",
        "54",
        "—",
        "王",
        "教授",
        "·",
        "and",
        "CEO",
        "U.S.",
        "“Kasia”",
        "its",
        "’",
        "'",
        "-",
        "al-Roe",
        "ÉÈ",
        "é",
        "\u{a0}",
        "𝒜",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_text_has_speakers_made_of_its_words(
        body in prop_oneof![newsy(), "\\PC{0,200}"],
        cuts in prop::collection::vec((0usize..400, 0usize..40, any::<bool>()), 0..6),
    ) {
        let border = |at: usize| (0..=at.min(body.len())).rev().find(|&at| body.is_char_boundary(at)).unwrap_or(0);
        let text = Text::new(&body);
        let statements: Vec<Statement> = cuts
            .iter()
            .map(|&(start, len, named)| {
                let span = Span::new(border(start), border(start + len));
                Statement { content: vec![span], cue: None, mention: named.then_some(span), carried: !named, strength: 0.5 }
            })
            .collect();
        let answers = People::read(&text, &About::default()).speakers(&text, &statements);
        prop_assert_eq!(answers.len(), statements.len());
        for (speaker, _, sure) in answers {
            prop_assert!((0.0..=1.0).contains(&sure));
            let Some(speaker) = speaker else { continue };
            prop_assert!(speaker.named_at.of(&body).is_some());
            for word in speaker.name.split_whitespace() {
                prop_assert!(body.contains(word), "{} not in the body", word);
            }
        }
    }
}
