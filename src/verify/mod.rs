//! A quotation + index → [`Verification`]: is it in the archive, word for word?
//!
//! ```text
//! claim ─► tokens ─► candidates ─► articles ─► words as printed,   ─► aligned ─► judged ─► verdict
//!                    rows of it,               words in the marks
//!                    else its words
//! ```
//!
//! Typography is folded before anything is compared: kinds of marks, dashes,
//! white space, case, accents. All else counts.

mod align;
mod candidates;
mod changes;
mod claim;
mod diff;
mod found;
mod judge;
mod name;
mod stream;
mod token;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::fold;
use crate::article::When;
use crate::error::Result;
use crate::index::{Outlets, Reader};
use crate::query::Query;
use crate::quote::Speaker;
use crate::roster::Roster;
use crate::search::{self, Request as Search};
use crate::span::Span;

use claim::Claim;
use judge::{Agreement, Finding, Judge};

pub use changes::Change;
pub use claim::CLAIM_BYTES_MAX;
pub use diff::{Op, Part};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// The quotation.
    pub claim: String,
    /// Who is to have said it: any part of a name.
    pub by: Option<String>,
    /// Who is who.
    pub roster: Roster,
    /// Parts of a query that articles must match.
    pub filters: Vec<Query>,
}

/// How a quotation stands to the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Whole sentences of a quotation, or all of it, word for word.
    Verbatim,
    /// The same words, but some left out or replaced where the claim says so,
    /// or a piece of a longer sentence.
    Shortened,
    /// Some words are others, left out or put in without a word about it.
    Altered,
    /// The words stand in the archive, but not in quotation marks.
    Unquoted,
    /// The words are somebody else's.
    Misattributed,
    /// Nothing comes close.
    Absent,
}

impl Verdict {
    /// As it is written in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Verbatim => "verbatim",
            Verdict::Shortened => "shortened",
            Verdict::Altered => "altered",
            Verdict::Unquoted => "unquoted",
            Verdict::Misattributed => "misattributed",
            Verdict::Absent => "absent",
        }
    }
}

/// Why a quotation is not word for word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Words are left out where the claim has an ellipsis.
    Cut,
    /// Words stand in brackets that are not the archive's.
    Replaced,
    /// It is a piece of a longer sentence.
    Inside,
    /// Words are left out without a mark.
    LeftOut,
    /// Words are others, or put in.
    Changed,
    /// Words of two speakers, or of places far from each other, are joined.
    Stitched,
    /// The words stand outside quotation marks.
    Unquoted,
}

impl Reason {
    /// As it is written in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Cut => "cut",
            Reason::Replaced => "replaced",
            Reason::Inside => "inside",
            Reason::LeftOut => "left_out",
            Reason::Changed => "changed",
            Reason::Stitched => "stitched",
            Reason::Unquoted => "unquoted",
        }
    }
}

/// What a user should know about how the claim was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Note {
    /// So few words are found by chance.
    Short,
    /// Only the words in quotation marks were looked for, not what stands
    /// between them.
    MarksOnly,
}

/// Where words of the archive stand.
#[derive(Clone, Debug)]
pub struct Place {
    /// Id of the article.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<When>,
    /// Its address.
    pub url: Option<String>,
    /// BCP 47 tag of its language.
    pub language: Option<String>,
    /// The passage that the words begin in, from 1.
    pub passage: usize,
    /// The quote that they are part of, from 1.
    pub quote: Option<usize>,
    /// Who says them, where the article tells.
    pub speaker: Option<Speaker>,
    /// Whether that is who was asked about; `None` where nobody was, or nobody
    /// is named.
    pub attributed: Option<bool>,
    /// Whether all of them stand in quotation marks.
    pub quoted: bool,
    /// From the first to the last word, in bytes of the body.
    pub bytes: Span,
    /// The whole sentences round them.
    pub context: String,
    /// Where these stand, in bytes of the body.
    pub context_bytes: Span,
}

