//! The words around a name → whether it is a person's, of which sex and age.

use super::Manner;
use super::names::{Item, Run, adjoins, is_capital};
use super::words;
use crate::quote::text::Text;

/// What the words around the mentions of a name tell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context {
    /// Points for a person; the best mention's.
    pub(super) points: f32,
    /// Points for a woman.
    pub(super) woman: f32,
    /// Points for a man.
    pub(super) man: f32,
    /// In years.
    pub(super) age: Option<u8>,
}

impl Context {
    /// Adds what another mention tells.
    pub(super) fn join(&mut self, other: Context) {
        self.points = if self.points == 0.0 {
            other.points
        } else {
            self.points.max(other.points)
        };
        self.woman = self.woman.max(other.woman);
        self.man = self.man.max(other.man);
        self.age = self.age.or(other.age);
    }
}

/// Reads the words before and after one mention.
pub(super) fn read(text: &Text, run: &Run, items: &[Item], manner: Manner) -> Context {
    let mut context = Context::default();
    let Some((first, last)) = items.first().zip(items.last()) else {
        return context;
    };
    if run.titled.any {
        context.points += 4.0;
    }
    if run.titled.woman {
        context.woman = 4.0;
    }
    if run.titled.man {
        context.man = 4.0;
    }
    let odd_opener = first.classes & words::COMMON != 0
        && first.classes & (words::FIRST | words::SURNAME) == 0
        && super::persons::opens_sentence(text, first.first);
    if odd_opener {
        context.points -= 1.0;
    }
    let sentence = text.sentences.get(run.sentence).cloned().unwrap_or(0..0);
    if first.first == sentence.start && pronoun_next(text, last.end, &sentence) {
        context.points += 0.9;
    }
    if first.first == run.tokens.start && first.first > sentence.start {
        before(text, first.first, &mut context);
        if items.len() > 1 && says(text, first.first - 1) {
            // “sagte Xyz Abc”: a body would have its article. This makes up for
            // what is doubted of names in languages whose names no list holds.
            context.points += match manner {
                Manner { german: true, .. } => 2.4,
                Manner { foreign: true, .. } => 1.2,
                _ => 0.0,
            };
        }
    } else if run.tokens.start > sentence.start
        && text.lower(run.tokens.start - 1) == "the"
        && !run.titled.any
    {
        context.points -= 2.0;
    }
    after(text, last.end, sentence.end, &mut context);
    if run.heading {
        context.points = context.points.min(1.0) - 2.0;
    }
    context
}

/// True if `he` or `she` stands soon after the name that opens a sentence, or
/// opens the next one.
fn pronoun_next(text: &Text, end: usize, sentence: &std::ops::Range<usize>) -> bool {
    let is = |token: usize| matches!(text.lower(token), "he" | "she" | "his" | "her");
    (end..sentence.end.min(end + 10)).any(is) || is(sentence.end)
}

fn before(text: &Text, start: usize, context: &mut Context) {
    let lower = text.lower(start - 1);
    let classes = words::classes(lower);
    if classes & words::ROLE != 0 && lower != "fellow" && !matches!(lower, "am" | "di" | "da") {
        context.points += if words::is_plural(lower) { 1.0 } else { 2.5 };
        gender(classes, context);
        gender_of_article(text, start - 1, context);
    } else if super::names::introduces(text, start - 1) || calling(text, start).is_some() {
        context.points += 2.5;
    } else if lower == "the" {
        context.points -= 3.0;
    } else if matches!(lower, "in" | "at" | "to" | "near" | "across" | "outside") {
        context.points -= 0.8;
    } else if classes & words::SPEECH != 0 || matches!(lower, "named" | "called") {
        context.points += 1.0;
    } else if lower == "of" && start > 1 && words::classes(text.lower(start - 2)) & words::ORG != 0
    {
        context.points -= 2.0;
    } else if lower == "," && start > 1 {
        let classes = words::classes(text.lower(start - 2));
        if classes & words::ROLE != 0 {
            // “Its president, Jane Roe, said”
            context.points += if words::is_plural(text.lower(start - 2)) {
                0.5
            } else {
                2.2
            };
            gender(classes, context);
        } else if let Some(role) = role_in_front(text, start - 1) {
            // “the owner of the trombone, Jane Roe,”
            context.points += 1.6;
            gender(words::classes(text.lower(role)), context);
            gender_of_article(text, role, context);
        }
    } else if matches!(lower, "is" | "was") && start > 1 {
        // “Their teacher is Jane Roe”, “This is Jane Roe”
        let classes = words::classes(text.lower(start - 2));
        if classes & words::ROLE != 0 || matches!(text.lower(start - 2), "this" | "name") {
            context.points += 2.0;
            gender(classes, context);
        }
    }
}

