//! Source and verb before their content: `Roe said in March that A`.

use std::ops::Range;

use super::super::cue::Word;
use super::scene::Shape;
use super::sentence::{Found, Reader, TAIL, one};

impl Reader<'_, '_> {
    /// Source and verb before the content.
    pub(super) fn head(&mut self, cue: usize) -> Option<Found> {
        let scene = self.scene;
        if scene.verb_last {
            return None;
        }
        let verb = scene.word(cue);
        let mention = self.head_source(cue)?;
        let Some(start) = self.content_start(cue) else {
            self.pend(cue, &mention);
            return None;
        };
        let mut end = self.segment.end;
        if scene.count(&(start..end)) < 2 {
            return None;
        }
        if let Some(stop) = self.quotation_end(start) {
            end = stop;
        }
        let next = self.next_clause(start).filter(|next| *next < end);
        if let Some(next) = next {
            end = next;
        }
        if scene.count(&(start..end)) < 2 {
            return None;
        }
        self.cursor = end;
        Some(Found {
            content: one(start..end),
            cue: Some(cue..cue + 1),
            mention: Some(mention),
            carried: false,
            strength: if verb.is(Word::SAY) { 0.8 } else { 0.6 },
        })
    }

    /// Where a quotation ends that holds a whole sentence or clause, point
    /// included: `She said, “We won,” before she left.`
    fn quotation_end(&self, start: usize) -> Option<usize> {
        let scene = self.scene;
        let end = self.segment.end;
        if !scene.quoted(start) {
            return None;
        }
        let mut stop = scene.region_end(start, end);
        let pointed = stop >= start + 6
            && matches!(scene.shape(stop - 1), Shape::Mark)
            && matches!(scene.shape(stop - 2), Shape::Comma | Shape::Stop);
        if !pointed {
            return None;
        }
        while let Some(next) = (stop..end.min(stop + 3)).find(|token| scene.quoted(*token)) {
            stop = scene.region_end(next, end);
        }
        Some(stop)
    }

    /// The source of a verb that stands before its content. `, adding that B`
    /// has that of the statement before.
    pub(super) fn head_source(&self, cue: usize) -> Option<Range<usize>> {
        let scene = self.scene;
        let previous = || {
            self.out
                .found
                .last()
                .and_then(|found| found.mention.clone())
        };
        if scene.is(cue, Word::ING) && scene.english {
            let last = cue.checked_sub(1)?;
            let aux = matches!(scene.lower(last), "is" | "was" | "are" | "were" | "been");
            if !aux {
                return previous();
            }
        }
        let verb_start = self.verb_start(cue);
        let last = verb_start
            .checked_sub(1)
            .filter(|last| *last >= self.cursor);
        match last {
            Some(last) if matches!(scene.lower(last), "and" | "but" | "y" | "et" | "und" | "e") => {
                previous().or_else(|| self.subject_before(last))
            }
            Some(_) => scene.source_before(cue, self.cursor).or_else(|| {
                // Auf Anfrage teilte sie mit, …
                (!scene.english)
                    .then(|| scene.source_after(cue + 1, self.segment.end))
                    .flatten()
            }),
            None if !scene.english => scene.source_after(cue + 1, self.segment.end),
            None => previous().filter(|_| self.cursor > self.segment.start),
        }
    }

    /// The subject of the verb before an `and`: `Roe left and said …`
    pub(super) fn subject_before(&self, and: usize) -> Option<Range<usize>> {
        let scene = self.scene;
        let start = self.cursor;
        let mut end = start;
        while end < and && scene.capital(end) && end - start < 5 {
            end += 1;
        }
        let other = Word::PREPOSITION | Word::CLAUSE | Word::SKIP;
        (end > start && !scene.is(start, other)).then_some(start..end)
    }

