//! The answer of `verify` → text for people.

use anstyle::{AnsiColor, Style};

use crate::span::Span;
use crate::verify::{Change, Op, Part, Place, Reason, Variant, Verdict, Verification};

use super::super::escape::printable;
use super::super::json::anchor;
use super::super::layout::{columns, excerpt, lines};
use super::{DIM, HEADLINE, Look, count, date, described};

const GOOD: Style = color(AnsiColor::Green);
const FAIR: Style = color(AnsiColor::Yellow);
const BAD: Style = color(AnsiColor::Red);

const fn color(color: AnsiColor) -> Style {
    Style::new()
        .bold()
        .fg_color(Some(anstyle::Color::Ansi(color)))
}

/// Columns of the label before a wording.
const LABEL_COLUMNS: usize = 9;

/// Bytes of the sentences round the words that are shown.
const CONTEXT_BYTES: usize = 800;

/// The verdict, both wordings, who says it where, and all places, `limit` at
/// most.
pub fn verification(answer: &Verification, limit: Option<usize>, look: &Look) -> String {
    let mut out = head(answer, look);
    let Some(best) = &answer.best else {
        return out;
    };
    let is_plain = answer.diff.iter().all(|part| part.op == Op::Same);
    if !is_plain {
        push_diff(&mut out, &answer.diff, look);
    }
    if !answer.reasons.contains(&Reason::Stitched) {
        let who = printable(&described(best.speaker.as_ref())).into_owned();
        push_lines(&mut out, &who, "  ", HEADLINE, look);
    }
    push_lines(&mut out, &source(best), "  ", DIM, look);
    push_context(&mut out, best, look);
    if answer.places.is_empty() {
        return out;
    }
    out += &format!("  {}\n", totals(answer));
    push_places(&mut out, answer, limit, look);
    for variant in &answer.variants {
        push_variant(&mut out, variant, look);
    }
    out
}

/// The verdict and what it means.
fn head(answer: &Verification, look: &Look) -> String {
    let (word, style) = match answer.verdict {
        Verdict::Verbatim if answer.is_confirmed() => ("VERBATIM", GOOD),
        Verdict::Verbatim => ("VERBATIM", FAIR),
        Verdict::Shortened => ("SHORTENED", FAIR),
        Verdict::Altered => ("ALTERED", BAD),
        Verdict::Unquoted => ("NOT A QUOTATION", BAD),
        Verdict::Misattributed => ("MISATTRIBUTED", BAD),
        Verdict::Absent => ("ABSENT", BAD),
    };
    let meaning = printable(&meaning(answer)).into_owned();
    let room = look.width.saturating_sub(columns(word) + 2).max(20);
    let mut out = String::new();
    for (i, line) in lines(&meaning, room).iter().enumerate() {
        let text = &meaning[line.start..line.end];
        if i == 0 {
            out += &format!("{}  {text}\n", look.paint(style, word));
        } else {
            out += &format!("{}{text}\n", " ".repeat(columns(word) + 2));
        }
    }
    out
}

fn meaning(answer: &Verification) -> String {
    let mut parts: Vec<String> = Vec::new();
    match (answer.verdict, &answer.best) {
        (Verdict::Verbatim, _) => parts.push("word for word".into()),
        (Verdict::Unquoted, _) => parts.push(
            "the words stand in the archive, but outside quotation marks: the article's own words"
                .into(),
        ),
        (Verdict::Absent, None) => parts.push("nothing in the archive comes close".into()),
        (Verdict::Absent, Some(_)) => {
            parts.push("nothing in the archive comes close; the closest is".into());
        }
        _ => {}
    }
    if answer.verdict != Verdict::Absent {
        let reasons = answer.reasons.iter().filter(|r| **r != Reason::Unquoted);
        parts.extend(reasons.map(|reason| told(*reason).to_owned()));
        if !answer.changed.is_empty() {
            parts.push(format!("changed: {}", kinds(&answer.changed)));
        }
        if answer.verdict != Verdict::Unquoted && answer.reasons.contains(&Reason::Unquoted) {
            parts.push("not in quotation marks".into());
        }
        parts.extend(attribution(answer));
    }
    parts.join("; ")
}

