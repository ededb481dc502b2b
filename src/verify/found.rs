//! An alignment in an article → what is to be said of it: what was left out,
//! put in or changed, whether it is quoted, and whose words it is.

use crate::analysis::Language;
use crate::span::Span;

use super::align::Step;
use super::changes::{self, Change, Names, Side};
use super::claim;
use super::judge::Judge;
use super::name::is_speaker;
use super::stream::{Page, Stream};
use super::{Place, Reason};

/// An alignment with what it is an alignment of.
pub(super) struct Found<'a> {
    judge: &'a Judge<'a>,
    page: &'a Page<'a>,
    stream: &'a Stream,
    pub(super) steps: Vec<Step>,
    /// Words of the archive between the first and the last of the claim.
    first: usize,
    last: usize,
    /// The words that both have, as bytes of the body.
    same: Vec<Span>,
    language: Option<Language>,
}

impl<'a> Found<'a> {
    pub(super) fn new(
        judge: &'a Judge<'a>,
        page: &'a Page<'a>,
        stream: &'a Stream,
        steps: Vec<Step>,
    ) -> Option<Self> {
        let places = steps.iter().filter_map(|step| match step {
            Step::Same { archive, .. } | Step::Deleted { archive } => Some(*archive),
            Step::Inserted { .. } => None,
        });
        let (first, last) = (places.clone().min()?, places.max()?);
        let same = steps.iter().filter_map(|step| match step {
            Step::Same { archive, .. } => stream.spans.get(*archive).copied(),
            _ => None,
        });
        let same: Vec<Span> = same.collect();
        let language = page.stored.article.language.as_deref();
        Some(Found {
            judge,
            page,
            stream,
            first,
            last,
            same,
            language: language.and_then(Language::from_code),
            steps,
        })
    }

    /// For each step, whether the claim says of it that something was left out
    /// or put in.
    fn is_told(&self, at: usize) -> bool {
        let claim = self.judge.claim;
        match self.steps.get(at) {
            Some(Step::Inserted { claim: word }) => {
                claim.inserted.get(*word).copied().unwrap_or(false)
            }
            Some(Step::Deleted { .. }) => {
                let next = self.next_claim(at);
                let cut = claim.cuts.get(next).copied().unwrap_or(false);
                cut || self.judge.open.get(next).copied().unwrap_or(false)
            }
            _ => true,
        }
    }

    /// The first word of the claim that is used up after a step.
    fn next_claim(&self, at: usize) -> usize {
        let rest = self.steps.get(at..).unwrap_or_default();
        let next = rest.iter().find_map(|step| match step {
            Step::Same { claim, .. } | Step::Inserted { claim } => Some(*claim),
            Step::Deleted { .. } => None,
        });
        next.unwrap_or(self.judge.claim.tokens.len())
    }

    pub(super) fn is_clean(&self) -> bool {
        (0..self.steps.len()).all(|at| self.is_told(at))
    }

    pub(super) fn is_quoted(&self) -> bool {
        let mut words = self.steps.iter().filter_map(|step| match step {
            Step::Same { archive, .. } => Some(*archive),
            _ => None,
        });
        words.all(|at| self.stream.region(at).is_some())
    }

    /// Twice what both have, of all that one of them has.
    pub(super) fn likeness(&self) -> f32 {
        let (mut both, mut one) = (0_i64, 0_i64);
        for (at, step) in self.steps.iter().enumerate() {
            let weight = i64::from(self.weight(step));
            match step {
                Step::Same { .. } => both += weight,
                _ if self.is_told(at) => {}
                _ => one += weight,
            }
        }
        if both == 0 {
            return 0.0;
        }
        (2 * both) as f32 / (2 * both + one) as f32
    }

    fn weight(&self, step: &Step) -> i32 {
        let claim = self.judge.claim;
        match step {
            Step::Same { claim: at, .. } | Step::Inserted { claim: at } => {
                claim.weights.get(*at).copied().unwrap_or(0)
            }
            Step::Deleted { archive } => claim::weight(&self.form(*archive), self.language),
        }
    }

    /// The folded form of a word of the archive.
    fn form(&self, at: usize) -> String {
        let raw = self.raw(at);
        let tokens = super::token::tokens(raw);
        tokens.into_iter().map(|token| token.form).collect()
    }