    /// Where the content begins that a verb introduces.
    pub(super) fn content_start(&self, cue: usize) -> Option<usize> {
        let scene = self.scene;
        let end = self.segment.end;
        let verb = scene.word(cue);
        let limit = end.min(cue + 16);
        let mut found = None;
        for at in cue + 1..limit {
            if scene.quoted(at) {
                found = Some(at);
                break;
            }
            let word = scene.lower(at);
            let near = at <= cue + 2
                || (cue + 1..at).all(|between| {
                    scene.is(
                        between,
                        Word::PREPOSITION
                            | Word::TIME
                            | Word::SKIP
                            | Word::DETERMINER
                            | Word::PRONOUN,
                    ) || !scene.wordy(between)
                        || scene.is(cue + 1, Word::PREPOSITION | Word::TIME | Word::SKIP)
                });
            if scene.is(at, Word::THAT)
                && (!scene.english && near || word == "that" || at == cue + 1)
            {
                found = Some(at);
                break;
            }
            match scene.shape(at) {
                Shape::Colon if at + 1 < end => {
                    found = Some(at + 1);
                    break;
                }
                Shape::Stop | Shape::Semicolon => break,
                _ => {}
            }
        }
        if let Some(at) = found.filter(|at| scene.quoted(*at)) {
            let parted = matches!(scene.shape(at - 1), Shape::Comma | Shape::Colon);
            if at == cue + 1 || parted && !self.clause_before(cue, at) {
                return Some(at);
            }
            if verb.is(Word::SAY | Word::THINK | Word::ACT) {
                return self.bare_start(cue).or(Some(cue + 1));
            }
            return None;
        }
        if let Some(at) = found.filter(|_| scene.english && verb.is(Word::SAY)) {
            let near = at <= cue + 3 || verb.is(Word::LISTENER | Word::WEAK);
            let bare = self
                .bare_start(cue)
                .filter(|bare| !near && *bare == cue + 1);
            return Some(bare.unwrap_or(at));
        }
        if found.is_some() {
            return if verb.is(Word::SAY | Word::THINK | Word::ACT) || !scene.english {
                found
            } else {
                None
            };
        }
        self.bare_start(cue)
    }

    /// True if the words between a verb and the quotation at `at` are no place
    /// or listener, but belong to the content: `said he had none, “not one”`.
    pub(super) fn clause_before(&self, cue: usize, at: usize) -> bool {
        let scene = self.scene;
        let circumstance = Word::PREPOSITION | Word::TIME | Word::SKIP;
        scene.shape(at - 1) == Shape::Comma
            && scene.count(&(cue + 1..at)) >= 4
            && scene.is(cue, Word::SAY | Word::THINK)
            && !scene.is(cue, Word::LISTENER)
            && !scene.is(cue + 1, circumstance)
            && (!scene.english || self.bare_start(cue) == Some(cue + 1))
    }

    /// Where content begins that no `that` introduces.
    pub(super) fn bare_start(&self, cue: usize) -> Option<usize> {
        let scene = self.scene;
        let end = self.segment.end;
        if !scene.english {
            return self.bare_start_elsewhere(cue);
        }
        let word = scene.word(cue);
        if !word.is(Word::SAY | Word::THINK) {
            return self.object_start(cue);
        }
        if word.is(Word::WEAK) && !self.document_before(cue) {
            return None;
        }
        let mut at = cue + 1;
        if matches!(scene.lower(cue), "tell" | "told" | "tells" | "telling") {
            at = (cue + 2..end.min(cue + 8))
                .find(|at| scene.is(*at, Word::DETERMINER | Word::PRONOUN) && !scene.quoted(*at))?;
        } else {
            if scene.is(at, Word::TIME) {
                at += 1;
            }
            if matches!(
                scene.lower(at),
                "on" | "in" | "at" | "during" | "last" | "earlier" | "this"
            ) {
                at = (at + 2..end.min(at + 10)).find(|at| {
                    scene.is(*at, Word::DETERMINER | Word::PRONOUN)
                        && !matches!(scene.lower(*at), "a" | "an" | "the" | "his" | "her")
                })?;
            }
        }
        if at >= end || !scene.wordy(at) || scene.count(&(at..end)) < 3 {
            return None;
        }
        let blocked = matches!(
            scene.lower(at),
            "of" | "by"
                | "for"
                | "with"
                | "about"
                | "from"
                | "as"
                | "against"
                | "and"
                | "or"
                | "but"
                | "when"
                | "while"
                | "into"
                | "over"
                | "through"
        );
        let whole = !word.is(Word::CLAUSAL) || scene.lower(at) == "to" || self.is_clause(at, end);
        let participle = scene.lower(at) == "to" && scene.lower(cue) == "expected";
        (!blocked && whole && !participle).then_some(at)
    }