/// Another wording that the archive has.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Where it stands first.
    pub place: Place,
    /// How it differs from the claim.
    pub diff: Vec<Part>,
    /// What kinds of words differ.
    pub changed: Vec<Change>,
    /// How many articles have it.
    pub articles: u64,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Verification {
    /// In one word.
    pub verdict: Verdict,
    /// The claim as it was read.
    pub claim: String,
    /// Who was to have said it.
    pub by: Option<String>,
    /// Why it is not word for word.
    pub reasons: Vec<Reason>,
    /// What kinds of words were changed.
    pub changed: Vec<Change>,
    /// The closest place; `None` where nothing comes close at all.
    pub best: Option<Place>,
    /// The archive's words there beside the claim.
    pub diff: Vec<Part>,
    /// How alike both are, 0 to 1.
    pub likeness: f32,
    /// All places with these words, the best first; with the words of the
    /// closest place, where the claim is altered. None where it is absent.
    pub places: Vec<Place>,
    /// How many articles that are.
    pub articles: u64,
    /// Of how many outlets.
    pub outlets: u64,
    /// How many independent origins: copies of one article count once.
    pub origins: u64,
    /// The place that was published first, by its number in `places`.
    pub first: Option<usize>,
    /// Other wordings, the closest first.
    pub variants: Vec<Variant>,
    /// About how the claim was read.
    pub notes: Vec<Note>,
}

impl Verification {
    /// True where the claim is word for word a quotation, and said by who was
    /// to have said it.
    pub fn is_confirmed(&self) -> bool {
        let said = self.best.as_ref().and_then(|place| place.attributed);
        self.verdict == Verdict::Verbatim && (self.by.is_none() || said == Some(true))
    }

    /// The first publication of the words.
    pub fn first_seen(&self) -> Option<&Place> {
        self.places.get(self.first?)
    }

    /// The archive's words at the closest place.
    pub fn archived(&self) -> String {
        let parts = self.diff.iter().filter(|part| part.op != Op::Insert);
        let text: String = parts.map(|part| part.text.as_str()).collect();
        text.trim_end().to_owned()
    }
}

/// Cells of alignment tables that one question may cost: about a second.
const CELLS_MAX: usize = 150_000_000;

/// Less alike than this, the claim is not a version of the archive's words.
const LIKENESS_ALTERED: f32 = 0.6;

/// More alike than this, a wording is shown beside the one that was found.
const LIKENESS_VARIANT: f32 = 0.75;

/// So many other wordings are told.
const VARIANTS_MAX: usize = 3;

/// Looks for a quotation in one commit of the index.
///
/// # Errors
///
/// Where the claim has no words or is longer than [`CLAIM_BYTES_MAX`], and
/// where the index cannot be read.
pub fn verify(reader: &Reader, request: &Request) -> Result<Verification> {
    let claim = Claim::read(&request.claim)?;
    let by = request.by.as_deref();
    let mut judge = Judge::new(&claim, by, &request.roster, CELLS_MAX);
    let mut seen = OriginsById::default();
    let mut found = Vec::new();
    let by_rows = candidates::by_rows(&claim, &request.filters);
    collect(reader, by_rows, &mut judge, &mut seen, &mut found)?;
    let is_sure = |finding: &Finding| finding.agreement > Agreement::Altered;
    if !found.iter().any(is_sure) {
        let by_words = candidates::by_words(&claim, &request.filters);
        collect(reader, by_words, &mut judge, &mut seen, &mut found)?;
    }
    Ok(answer(&claim, request, found, (&seen, reader.outlets()?)))
}

/// The articles that were judged, by id, each with the number of its origin.
type OriginsById = FxHashMap<String, u32>;

/// Judges the articles that a search finds and that were not judged before.
fn collect(
    reader: &Reader,
    search: Option<Search>,
    judge: &mut Judge<'_>,
    seen: &mut OriginsById,
    found: &mut Vec<Finding>,
) -> Result<()> {
    let Some(search) = search else { return Ok(()) };
    for stored in search::search(reader, &search)?.stored() {
        let (stored, origin) = stored?;
        if seen.insert(stored.article.id.clone(), origin).is_none() {
            found.extend(judge.findings(&stored));
        }
    }
    Ok(())
}