fn told(reason: Reason) -> &'static str {
    match reason {
        Reason::Cut => "words are left out at the ellipsis",
        Reason::Replaced => "words are replaced in brackets",
        Reason::Inside => "a piece of a longer sentence",
        Reason::LeftOut => "words are left out without a mark",
        Reason::Changed => "other words",
        Reason::Stitched => "joined from words that stand apart",
        Reason::Unquoted => "not in quotation marks",
    }
}

fn kinds(changed: &[Change]) -> String {
    let names: Vec<&str> = changed
        .iter()
        .map(|change| match change {
            Change::Negation => "a negation",
            Change::Number => "a number",
            Change::Name => "a name",
            Change::Modal => "how sure it is (may, will, must)",
        })
        .collect();
    names.join(", ")
}

/// Whether it is who was asked about.
fn attribution(answer: &Verification) -> Option<String> {
    let by = answer.by.as_deref()?;
    let best = answer.best.as_ref()?;
    match best.attributed {
        Some(true) => None,
        Some(false) => Some(format!(
            "said by {}, not by {by}",
            described(best.speaker.as_ref())
        )),
        None => Some(format!(
            "who says it is not told there: {by} is not confirmed"
        )),
    }
}

/// Both wordings, one above the other.
fn push_diff(out: &mut String, diff: &[Part], look: &Look) {
    push_wording(out, "archive", diff, Op::Delete, look);
    push_wording(out, "yours", diff, Op::Insert, look);
}

/// One side of a diff: what both have, and what `own` marks.
fn push_wording(out: &mut String, label: &str, diff: &[Part], own: Op, look: &Look) {
    let (open, close, style) = match own {
        Op::Insert => ("{+", "+}", GOOD),
        _ => ("[-", "-]", BAD),
    };
    let mut text = String::from("“");
    let mut marks: Vec<Span> = Vec::new();
    for part in diff
        .iter()
        .filter(|part| part.op == Op::Same || part.op == own)
    {
        let words = match own {
            Op::Insert => printable(&part.claimed),
            _ => printable(&part.text),
        };
        let words = match part.op {
            Op::Same => words,
            _ => middle_cut(&words).into(),
        };
        if part.op == Op::Same {
            text += &words;
            continue;
        }
        let start = text.len();
        let bare = words.trim_end();
        text += &format!("{open}{bare}{close}");
        marks.push(Span::new(start, text.len()));
        text += &words[bare.len()..];
    }
    text.truncate(text.trim_end().len());
    text.push('”');
    let room = look.width.saturating_sub(LABEL_COLUMNS + 2);
    for (i, line) in lines(&text, room).into_iter().enumerate() {
        let label = if i == 0 { label } else { "" };
        let label = look.paint(DIM, &format!("{label:<LABEL_COLUMNS$}"));
        *out += &format!("  {label}{}\n", painted(&text, line, &marks, style, look));
    }
}

/// Words of a difference that are shown at its beginning and at its end.
const DIFFERENCE_WORDS: usize = 12;

/// A long difference without its middle.
fn middle_cut(words: &str) -> String {
    let all: Vec<&str> = words.split_inclusive(' ').collect();
    let cut = all.len().saturating_sub(DIFFERENCE_WORDS);
    if cut <= DIFFERENCE_WORDS {
        return words.to_owned();
    }
    let (first, last) = (all.get(..DIFFERENCE_WORDS), all.get(cut..));
    let joined = |words: Option<&[&str]>| words.unwrap_or_default().concat();
    format!("{}… {}", joined(first), joined(last))
}

/// One line of a text, what is marked in a style.
fn painted(text: &str, line: Span, marks: &[Span], style: Style, look: &Look) -> String {
    let mut out = String::new();
    let mut at = line.start;
    for mark in marks {
        let (start, end) = (mark.start.max(at), mark.end.min(line.end));
        if start < end {
            out += &text[at..start];
            out += &look.paint(style, &text[start..end]);
            at = end;
        }
    }
    out + &text[at..line.end]
}

fn push_lines(out: &mut String, text: &str, indent: &str, style: Style, look: &Look) {
    for line in lines(text, look.width.saturating_sub(indent.len())) {
        let line = look.paint(style, &text[line.start..line.end]);
        *out += &format!("{indent}{line}\n");
    }
}

