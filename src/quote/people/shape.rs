//! The words of a name alone → whether they look like a person's.

use rustc_hash::FxHashMap;

use super::Manner;
use super::name_part::is_generation;
use super::names::{Form, Item, Names, Run};
use super::persons::{opens_sentence, part_count};
use super::words;
use crate::quote::text::Text;

/// Points for words that stand alone with a title or a verb of saying, as
/// surnames do after the first mention.
pub(super) fn votes<'t>(text: &'t Text, names: &Names, manner: Manner) -> FxHashMap<&'t str, f32> {
    let mut votes: FxHashMap<&str, f32> = FxHashMap::default();
    for run in names
        .runs
        .iter()
        .filter(|run| (1..=4).contains(&run.name.len()) && !run.heading)
    {
        let Some(item) = names
            .items
            .get(run.name.clone())
            .filter(|items| items.len() == 1 || part_count(items) == 1)
            .and_then(<[Item]>::last)
        else {
            continue;
        };
        if item.classes & (words::PLACE | words::NATION | words::TIME | words::STOP | words::ORG)
            != 0
            && item.classes & (words::SURNAME | words::FIRST) == 0
        {
            continue;
        }
        let next = text.lower(item.end);
        let opens = item.first == run.tokens.start && opens_sentence(text, item.first);
        let points = if run.titled.any {
            2.0
        } else if words::classes(next) & words::SPEECH != 0
            && words::classes(next) & words::STOP == 0
        {
            1.6
        } else if manner.foreign || opens && item.classes & words::COMMON != 0 {
            0.0
        } else {
            0.9
        };
        let best = votes.entry(text.lower(item.key)).or_insert(0.0);
        *best = (*best + 0.3 * points).max(points).min(2.4);
    }
    votes
}

/// A single word is worth looking at as a name by its title or list.
pub(super) fn worth_alone(text: &Text, run: &Run, items: &[Item]) -> bool {
    let Some(item) = items.first() else {
        return false;
    };
    if item.form != Form::Word || text.word(item.first).len() < 2 {
        return false;
    }
    let place =
        item.classes & (words::PLACE | words::NATION | words::TIME | words::ORG | words::STOP) != 0;
    if place && item.classes & (words::FIRST | words::SURNAME) == 0 {
        return false;
    }
    let common =
        item.classes & (words::COMMON | words::ROLE) != 0 || words::is_plural(text.lower(item.key));
    let honored = (run.titled.woman || run.titled.man) && item.classes & words::ROLE == 0;
    honored || !common || item.classes & (words::FIRST | words::SURNAME) != 0
}

/// True if a name begins with a first name or an initial, or a surname that
/// stands in front.
pub(super) fn first_is_name(items: &[Item]) -> bool {
    items.first().is_some_and(|item| {
        item.form == Form::Initial
            || item.classes & (words::FIRST | words::FAMILY_FIRST) != 0
            || item.classes & (words::COMMON | words::STOP) == 0
    })
}

/// True if no word of a name is rather something else: a longer form must be
/// clean to stand for the shorter.
pub(super) fn clean(items: &[Item]) -> bool {
    items.iter().skip(1).all(|item| {
        item.classes & (words::FIRST | words::SURNAME | words::FAMILY_FIRST | words::PARTICLE) != 0
            || item.classes
                & (words::COMMON
                    | words::PLACE
                    | words::ORG
                    | words::NATION
                    | words::ROLE
                    | words::TIME)
                == 0
    })
}

/// True for `Zhou Min`, `Baek Yun-seo`.
pub(super) fn family_first(text: &Text, items: &[Item]) -> bool {
    let [first, given @ ..] = items else {
        return false;
    };
    if first.classes & words::FAMILY_FIRST == 0 || given.is_empty() || given.len() > 3 {
        return false;
    }
    given.iter().all(|item| {
        let lower = text.lower(item.key);
        let hyphened = text
            .word(item.first)
            .split_once('-')
            .is_some_and(|(_, rest)| rest.chars().next().is_some_and(char::is_lowercase));
        item.form == Form::Word
            && (hyphened
                || (words::is_pinyin(lower)
                    && item.classes & (words::FIRST_F | words::FIRST_M) != words::FIRST_M
                    && item.classes & words::FIRST != words::FIRST_F)
                || item.classes & words::FAMILY_FIRST != 0
                || !lower.is_ascii())
    })
}

