//! Names, titles and nearby pronouns → whether a person is a woman or a man.

use super::persons::{PartForm, Person, Persons};
use super::words;
use crate::quote::text::Text;

/// A pronoun's or a person's sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    /// She.
    Woman,
    /// He.
    Man,
}

/// Adds points for the first name.
pub(super) fn read_name(person: &mut Person) {
    let given = if person.family_first {
        person.parts.get(1)
    } else {
        person.parts.first()
    };
    let Some(given) = given.filter(|g| g.form == PartForm::Word) else {
        return;
    };
    let whole = words::classes(&given.word);
    let classes = if whole & words::FIRST != 0 {
        whole
    } else {
        given
            .word
            .split_once('-')
            .map_or(0, |(first, _)| words::classes(first))
    };
    let weight = match (person.family_first, person.parts.len()) {
        (true, _) => 0.5,
        (false, 1) => 1.5,
        _ => 2.0,
    };
    match classes & words::FIRST {
        words::FIRST_F => person.woman += weight,
        words::FIRST_M => person.man += weight,
        0 if !person.family_first => by_ending(person),
        _ => {}
    }
}

/// A few points for the ending of a first name that no list holds.
fn by_ending(person: &mut Person) {
    const WOMAN: &[&str] = &[
        "ia", "ina", "ette", "elle", "ine", "lyn", "ita", "isha", "ella",
    ];
    const MAN: &[&str] = &[
        "bert", "ard", "us", "son", "slav", "mir", "ino", "fred", "io", "ald",
    ];
    let Some(given) = person.parts.first() else {
        return;
    };
    let ends = |endings: &[&str]| {
        given.word.len() > 4 && endings.iter().any(|end| given.word.ends_with(end))
    };
    if ends(WOMAN) {
        person.woman += 0.45;
    } else if ends(MAN) {
        person.man += 0.45;
    }
}

/// `He` and `she` in the sentence after one that names one person only.
pub(super) fn read_pronouns(text: &Text, persons: &mut Persons) {
    let mut mention = 0;
    let mut alone: Option<(usize, usize)> = None;
    for (number, sentence) in text.sentences.iter().enumerate() {
        let first = mention;
        while persons
            .mentions
            .get(mention)
            .is_some_and(|m| m.tokens.start < sentence.end)
        {
            mention += 1;
        }
        let here = persons.mentions.get(first..mention).unwrap_or(&[]);
        let (from, person) = match here {
            [one] => (one.tokens.end, Some(one.person)),
            [] => (
                sentence.start,
                alone.filter(|(_, at)| at + 1 == number).map(|(p, _)| p),
            ),
            [one, rest @ ..] if rest.iter().all(|m| m.person == one.person) => {
                (one.tokens.end, Some(one.person))
            }
            _ => (sentence.end, None),
        };
        if let Some(number) = person
            && let Some(gender) = first_pronoun(text, from, sentence.end.min(from + 30))
            && let Some(person) = persons.all.get_mut(number)
        {
            match gender {
                Gender::Woman => person.woman += 0.5,
                Gender::Man => person.man += 0.5,
            }
        }
        alone = match (here, person) {
            ([], _) => None,
            (_, Some(person)) => Some((person, number)),
            _ => None,
        };
    }
}

fn first_pronoun(text: &Text, from: usize, to: usize) -> Option<Gender> {
    (from..to).filter(|&t| !text.quoted(t)).find_map(|t| {
        let lower = text.lower(t);
        (lower.len() <= 3).then(|| of_pronoun(lower)).flatten()
    })
}

/// The sex of a third-person pronoun.
pub(super) fn of_pronoun(lower: &str) -> Option<Gender> {
    // “a-t-elle annoncé”, “dit-il”
    let turned = lower
        .rsplit_once('-')
        .filter(|(_, last)| matches!(*last, "il" | "elle"));
    match turned.map_or(lower, |(_, last)| last) {
        "she" | "her" | "hers" | "herself" | "ella" | "elle" | "lei" | "ela" | "她" => {
            Some(Gender::Woman)
        }
        "he" | "him" | "his" | "himself" | "él" | "il" | "er" | "lui" | "egli" | "ele" | "他" => {
            Some(Gender::Man)
        }
        _ => None,
    }
}
