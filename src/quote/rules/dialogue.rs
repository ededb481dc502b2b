//! Statements that no verb inside a sentence gives away: dialogue behind
//! dashes (`— Je ne sais pas, dit-elle.`), transcripts (`JR: …`), and
//! `“…” – Ann Roe, mayor`.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::super::cue::Word;
use super::scene::{Scene, Shape};
use super::sentence::{Found, one};

/// Longest label of a transcript and longest signature, in tokens.
const LABEL: usize = 6;
const SIGNATURE: usize = 16;

/// The labels of a transcript: those that stand before a colon at the start of
/// several paragraphs, where at least two speak.
pub(super) fn labels(scene: &Scene<'_>) -> FxHashMap<usize, Range<usize>> {
    let mut found: FxHashMap<usize, Range<usize>> = FxHashMap::default();
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for paragraph in &scene.text.paragraphs {
        if let Some(label) = label(scene, paragraph) {
            *counts.entry(name(scene, &label)).or_default() += 1;
            found.insert(paragraph.start, label);
        }
    }
    let often = counts.values().filter(|count| **count >= 2).count();
    if often == 0 || counts.len() < 2 || found.len() < 4 {
        found.clear();
    }
    found.retain(|_, label| {
        counts
            .get(&name(scene, label))
            .is_some_and(|count| *count >= 2)
    });
    found
}

fn name(scene: &Scene<'_>, label: &Range<usize>) -> String {
    label
        .clone()
        .map(|token| scene.lower(token))
        .collect::<Vec<_>>()
        .join(" ")
}

/// `ANN ROE:` at the start of a paragraph with words behind it.
fn label(scene: &Scene<'_>, paragraph: &Range<usize>) -> Option<Range<usize>> {
    let limit = paragraph.end.min(paragraph.start + LABEL + 1);
    let colon = (paragraph.start..limit).find(|token| scene.shape(*token) == Shape::Colon)?;
    let label = paragraph.start..colon;
    let names = !label.is_empty()
        && label.clone().all(|token| {
            scene.capital(token)
                || matches!(scene.text.word(token), "." | "de" | "van" | "von" | "&")
        });
    (names && scene.count(&(colon + 1..paragraph.end)) >= 2).then_some(label)
}

/// `Roe: “…”` in one paragraph: a label, then nothing but a quotation.
pub(super) fn labelled(scene: &Scene<'_>, paragraph: &Range<usize>) -> Option<Found> {
    let limit = paragraph.end.min(paragraph.start + 16);
    let colon = (paragraph.start..limit)
        .find(|token| scene.shape(*token) == Shape::Colon && !scene.quoted(*token))?;
    let label = paragraph.start..colon;
    let content = colon + 1..paragraph.end;
    let named = scene.capital(label.start)
        && !label
            .clone()
            .any(|token| scene.is(token, Word::SAY | Word::CLAUSE) || scene.quoted(token));
    let quoted = scene.count_quoted(&content);
    let whole = quoted >= 4 && quoted * 10 >= scene.count(&content) * 9 && scene.quoted(colon + 1);
    (named && whole && !label.is_empty()).then(|| Found {
        content: vec![content],
        mention: Some(label),
        strength: 0.8,
        ..Found::default()
    })
}

/// `“…” – Ann Roe, mayor`: a quotation and a signature fill the paragraph.
pub(super) fn signed(scene: &Scene<'_>, paragraph: &Range<usize>) -> Option<Found> {
    if !scene.quoted(paragraph.start) {
        return None;
    }
    let end = scene.region_end(paragraph.start, paragraph.end);
    let dash =
        (scene.shape(end) == Shape::Dash || scene.text.word(end) == "-") && end < paragraph.end;
    let name = end + 1..paragraph.end;
    let plain = dash
        && scene.capital(name.start)
        && name.len() <= SIGNATURE
        && !name
            .clone()
            .any(|token| scene.quoted(token) || scene.is(token, Word::SAY | Word::CLAUSE));
    let content = paragraph.start..end;
    if !plain || scene.count(&content) < 4 {
        return None;
    }
    let stop = usize::from(scene.shape(name.end - 1) == Shape::Stop);
    Some(Found {
        content: vec![content],
        mention: Some(name.start..name.end - stop),
        strength: 0.8,
        ..Found::default()
    })
}

/// `— No sé —dijo Ana—. Es tarde.`
pub(super) fn dashed(scene: &Scene<'_>, paragraph: &Range<usize>) -> Option<Found> {
    let first = paragraph.start;
    let dash = scene.shape(first) == Shape::Dash || scene.text.word(first) == "-";
    let body = first + 1..paragraph.end;
    if scene.english
        || !dash
        || scene.count(&body) < 3
        || !scene.capital(body.start) && !opens(scene, body.start)
    {
        return None;
    }
    for cue in body.clone() {
        if !scene.is(cue, Word::SAY | Word::QUOTE) {
            continue;
        }
        let mut start = cue;
        while start > body.start && scene.is(start - 1, Word::SKIP) && cue - start < 3 {
            start -= 1;
        }
        let Some(left) = start.checked_sub(1).filter(|left| *left > body.start) else {
            continue;
        };
        let stop = matches!(scene.shape(left), Shape::Dash | Shape::Comma | Shape::Stop)
            || scene.text.word(left) == "-";
        if !stop {
            continue;
        }
        let inverted = (start..=cue).find(|token| scene.inverted(*token));
        let mention = inverted
            .map(|token| token..token + 1)
            .or_else(|| scene.source_after(cue + 1, body.end));
        let Some(mention) = mention else {
            continue;
        };
        let end = mention.end.max(cue + 1);
        let rest = (end..body.end)
            .find(|token| {
                matches!(
                    scene.shape(*token),
                    Shape::Dash | Shape::Stop | Shape::Comma
                )
            })
            .unwrap_or(body.end);
        let mut content = one(body.start..left);
        if scene.count(&(rest..body.end)) >= 1 {
            content.push(rest..body.end);
        }
        return Some(Found {
            content,
            cue: Some(cue..cue + 1),
            mention: Some(mention),
            carried: false,
            strength: 0.8,
        });
    }
    let ends = body
        .end
        .checked_sub(1)
        .is_some_and(|last| scene.shape(last) == Shape::Stop);
    (ends && scene.count(&body) >= 4).then(|| Found {
        content: vec![body],
        carried: true,
        strength: 0.4,
        ..Found::default()
    })
}

fn opens(scene: &Scene<'_>, token: usize) -> bool {
    matches!(scene.text.word(token), "¿" | "¡" | "…")
}