/// Points for the words of a name alone: whether they look like a person's.
pub(super) fn shape(text: &Text, items: &[Item], manner: Manner) -> f32 {
    use words::{COMMON, FAMILY_FIRST, FIRST, NATION, ORG, PLACE, ROLE, STOP, SURNAME, TIME};
    let core: Vec<&Item> = items
        .iter()
        .enumerate()
        .filter(|(at, i)| {
            !matches!(i.form, Form::Particle | Form::Nickname) && !is_generation(text, items, *at)
        })
        .map(|(_, item)| item)
        .collect();
    let Some((first, rest)) = core.split_first() else {
        return -9.0;
    };
    if core.len() > 6 {
        return -9.0;
    }
    let named = |c: u32| c & (FIRST | SURNAME | FAMILY_FIRST) != 0;
    let all_capitals = core
        .iter()
        .all(|i| i.form == Form::Capitals || i.form == Form::Initial);
    let mut points = 0.0;
    let Some((last, middle)) = rest.split_last() else {
        // One word.
        return match first.classes {
            c if first.form != Form::Word => {
                if named(c) {
                    0.0
                } else {
                    -3.0
                }
            }
            c if c & (PLACE | NATION | TIME | ORG | STOP) != 0 => -2.5,
            c if c & FIRST != 0 && c & COMMON == 0 => 1.2,
            c if named(c) && c & COMMON == 0 => 0.8,
            c if named(c) => -0.5,
            c if c & COMMON != 0 => -2.0,
            _ if manner.german => -2.5,
            _ => -0.2,
        };
    };
    points += match first.classes {
        _ if first.form == Form::Initial => 1.0,
        c if c & FIRST != 0 && c & (COMMON | PLACE) == 0 => 2.6,
        _ if family_first(text, items) => 2.6,
        c if c & FIRST != 0 => 1.3,
        c if c & (PLACE | TIME | NATION) != 0 => -2.0,
        c if c & ORG != 0 && !named(c) => -3.0,
        c if c & COMMON != 0
            && c & (ROLE | STOP) == 0
            && !named(c)
            && last.classes & COMMON == 0 =>
        {
            -1.5
        }
        c if c & (COMMON | ROLE | STOP) != 0 && !named(c) => -2.5,
        c if named(c) => 0.7,
        _ if first.form == Form::Capitals && !all_capitals => -1.5,
        _ => 0.4,
    };
    points += match last.classes {
        _ if last.form == Form::Initial => -1.0,
        c if c & ORG != 0 && c & (FIRST | SURNAME) == 0 => -5.0,
        c if c & (SURNAME | FAMILY_FIRST) != 0 && c & (COMMON | PLACE | ORG) == 0 => 1.2,
        c if c & SURNAME != 0 && c & (PLACE | ORG) != 0 => -0.8,
        c if named(c) => 0.5,
        c if c & (PLACE | TIME | NATION) != 0 => -2.2,
        c if c & COMMON != 0
            && first.classes & FIRST != 0
            && first.classes & (COMMON | PLACE) == 0 =>
        {
            -0.8
        }
        c if c & (COMMON | STOP) != 0 => -2.0,
        _ if last.form == Form::Capitals && !all_capitals => -1.5,
        _ => 0.6,
    };
    for item in middle {
        points += match item.classes {
            _ if item.form == Form::Initial => 1.0,
            c if named(c) || c & words::PARTICLE != 0 => 0.2,
            c if c & ORG != 0 => -4.0,
            c if c & (PLACE | TIME | NATION) != 0 => -2.0,
            c if c & (COMMON | ROLE | STOP) != 0 => -3.0,
            _ if item.form == Form::Capitals && !all_capitals => -1.5,
            _ => 0.0,
        };
    }
    if items.iter().any(|i| i.form == Form::Particle) {
        points += if first.classes & FIRST != 0 {
            0.8
        } else {
            -0.8
        };
    }
    if items.iter().any(|i| i.form == Form::Nickname) {
        points += 1.5;
    }
    if core.len() > 4 {
        points -= 1.0;
    }
    if all_capitals && first.classes & FIRST == 0 && first.form != Form::Initial {
        points -= 2.0;
    }
    if manner.foreign && first.classes & (FIRST | FAMILY_FIRST) == 0 && first.form != Form::Initial
    {
        points -= if manner.german { 2.5 } else { 1.2 };
    }
    points
}