/// `Example Times · 12 Mar 2025 · times/harbour.txt#p8`.
fn source(place: &Place) -> String {
    let outlet = place
        .outlet
        .as_deref()
        .map(|name| printable(name).into_owned());
    let when = place.published.map(|when| date(&when));
    let id = printable(&format!("{}#{}", place.id, anchor(place.passage))).into_owned();
    let parts: Vec<String> = outlet.into_iter().chain(when).chain([id]).collect();
    parts.join(" · ")
}

/// The sentences round the words.
fn push_context(out: &mut String, place: &Place, look: &Look) {
    let inner = Span::new(
        place.bytes.start.saturating_sub(place.context_bytes.start),
        place.bytes.end.saturating_sub(place.context_bytes.start),
    );
    let shown = excerpt(&place.context, &[inner], CONTEXT_BYTES);
    let text = shown.of(&place.context).unwrap_or("");
    let before = if shown.start > 0 { "… " } else { "" };
    let after = if shown.end < place.context.len() {
        " …"
    } else {
        ""
    };
    let text = text.replace("\n\n", " ");
    let text = format!("{before}{}{after}", printable(&text));
    push_lines(out, &text, "    ", Style::new(), look);
}

/// When first, and how often.
fn totals(answer: &Verification) -> String {
    let first = answer.first_seen().and_then(|place| {
        let when = date(&place.published?);
        let outlet = place.outlet.as_deref().map(printable);
        Some(match outlet {
            Some(outlet) => format!("first seen {when} ({outlet}) · "),
            None => format!("first seen {when} · "),
        })
    });
    let plural = |number: u64, one: &str, many: &str| {
        format!("{} {}", count(number), if number == 1 { one } else { many })
    };
    let mut told = first.unwrap_or_default();
    told += &plural(answer.articles, "article", "articles");
    if answer.outlets > 0 {
        told += &format!(" · {}", plural(answer.outlets, "outlet", "outlets"));
    }
    let origins = plural(answer.origins, "independent origin", "independent origins");
    told += &format!(" · {origins}");
    told
}

/// All places but the best, one a line; the speaker where another than there.
fn push_places(out: &mut String, answer: &Verification, limit: Option<usize>, look: &Look) {
    let shown = limit.unwrap_or(usize::MAX);
    let name = |place: &Place| {
        let speaker = place.speaker.as_ref();
        speaker.map_or_else(String::new, |speaker| speaker.name.clone())
    };
    let Some((best, others)) = answer.places.split_first() else {
        return;
    };
    for place in others.iter().take(shown.saturating_sub(1)) {
        let mut line = source(place);
        if !place.quoted && best.quoted {
            line += " · not in quotation marks";
        } else if name(place) != name(best) {
            line += &format!(" · {}", printable(&described(place.speaker.as_ref())));
        }
        push_lines(out, &line, "    ", DIM, look);
    }
    let left = answer.places.len().saturating_sub(shown.max(1));
    if left > 0 {
        let line = format!("and {} more (-n 0 for all)", count(left as u64));
        push_lines(out, &line, "    ", DIM, look);
    }
}

/// Another wording, as it differs from the claim.
fn push_variant(out: &mut String, variant: &Variant, look: &Look) {
    let articles = if variant.articles == 1 {
        "1 article has".to_owned()
    } else {
        format!("{} articles have", count(variant.articles))
    };
    let changed = if variant.changed.is_empty() {
        String::new()
    } else {
        format!(" ({})", kinds(&variant.changed))
    };
    let line = format!(
        "{articles} other words{changed}: {}",
        source(&variant.place)
    );
    push_lines(out, &line, "  ", Style::new(), look);
    push_diff(out, &variant.diff, look);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(op: Op, text: &str) -> Part {
        Part {
            op,
            text: text.into(),
            claimed: text.into(),
        }
    }

    #[test]
    fn both_wordings_stand_one_above_the_other() {
        let diff = [
            part(Op::Same, "The harbour "),
            part(Op::Delete, "may "),
            part(Op::Insert, "will "),
            part(Op::Same, "not reopen\u{1b}"),
        ];
        let look = Look {
            width: 80,
            color: false,
            brackets: false,
        };
        let mut out = String::new();
        push_diff(&mut out, &diff, &look);
        let wanted = "  archive  “The harbour [-may-] not reopen\\u{1b}”\n  yours    “The harbour {+will+} not reopen\\u{1b}”\n";
        assert_eq!(out, wanted);
    }
}