/// What the findings come to.
fn answer(
    claim: &Claim,
    request: &Request,
    mut found: Vec<Finding>,
    (origins, outlets): (&OriginsById, &Outlets),
) -> Verification {
    // Best first; of equals the earliest, then by id.
    found.sort_by(|a, b| b.merit().cmp(&a.merit()).then_with(|| earlier(a, b)));
    let mut answer = Verification {
        verdict: Verdict::Absent,
        claim: claim.text.clone(),
        by: request.by.clone(),
        reasons: Vec::new(),
        changed: Vec::new(),
        best: None,
        diff: Vec::new(),
        likeness: 0.0,
        places: Vec::new(),
        articles: 0,
        outlets: 0,
        origins: 0,
        first: None,
        variants: Vec::new(),
        notes: claim.notes.clone(),
    };
    let Some(best) = found.first().cloned() else {
        return answer;
    };
    answer.verdict = verdict(&best);
    let is_here = |finding: &&Finding| match (answer.verdict, best.agreement) {
        (Verdict::Absent, _) => false,
        (_, Agreement::Altered) => finding.wording == best.wording,
        _ => finding.agreement > Agreement::Altered,
    };
    answer.places = found
        .iter()
        .filter(is_here)
        .map(|finding| finding.place.clone())
        .collect();
    if answer.verdict != Verdict::Absent {
        answer.variants = variants(&found, &best);
    }
    count(&mut answer, origins, outlets);
    answer.reasons = best.reasons;
    answer.changed = best.changed;
    answer.diff = best.diff;
    answer.likeness = best.likeness;
    answer.best = Some(best.place);
    answer
}

fn verdict(best: &Finding) -> Verdict {
    let is_others = best.place.attributed == Some(false);
    match best.agreement {
        Agreement::Verbatim | Agreement::Shortened if is_others => Verdict::Misattributed,
        Agreement::Verbatim => Verdict::Verbatim,
        Agreement::Shortened => Verdict::Shortened,
        Agreement::Unquoted => Verdict::Unquoted,
        Agreement::Altered if best.likeness >= LIKENESS_ALTERED => Verdict::Altered,
        Agreement::Altered => Verdict::Absent,
    }
}

fn earlier(a: &Finding, b: &Finding) -> std::cmp::Ordering {
    let when = |finding: &Finding| finding.place.published.map_or(i64::MAX, |w| w.seconds);
    when(a)
        .cmp(&when(b))
        .then_with(|| a.place.id.cmp(&b.place.id))
        .then_with(|| a.place.bytes.cmp(&b.place.bytes))
}

/// Counts articles, outlets and origins, and finds the earliest place.
fn count(answer: &mut Verification, origins: &OriginsById, names: &Outlets) {
    let places = &answer.places;
    let ids: FxHashSet<&str> = places.iter().map(|place| place.id.as_str()).collect();
    let outlets = places.iter().filter_map(|place| place.outlet.as_deref());
    let outlets: FxHashSet<String> = outlets.map(|given| fold(names.name(given))).collect();
    (answer.articles, answer.outlets) = (ids.len() as u64, outlets.len() as u64);
    let origins: FxHashSet<&u32> = ids.iter().filter_map(|id| origins.get(*id)).collect();
    answer.origins = origins.len() as u64;
    let quoted = places.iter().any(|place| place.quoted);
    let dated = places.iter().enumerate().filter_map(|(i, place)| {
        let when = place.published.filter(|_| place.quoted == quoted)?;
        Some((when.seconds, i))
    });
    answer.first = dated.min().map(|(_, i)| i);
}

/// Other wordings than those that are listed as places.
fn variants(found: &[Finding], best: &Finding) -> Vec<Variant> {
    let mut order: Vec<Variant> = Vec::new();
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    let others = found.iter().filter(|finding| {
        finding.agreement == Agreement::Altered
            && finding.likeness >= LIKENESS_VARIANT
            && finding.place.quoted
            && finding.wording != best.wording
    });
    for finding in others {
        match known.get(finding.wording.as_str()) {
            Some(at) => {
                if let Some(variant) = order.get_mut(*at) {
                    variant.articles += 1;
                }
            }
            None if order.len() < VARIANTS_MAX => {
                known.insert(&finding.wording, order.len());
                order.push(Variant {
                    place: finding.place.clone(),
                    diff: finding.diff.clone(),
                    changed: finding.changed.clone(),
                    articles: 1,
                });
            }
            None => {}
        }
    }
    order
}
