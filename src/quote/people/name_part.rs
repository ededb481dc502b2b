//! Run of capitalised words → the part of it that may be a name.

use std::ops::Range;

use super::names::{Form, Item, Titled};
use super::words;
use crate::quote::text::Text;

/// The part of a run that may be a name, and what stands before it.
pub(super) fn name_part(
    text: &Text,
    items: &[Item],
    run: Range<usize>,
    opens_sentence: bool,
    heading: bool,
) -> (Range<usize>, Titled) {
    use words::{
        ADJECTIVE, COMMON, FAMILY_FIRST, FIRST, HONOR, NATION, ORG, PLACE, ROLE, STOP, SUFFIX,
        SURNAME, TIME, TITLE,
    };
    let class = |at: usize| items.get(at).map_or(0, |item| item.classes);
    let form = |at: usize| items.get(at).map_or(Form::Word, |item| item.form);
    let (mut start, mut end) = (run.start, run.end);
    while end > start + 1 && class(end - 1) & SUFFIX != 0 && !is_generation(text, items, end - 1) {
        end -= 1;
    }
    let mut titled = Titled::default();
    let last = end.saturating_sub(1);
    for at in run.start..last {
        let classes = class(at);
        if classes & (TITLE | ROLE | HONOR) == 0 || form(at) == Form::Initial {
            continue;
        }
        // “Dean Roe”, “Major Roe”: a first name of its own, not a title.
        let first_name = classes & FIRST != 0
            && (classes & (TITLE | HONOR) == 0 || classes & SURNAME != 0)
            && at == start
            && end - at >= 2
            && class(end - 1) & (ROLE | ORG) == 0;
        let first_name = first_name
            || classes & FIRST != 0
                && text.lower(items.get(at).map_or(0, |i| i.key)) == "don"
                && end - at == 2;
        // “Jane Baker Roe”: a surname between names.
        let within = at > start
            && classes & SURNAME != 0
            && class(at - 1) & FIRST != 0
            && classes & TITLE == 0;
        if first_name || within {
            continue;
        }
        if class(at + 1) & ORG != 0 && class(at + 1) & (FIRST | SURNAME) == 0 && at + 2 >= end {
            continue;
        }
        start = at + 1;
        titled.any = true;
        titled.woman |= classes & words::WOMAN != 0;
        titled.man |= classes & words::MAN != 0;
    }
    let several_capitals = items
        .get(run.clone())
        .is_some_and(|run| run.iter().filter(|i| i.form == Form::Capitals).count() * 2 > run.len());
    while start + 1 < end {
        let classes = class(start);
        let named = classes & (FIRST | SURNAME | FAMILY_FIRST | words::PARTICLE) != 0
            && classes & STOP == 0
            || classes & (FIRST | SURNAME | FAMILY_FIRST) != 0;
        let opener = classes & (STOP | TIME) != 0
            && (!named || (opens_sentence && end - start > 2 && start == run.start));
        let adjective = classes & (NATION | ADJECTIVE) != 0 && !named;
        let common = classes & COMMON != 0
            && !named
            && class(start) & PLACE == 0
            && end - start > 2
            && (opens_sentence || class(start + 1) & FIRST != 0);
        let acronym = form(start) == Form::Capitals
            && !several_capitals
            && (end - start > 2
                || classes & (NATION | PLACE) != 0
                || items
                    .get(start)
                    .is_some_and(|i| text.word(i.first).len() > 2));
        // “Secretary of State Jane Roe”
        let body = classes & ORG != 0
            && !named
            && end - start > 2
            && class(start + 1) & FIRST != 0
            && class(end - 1) & ORG == 0;
        if !(opener || adjective || common || acronym || body) || form(start) == Form::Initial {
            break;
        }
        start += 1;
    }
    while start < end && matches!(form(start), Form::Particle | Form::Nickname) {
        start += 1;
    }
    // “Jane Roe Says”
    let least = if heading { 1 } else { 2 };
    while end > start + least {
        let classes = class(end - 1);
        let listed = if heading {
            COMMON | STOP | TIME | SUFFIX
        } else {
            STOP | TIME | SUFFIX
        };
        let shouted = form(end - 1) == Form::Capitals && !several_capitals && end > start + 2;
        let odd = (classes & listed != 0 || shouted)
            && classes & (FIRST | SURNAME | FAMILY_FIRST | ORG) == 0
            && !is_generation(text, items, end - 1);
        if !odd {
            break;
        }
        end -= 1;
    }
    if start < end
        && class(start) & (STOP | HONOR) != 0
        && end - start == 1
        && class(start) & (FIRST | SURNAME) == 0
    {
        return (start..start, titled);
    }
    (start..end, titled)
}

/// `Jr`, `III`: kept in the name.
pub(super) fn is_generation(text: &Text, items: &[Item], at: usize) -> bool {
    items
        .get(at)
        .is_some_and(|item| matches!(text.lower(item.key), "jr" | "sr" | "ii" | "iii" | "iv"))
}