/// The role that heads a noun phrase with an article, which the comma at
/// `comma` closes: `the owner of the trombone,`.
fn role_in_front(text: &Text, comma: usize) -> Option<usize> {
    let mut role = None;
    for token in (comma.saturating_sub(9)..comma).rev() {
        let lower = text.lower(token);
        let classes = words::classes(lower);
        if classes & words::ROLE != 0 && !words::is_plural(lower) {
            role = Some(token);
        }
        if classes & words::DETERMINER != 0 && role.is_some() {
            return role;
        }
        let breaks = classes & (words::SPEECH | words::VERBISH) != 0
            && classes & (words::ROLE | words::PREPOSITION) == 0;
        if breaks || matches!(text.word(token), "," | "." | ";" | ":" | "“" | "”" | "\"") {
            return None;
        }
    }
    None
}

/// True for a verb of saying.
fn says(text: &Text, token: usize) -> bool {
    let classes = words::classes(text.lower(token));
    classes & words::SPEECH != 0 && classes & words::STOP == 0 && !is_capital(text.word(token))
}

/// The word in lower case between a verb of saying and the name at `name`: what
/// the person is, though no list holds it. `said goatherd Jane Roe`, `dit le
/// boulanger Jane Roe`.
pub(super) fn calling(text: &Text, name: usize) -> Option<usize> {
    const OTHER: u32 = words::STOP
        | words::DETERMINER
        | words::PREPOSITION
        | words::VERBISH
        | words::SPEECH
        | words::TIME
        | words::PLACE
        | words::NATION
        | words::ORG
        | words::BODY
        | words::PARTICLE;
    let token = name.checked_sub(1)?;
    let lower = text.lower(token);
    let word = lower.chars().count() > 3
        && lower.chars().all(char::is_alphabetic)
        && !is_capital(text.word(token));
    let adverb = [
        "ly", "ed", "ing", "side", "day", "ward", "wards", "ment", "mente",
    ]
    .iter()
    .any(|end| lower.ends_with(end));
    if !word || adverb || words::classes(lower) & OTHER != 0 || NO_CALLING.contains(&lower) {
        return None;
    }
    let before = token.checked_sub(1)?;
    let article = words::classes(text.lower(before)) & words::DETERMINER != 0
        && !matches!(text.lower(before), "this" | "that");
    let verb = before.checked_sub(usize::from(article))?;
    says(text, verb).then_some(token)
}

/// Words in lower case that may stand between a verb of saying and a name, and
/// do not tell what somebody is.
const NO_CALLING: &[&str] = &[
    "fellow",
    "during",
    "through",
    "throughout",
    "across",
    "along",
    "among",
    "amid",
    "despite",
    "within",
    "without",
    "upon",
    "except",
    "around",
    "about",
    "again",
    "today",
    "tonight",
    "tomorrow",
    "afterwards",
    "instead",
    "recently",
    "weekend",
    "once",
    "twice",
    "here",
    "there",
    "anew",
    "auch",
    "dann",
    "noch",
    "hier",
    "dort",
    "heute",
    "gestern",
    "weiter",
    "zudem",
    "laut",
    "durch",
    "gegen",
    "aussi",
    "ainsi",
    "encore",
    "hier",
    "alors",
    "dans",
    "sous",
    "sobre",
    "hoy",
    "ayer",
    "ante",
    "desde",
    "hasta",
    "también",
    "ainda",
    "hoje",
    "anche",
    "sempre",
    "dopo",
    "oggi",
];

fn gender(classes: u32, context: &mut Context) {
    if classes & words::WOMAN != 0 {
        context.woman = context.woman.max(3.0);
    }
    if classes & words::MAN != 0 {
        context.man = context.man.max(2.0);
    }
}

/// The sex that the article before the role at `role` shows: `la portavoz`.
fn gender_of_article(text: &Text, role: usize, context: &mut Context) {
    match role.checked_sub(1).map_or("", |t| text.lower(t)) {
        "la" | "una" => context.woman = context.woman.max(2.0),
        "el" | "un" => context.man = context.man.max(2.0),
        _ => {}
    }
}