    /// True if the tokens hold a finite verb that can be told by its form.
    pub(super) fn is_clause(&self, start: usize, end: usize) -> bool {
        (start..end.min(start + 18)).any(|token| {
            matches!(
                self.scene.lower(token),
                "is" | "was"
                    | "are"
                    | "were"
                    | "has"
                    | "have"
                    | "had"
                    | "will"
                    | "would"
                    | "could"
                    | "can"
                    | "should"
                    | "may"
                    | "might"
                    | "must"
                    | "do"
                    | "does"
                    | "did"
                    | "n't"
                    | "'re"
                    | "'ll"
                    | "'ve"
                    | "'d"
                    | "'m"
                    | "cannot"
                    | "ca"
                    | "wo"
                    | "'t"
            )
        })
    }

    /// The object of `criticised` and its like.
    pub(super) fn object_start(&self, cue: usize) -> Option<usize> {
        let scene = self.scene;
        let at = cue + 1;
        let object = scene.is(cue, Word::ACT)
            && at < self.segment.end
            && !scene.quoted(at)
            && (scene.capital(at)
                || scene.is(at, Word::DETERMINER | Word::PRONOUN)
                || matches!(scene.lower(at), "to" | "for" | "on"))
            && scene.count(&(at..self.segment.end)) >= 3;
        object.then_some(at)
    }

    /// True if the subject of the verb is a study or another document.
    pub(super) fn document_before(&self, cue: usize) -> bool {
        let scene = self.scene;
        scene
            .source_before(cue, self.cursor)
            .is_some_and(|source| source.clone().any(|token| scene.is(token, Word::DOCUMENT)))
    }

    pub(super) fn bare_start_elsewhere(&self, cue: usize) -> Option<usize> {
        let scene = self.scene;
        let end = self.segment.end;
        if let Some(object) = self.object_start(cue) {
            return Some(object);
        }
        // German: sagte, er habe …; French: affirme avoir …
        let mut at = cue + 1;
        while at < end.min(cue + 8) {
            if scene.shape(at) == Shape::Comma {
                let more = scene.count(&(at + 1..end)) >= 4;
                let german = scene.lexicon.word("dass").is(Word::THAT);
                return (german && more && scene.is(cue, Word::SAY)).then_some(at + 1);
            }
            if matches!(
                scene.lower(at),
                "avoir" | "être" | "vouloir" | "haber" | "ser" | "estar" | "aver" | "essere"
            ) {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// Where a new attribution begins within content: `…, adding that B`.
    pub(super) fn next_clause(&self, start: usize) -> Option<usize> {
        let scene = self.scene;
        for at in start + 2..self.segment.end {
            if scene.quoted(at) || !scene.is(at, Word::SAY) {
                continue;
            }
            let last = at - 1;
            if scene.is(at, Word::ING) && scene.english {
                let mut before = last;
                while before > start && scene.is(before, Word::SKIP) {
                    before -= 1;
                }
                let parted = scene.shape(before) == Shape::Comma
                    || scene.quoted(before)
                    || matches!(scene.lower(before), "and" | "while");
                if parted && self.content_start(at).is_some() {
                    return Some(before + usize::from(scene.quoted(before)));
                }
                continue;
            }
            if !self.is_cue(at) || self.content_start(at).is_none() {
                continue;
            }
            if matches!(scene.lower(last), "and" | "but") && !scene.is(at, Word::BASE) {
                return Some(last);
            }
            let Some(source) = scene.source_before(at, start) else {
                continue;
            };
            let Some(before) = source.start.checked_sub(1).filter(|before| *before > start) else {
                continue;
            };
            if matches!(
                scene.lower(before),
                "but" | "while" | "whereas" | "and" | ";"
            ) && matches!(scene.shape(before - 1), Shape::Comma | Shape::Mark)
                || scene.shape(before) == Shape::Semicolon
            {
                return Some(before);
            }
        }
        None
    }

    /// `Roe said:` at the end of a sentence waits for what follows.
    pub(super) fn pend(&mut self, cue: usize, mention: &Range<usize>) {
        let scene = self.scene;
        let Some(last) = self.segment.end.checked_sub(1) else {
            return;
        };
        let found = Found {
            content: Vec::new(),
            cue: Some(cue..cue + 1),
            mention: Some(mention.clone()),
            carried: false,
            strength: 0.8,
        };
        let rest = scene.count(&(cue + 1..self.segment.end));
        let colon = scene.shape(last) == Shape::Colon;
        if colon && rest <= TAIL || rest <= 1 && scene.is(cue, Word::SAY) {
            self.out.pending = Some(found.clone());
        }
        if !colon && rest <= TAIL && mention.start <= self.segment.start + 1 {
            self.out.dangling = Some(found);
        }
    }
}
