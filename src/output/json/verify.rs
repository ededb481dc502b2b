//! The answer of `verify` as one JSON line.

use serde::Serialize;

use crate::quote::Speaker;
use crate::span::Span;
use crate::verify::{Note, Part, Place, Variant, Verification};

use super::{SCHEMA, anchor, quote_anchor};

/// One line for one quotation that was looked for. Every key is always there;
/// what is not known is null. Without a closest place all that describes one
/// is null, and with the verdict `absent` there are no `places`.
#[derive(Debug, Serialize)]
pub struct VerdictLine<'a> {
    schema: u32,
    /// `verdict`.
    r#type: &'static str,
    /// `verbatim`, `shortened`, `altered`, `unquoted`, `misattributed`,
    /// `absent`.
    verdict: &'static str,
    /// True where the program ends with 0: verbatim, and said by `by`.
    confirmed: bool,
    /// The quotation as it was read.
    claim: &'a str,
    /// Who was to have said it.
    by: Option<&'a str>,
    /// Whether it was `by`; null where nobody was asked about, or the article
    /// names nobody.
    attributed: Option<bool>,
    /// Who says it at the closest place, with role and affiliation.
    speaker: Option<&'a str>,
    role: Option<&'a str>,
    org: Option<&'a str>,
    /// Why it is not word for word: `cut` (words left out at an ellipsis),
    /// `replaced` (by words in brackets), `inside` (a piece of a longer
    /// sentence), `left_out` (without a mark), `changed`, `stitched` (joined
    /// from words that stand apart), `unquoted`.
    reasons: Vec<&'static str>,
    /// What kinds of words are others: `negation`, `number`, `name`, `modal`.
    changed: Vec<&'static str>,
    /// Whether all the words stand in quotation marks.
    quoted: Option<bool>,
    /// How alike both wordings are, 0 to 1.
    likeness: f32,
    /// From the archive's words to the claim's: `same` and `delete` have the
    /// archive's text, `insert` the claim's.
    diff: Vec<PartLine<'a>>,
    /// The archive's words.
    text: Option<String>,
    /// The whole sentences round them.
    context: Option<&'a str>,
    id: Option<&'a str>,
    /// The quote, `q3`; null where the words are part of none.
    anchor: Option<String>,
    /// The passage, `p7`.
    passage_anchor: Option<String>,
    /// Bytes of the article's text, from the first to the last word.
    bytes: Option<Span>,
    title: Option<&'a str>,
    source: Option<&'a str>,
    published: Option<String>,
    url: Option<&'a str>,
    language: Option<&'a str>,
    /// The earliest of all places that have a date.
    first_seen: Option<PlaceLine<'a>>,
    /// How many articles have the words (those of the closest place, where
    /// the claim is altered), of how many outlets, and how many independent
    /// origins that are.
    articles: u64,
    outlets: u64,
    origins: u64,
    /// All of them, or as many as were asked for, the best first.
    places: Vec<PlaceLine<'a>>,
    /// Other wordings in the archive, the closest first.
    variants: Vec<VariantLine<'a>>,
    /// `short` (so few words are found by chance), `marks_only` (what stands
    /// between the quotation marks of the claim was left out).
    notes: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct PartLine<'a> {
    op: &'static str,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct PlaceLine<'a> {
    id: &'a str,
    anchor: Option<String>,
    passage_anchor: String,
    title: Option<&'a str>,
    source: Option<&'a str>,
    published: Option<String>,
    url: Option<&'a str>,
    speaker: Option<&'a str>,
    role: Option<&'a str>,
    org: Option<&'a str>,
    attributed: Option<bool>,
    quoted: bool,
    bytes: Span,
}

#[derive(Debug, Serialize)]
struct VariantLine<'a> {
    diff: Vec<PartLine<'a>>,
    changed: Vec<&'static str>,
    articles: u64,
    place: PlaceLine<'a>,
}

/// The line of an answer, with `limit` places at most.
pub fn verdict(answer: &Verification, limit: Option<usize>) -> VerdictLine<'_> {
    let best = answer.best.as_ref();
    let speaker = best.and_then(|place| place.speaker.as_ref());
    let places = answer.places.iter().take(limit.unwrap_or(usize::MAX));
    VerdictLine {
        schema: SCHEMA,
        r#type: "verdict",
        verdict: answer.verdict.name(),
        confirmed: answer.is_confirmed(),
        claim: &answer.claim,
        by: answer.by.as_deref(),
        attributed: best.and_then(|place| place.attributed),
        speaker: speaker.and_then(named),
        role: speaker.and_then(|speaker| speaker.role.as_deref()),
        org: speaker.and_then(|speaker| speaker.affiliation.as_deref()),
        reasons: answer.reasons.iter().map(|reason| reason.name()).collect(),
        changed: answer.changed.iter().map(|change| change.name()).collect(),
        quoted: best.map(|place| place.quoted),
        likeness: (answer.likeness * 1_000.0).round() / 1_000.0,
        diff: parts(&answer.diff),
        text: best.map(|_| answer.archived()),
        context: best.map(|place| place.context.as_str()),
        id: best.map(|place| place.id.as_str()),
        anchor: best.and_then(|place| place.quote).map(quote_anchor),
        passage_anchor: best.map(|place| anchor(place.passage)),
        bytes: best.map(|place| place.bytes),
        title: best.and_then(|place| place.title.as_deref()),
        source: best.and_then(|place| place.outlet.as_deref()),
        published: best.and_then(published),
        url: best.and_then(|place| place.url.as_deref()),
        language: best.and_then(|place| place.language.as_deref()),
        first_seen: answer.first_seen().map(place_line),
        articles: answer.articles,
        outlets: answer.outlets,
        origins: answer.origins,
        places: places.map(place_line).collect(),
        variants: answer.variants.iter().map(variant).collect(),
        notes: answer.notes.iter().map(note).collect(),
    }
}

fn note(note: &Note) -> &'static str {
    match note {
        Note::Short => "short",
        Note::MarksOnly => "marks_only",
    }
}

fn parts(diff: &[Part]) -> Vec<PartLine<'_>> {
    let parts = diff.iter().map(|part| PartLine {
        op: part.op.name(),
        text: &part.text,
    });
    parts.collect()
}

fn place_line(place: &Place) -> PlaceLine<'_> {
    let speaker = place.speaker.as_ref();
    PlaceLine {
        id: &place.id,
        anchor: place.quote.map(quote_anchor),
        passage_anchor: anchor(place.passage),
        title: place.title.as_deref(),
        source: place.outlet.as_deref(),
        published: published(place),
        url: place.url.as_deref(),
        speaker: speaker.and_then(named),
        role: speaker.and_then(|speaker| speaker.role.as_deref()),
        org: speaker.and_then(|speaker| speaker.affiliation.as_deref()),
        attributed: place.attributed,
        quoted: place.quoted,
        bytes: place.bytes,
    }
}

fn variant(variant: &Variant) -> VariantLine<'_> {
    VariantLine {
        diff: parts(&variant.diff),
        changed: variant.changed.iter().map(|change| change.name()).collect(),
        articles: variant.articles,
        place: place_line(&variant.place),
    }
}

fn published(place: &Place) -> Option<String> {
    place.published.map(|when| when.to_string())
}

fn named(speaker: &Speaker) -> Option<&str> {
    Some(speaker.name.as_str()).filter(|name| !name.is_empty())
}
