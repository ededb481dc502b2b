//! `He`, `she`, `who` → the person meant, by salience.

use super::gender::Gender;
use super::persons::{Mention, Person, Persons};

/// What is known at the pronoun.
pub(super) struct At {
    /// Its token.
    pub(super) token: usize,
    /// Its sentence.
    pub(super) sentence: usize,
    /// The quoted region that it stands in.
    pub(super) region: Option<u32>,
    /// First token of its paragraph.
    pub(super) paragraph: usize,
    /// The speaker of the statement before, and the sentence of that.
    pub(super) last: Option<(usize, usize)>,
}

/// No person named so many mentions ago is meant.
const REACH: usize = 48;

/// Whom `he` or `she` means, and how sure that is. Weights after the
/// salience factors of Lappin and Leass (1994): recency, subject, mention
/// outside quotation, frequency; the last speaker is news's own factor.
pub(super) fn resolve(persons: &Persons, gender: Option<Gender>, at: &At) -> Option<(usize, f32)> {
    let end = persons
        .mentions
        .partition_point(|m| m.tokens.start < at.token);
    let recent = persons.mentions.get(end.saturating_sub(REACH)..end)?;
    // Somebody else came in since the last speaker spoke.
    let relieved = at.last.is_some_and(|(last, sentence)| {
        recent.iter().any(|m| {
            m.subject
                && m.full
                && m.person != last
                && m.tokens.start >= at.paragraph
                && m.sentence > sentence
                && persons
                    .all
                    .get(m.person)
                    .is_some_and(|p| favour(p, gender) > -0.9)
        })
    });
    let mut ranked: Vec<(usize, f32)> = Vec::new();
    for mention in recent {
        let Some(person) = persons.all.get(mention.person) else {
            continue;
        };
        let Some(points) = points(person, mention, gender, at, relieved) else {
            continue;
        };
        match ranked
            .iter_mut()
            .find(|(number, _)| *number == mention.person)
        {
            Some((_, best)) => *best = best.max(points) + 0.1,
            None => ranked.push((mention.person, points)),
        }
    }
    let best = ranked
        .iter()
        .copied()
        .reduce(|best, other| if other.1 >= best.1 { other } else { best })?;
    let second = ranked
        .iter()
        .filter(|(number, _)| *number != best.0)
        .map(|(_, points)| *points)
        .fold(f32::MIN, f32::max);
    let margin = (best.1 - second).clamp(0.0, 4.0);
    Some((best.0, 0.6 + 0.09 * margin))
}

/// How much speaks for a person to be of that sex, or against it.
fn favour(person: &Person, gender: Option<Gender>) -> f32 {
    match gender {
        Some(Gender::Woman) => person.woman - person.man,
        Some(Gender::Man) => person.man - person.woman,
        None => 0.5,
    }
}

fn points(
    person: &Person,
    mention: &Mention,
    gender: Option<Gender>,
    at: &At,
    relieved: bool,
) -> Option<f32> {
    let sex = favour(person, gender);
    if sex < -0.9 {
        return None;
    }
    let distance = at.sentence.saturating_sub(mention.sentence).min(14) as f32;
    let mut points = -distance;
    points += match sex {
        sex if sex > 0.4 => 0.8,
        sex if sex < 0.0 => -1.2,
        _ => 0.0,
    };
    if mention.subject {
        points += 2.0;
    }
    match at.region {
        // Inside a quotation somebody named in it is meant rather than the
        // one who speaks.
        Some(region) if mention.region == Some(region) => points += 2.0,
        Some(_) => {}
        None if mention.quoted => points -= 2.5,
        None => {}
    }
    if mention.possessive {
        points -= 1.4;
    }
    if mention.heading {
        points -= 3.0;
    }
    if mention.tokens.start >= at.paragraph {
        points += 0.6;
    }
    points += 0.5 * (person.mentions.max(1) as f32).ln();
    if at.region.is_none()
        && let Some((last, sentence)) = at.last
        && last == mention.person
        && at.sentence.saturating_sub(sentence) < 8
    {
        points += if relieved { 0.6 } else { 2.2 };
    }
    Some(points)
}