fn after(text: &Text, end: usize, limit: usize, context: &mut Context) {
    let word = |at: usize| if at < limit { text.lower(at) } else { "" };
    let next = word(end);
    let classes = words::classes(next);
    if classes & words::SPEECH != 0 && classes & words::STOP == 0 {
        context.points += 1.2;
    } else if next == "who" {
        context.points += 1.5;
    } else if matches!(next, "of" | "from") && goes_on_to_say(text, end, limit) {
        // “Jane Roe of the coastguard said”
        context.points += 1.0;
    } else if matches!(next, "is" | "was") && matches!(word(end + 1), "a" | "an" | "the") {
        let role = (end + 2..end + 6).any(|at| words::classes(word(at)) & words::ROLE != 0);
        context.points += if role { 1.5 } else { 0.0 };
    }
    if matches!(next, "," | "(" | "–" | "—") {
        let at = end + 1;
        if let Some(age) = age(word(at), word(at + 1)) {
            context.points += 3.5;
            context.age = Some(age);
        } else if matches!(word(at), "aged") {
            context.points += 3.0;
        } else if word(at) == "who" && next != "(" {
            context.points += 2.0;
        } else if next == "(" && matches!(word(at), "r-" | "d-" | "r" | "d" | "lab" | "con") {
            context.points += 3.0;
        } else if next != "(" {
            apposition(text, at, limit, context);
        }
    }
    if adjoins(text, end) && matches!(next, "-") {
        context.points -= 1.0;
    }
}

/// True if a verb of saying follows the phrase that the preposition at `from`
/// opens.
fn goes_on_to_say(text: &Text, from: usize, limit: usize) -> bool {
    let goes_on = |&at: &usize| {
        let lower = text.lower(at);
        lower.chars().all(char::is_alphanumeric)
            && (words::classes(lower) & words::VERBISH == 0 || lower == "and")
    };
    let verb = (from + 1..limit.min(from + 8)).find(|&at| says(text, at) || !goes_on(&at));
    verb.is_some_and(|at| at > from + 1 && says(text, at))
}

/// `, a professor …` after the name.
fn apposition(text: &Text, start: usize, limit: usize, context: &mut Context) {
    let mut verbal = false;
    for at in start..limit.min(start + 7) {
        let lower = text.lower(at);
        if matches!(lower, "," | "." | ";" | "and" | "”" | "“" | "\"") {
            return;
        }
        let classes = words::classes(lower);
        if classes & words::ROLE != 0 {
            context.points += 2.0;
            gender(classes, context);
            return;
        }
        let body =
            at > start && !verbal && classes & words::BODY != 0 && classes & words::ROLE == 0;
        // “the mayor, Jane Roe, toured the town”: an article behind a word that
        // is no preposition follows a verb. “flew over the town” tells where
        // somebody went, “part of the group”, “owned by a bank” what it is.
        verbal |= match classes {
            c if c & words::DETERMINER != 0 => at > start && !after_preposition(text, at),
            c if c & words::PREPOSITION != 0 => !matches!(lower, "of" | "by" | "for"),
            _ => false,
        };
        if body && is_noun_head(text, at, limit) {
            // “Acme Marine, the dredging group”, but “the town’s head”
            context.points -= 3.0;
            return;
        }
        if classes & (words::SPEECH | words::VERBISH) != 0 {
            return;
        }
    }
}

fn after_preposition(text: &Text, token: usize) -> bool {
    words::classes(text.lower(token.wrapping_sub(1))) & words::PREPOSITION != 0
}

/// True if the noun phrase ends with the word at `token`.
fn is_noun_head(text: &Text, token: usize, limit: usize) -> bool {
    let next = token + 1;
    next >= limit
        || matches!(text.lower(next), "which" | "that" | "based")
        || !matches!(text.word(next), "'s" | "’s" | "'" | "’")
            && (!text
                .word(next)
                .chars()
                .next()
                .is_some_and(char::is_alphanumeric)
                || words::classes(text.lower(next))
                    & (words::PREPOSITION | words::SPEECH | words::VERBISH)
                    != 0)
}

/// `54,` `54)` `54 and`: an age right after a name.
pub(super) fn age(word: &str, next: &str) -> Option<u8> {
    if !matches!(
        next,
        "," | ")" | "" | "." | "and" | "from" | "of" | "said" | "who"
    ) {
        return None;
    }
    word.parse::<u8>()
        .ok()
        .filter(|age| (3..=112).contains(age))
}