    fn raw(&self, at: usize) -> &'a str {
        let span = self.stream.spans.get(at);
        span.and_then(|span| span.of(self.page.text()))
            .unwrap_or("")
    }

    pub(super) fn wording(&self) -> String {
        let words: Vec<String> = (self.first..=self.last).map(|at| self.form(at)).collect();
        words.join(" ")
    }

    pub(super) fn reasons(&self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let mut note = |reason| {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        };
        for (at, step) in self.steps.iter().enumerate() {
            let next_to_insert = |at: usize| {
                let near = [at.checked_sub(1), at.checked_add(1)];
                near.into_iter()
                    .flatten()
                    .any(|at| matches!(self.steps.get(at), Some(Step::Inserted { .. })))
            };
            match (step, self.is_told(at)) {
                (Step::Same { .. }, _) => {}
                (Step::Deleted { .. }, true) => {
                    let next = self.next_claim(at);
                    let is_cut = self.judge.claim.cuts.get(next) == Some(&true);
                    note(if is_cut {
                        Reason::Cut
                    } else {
                        Reason::Replaced
                    });
                }
                (Step::Inserted { .. }, true) => note(Reason::Replaced),
                (Step::Inserted { .. }, false) => note(Reason::Changed),
                (Step::Deleted { .. }, false)
                    if self.beside_insertion(at) || next_to_insert(at) =>
                {
                    note(Reason::Changed);
                }
                (Step::Deleted { .. }, false) => note(Reason::LeftOut),
            }
        }
        if self.is_stitched() {
            note(Reason::Stitched);
        }
        if self.is_quoted()
            && self.is_clean()
            && !self.page.is_whole(self.stream, self.first, self.last)
        {
            note(Reason::Inside);
        }
        reasons
    }

    /// True for a word of the archive in a row of steps in which the claim has
    /// others.
    fn beside_insertion(&self, at: usize) -> bool {
        let is_same = |step: &Step| matches!(step, Step::Same { .. });
        let before = self.steps.get(..at).unwrap_or_default();
        let after = self.steps.get(at..).unwrap_or_default();
        let row = before
            .iter()
            .rev()
            .take_while(|step| !is_same(step))
            .chain(after.iter().take_while(|step| !is_same(step)));
        row.into_iter()
            .any(|step| matches!(step, Step::Inserted { .. }))
    }

    /// True where words stand together in the claim that do not in the
    /// archive: of two speakers, or of places that are far from each other.
    fn is_stitched(&self) -> bool {
        let mut speakers: Vec<&str> = Vec::new();
        let mut last: Option<usize> = None;
        for step in &self.steps {
            let Step::Same { archive: at, .. } = step else {
                continue;
            };
            let region = self.stream.region(*at);
            if let Some(before) = last {
                let same_region = region.is_some() && region == self.stream.region(before);
                if !same_region && self.is_apart(before, *at) {
                    return true;
                }
            }
            let changes = last.is_none_or(|before| self.stream.region(before) != region);
            if changes
                && let Some(span) = region.and_then(|number| self.page.regions.get(number))
                && let Some(speaker) = self.page.speaker_in(*span)
                && !speakers.contains(&speaker)
            {
                speakers.push(speaker);
            }
            last = Some(*at);
        }
        speakers.len() > 1
    }

    fn is_apart(&self, one: usize, other: usize) -> bool {
        let span = |at: usize| self.stream.spans.get(at).copied();
        let (Some(one), Some(other)) = (span(one), span(other)) else {
            return true;
        };
        let passages = self.page.passage(other.start) - self.page.passage(one.start);
        if passages <= 1 {
            return false;
        }
        let (one, other) = (self.page.quote_of(&[one]), self.page.quote_of(&[other]));
        one.is_none() || one != other
    }

    pub(super) fn changed(&self) -> Vec<Change> {
        let names = self.names();
        let mut found = Vec::new();
        let (mut archive, mut claim) = (Side::default(), Side::default());
        for at in 0..=self.steps.len() {
            match self.steps.get(at) {
                Some(Step::Deleted { archive: word }) if !self.is_told(at) => {
                    archive.forms.push(self.form(*word));
                    archive.raw.push(self.raw(*word));
                    archive.begins.push(self.begins_sentence(*word));
                }
                Some(Step::Inserted { claim: word }) if !self.is_told(at) => {
                    let text = &self.judge.claim.text;
                    if let Some(token) = self.judge.claim.tokens.get(*word) {
                        claim.forms.push(token.form.clone());
                        claim.raw.push(token.span.of(text).unwrap_or(""));
                        claim.begins.push(begins_sentence(text, token.span.start));
                    }
                }
                _ => {
                    if !archive.forms.is_empty() || !claim.forms.is_empty() {
                        found.extend(changes::of(&archive, &claim, &names));
                    }
                    (archive, claim) = (Side::default(), Side::default());
                }
            }
        }
        if self.endings_differ() || self.follows_negation() {
            found.push(Change::Negation);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// True where one side has more endings that deny than the other.
    fn endings_differ(&self) -> bool {
        let text = &self.judge.claim.text;
        let (mut ours, mut theirs) = (String::new(), String::new());
        for (at, step) in self.steps.iter().enumerate() {
            match step {
                Step::Same { archive, .. } => {
                    ours += self.raw(*archive);
                    theirs += self.raw(*archive);
                }
                _ if self.is_told(at) => {}
                Step::Deleted { archive } => ours += self.raw(*archive),
                Step::Inserted { claim } => {
                    let token = self.judge.claim.tokens.get(*claim);
                    theirs += token.and_then(|token| token.span.of(text)).unwrap_or("");
                }
            }
        }
        changes::negating_endings(&ours) != changes::negating_endings(&theirs)
    }

    /// True for a piece of a sentence right before which a `not` was cut off.
    fn follows_negation(&self) -> bool {
        let Some(span) = self.stream.spans.get(self.first) else {
            return false;
        };
        let region = self.stream.region(self.first);
        let sentence = self.page.sentence_at(region, span.start);
        let from = self.first.saturating_sub(NEGATION_REACH);
        (from..self.first).any(|at| {
            let before = self.stream.spans.get(at);
            before.is_some_and(|before| before.start >= sentence.start)
                && changes::denies(&self.form(at))
        })
    }

    fn names(&self) -> Names<'a> {
        let mut names = Names {
            nouns_have_capitals: self.language.is_some_and(|l| l.code() == "de"),
            text: self.page.text(),
            ..Names::default()
        };
        let speakers = self.page.stored.quotes.iter();
        for speaker in speakers.filter_map(|quote| quote.speaker.as_ref()) {
            names.known.extend(changes::name_words(&speaker.name));
            let affiliation = speaker.affiliation.as_deref().unwrap_or("");
            // Of an office, only words with a capital are a name.
            for word in affiliation.split_whitespace() {
                if word.starts_with(char::is_uppercase) {
                    names.known.extend(changes::name_words(word));
                }
            }
        }
        names
    }

    fn begins_sentence(&self, at: usize) -> bool {
        let span = self.stream.spans.get(at);
        span.is_some_and(|span| begins_sentence(self.page.text(), span.start))
    }

    pub(super) fn place(&self, quoted: bool) -> Place {
        let stored = self.page.stored;
        let article = &stored.article;
        let span = |at: usize| self.stream.spans.get(at).copied();
        let start = span(self.first).map_or(0, |span| span.start);
        let end = span(self.last).map_or(start, |span| span.end);
        let bytes = Span::new(start, end);
        // What is stitched together is nobody's.
        let whole = !self.is_stitched();
        let quote = whole.then(|| self.page.quote_of(&self.same)).flatten();
        let written = quote.and_then(|at| stored.quotes.get(at)?.speaker.as_ref());
        let speaker = written.map(|written| {
            let mut speaker = written.clone();
            self.judge.roster.apply(&mut speaker);
            speaker
        });
        let attributed = match (self.judge.by, written, &speaker) {
            (Some(by), Some(written), Some(speaker)) => {
                let is_she = is_speaker(by, written) || is_speaker(by, speaker);
                // Who is not named may be anybody.
                (is_she || !speaker.name.is_empty()).then_some(is_she)
            }
            _ => None,
        };
        let context = self.page.context(bytes);
        Place {
            id: article.id.clone(),
            title: article.title.clone(),
            outlet: article.outlet.clone(),
            published: article.published,
            url: article.url.clone(),
            language: article.language.clone(),
            passage: self.page.passage(start),
            quote: quote.map(|at| at + 1),
            speaker,
            attributed,
            quoted,
            bytes,
            context: context.of(&article.body).unwrap_or("").to_owned(),
            context_bytes: context,
        }
    }
}

/// A negation so many words before a piece belongs to it.
const NEGATION_REACH: usize = 2;

/// True where a word stands after the end of a sentence, or at the beginning.
fn begins_sentence(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    let before = before.trim_end_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '.' | '!' | '?' | '…' | ':' | '\n' | '“' | '‘' | '„')
    });
    before
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric())
}
