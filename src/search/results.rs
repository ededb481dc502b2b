//! What a search found, read from the index as it is shown.

use tantivy::DocAddress;

use crate::article::Article;
use crate::error::Result;
use crate::index::Stored;
use crate::quote::Quote;
use crate::span::Span;

use super::collapse::{Collapsed, Copies};
use super::heads::Heads;
use super::suggest::Suggestion;
use super::top::Match;
use super::{Note, Search};

/// What was found. The articles themselves are read from the index as they are
/// shown: all of a large archive may match.
pub struct Results<'r> {
    pub(super) search: Search<'r>,
    pub(super) matches: Vec<(DocAddress, Match)>,
    /// What is shown of stories of several articles.
    pub(super) heads: Heads,
    /// How many articles match in all.
    pub articles: u64,
    /// How many that are when copies count once; only where they are collapsed.
    pub collapsed: Option<Collapsed>,
    /// What a user should know about how the query was read.
    pub notes: Vec<Note>,
    /// Near words and names for those that few articles have; only where few
    /// were found that have all.
    pub suggestions: Vec<Suggestion>,
    /// How the query was read, word by word; only on request.
    pub explanation: Vec<String>,
}

impl Results<'_> {
    /// How many articles there are to show.
    pub fn shown(&self) -> usize {
        self.matches
            .len()
            .saturating_sub(self.search.request.offset)
    }

    /// The articles to show, in order, from the request's `offset` on.
    pub fn hits(&self) -> impl Iterator<Item = Result<Hit>> {
        let shown = self
            .matches
            .iter()
            .enumerate()
            .skip(self.search.request.offset);
        shown.map(|(i, (address, found))| {
            let head = self.heads.of(*address);
            let hit = || self.search.hit(i + 1, head, (*address, found));
            self.search.reader.guard(hit)
        })
    }

    /// Ids and scores of the articles to show, in order: nothing of them is
    /// read.
    pub fn ranked(&self) -> impl Iterator<Item = Result<(String, f32)>> {
        let shown = self.matches.iter().skip(self.search.request.offset);
        shown.map(|(address, found)| {
            let id = self.search.reader.guard(|| self.search.id(*address, found));
            Ok((id?, found.score))
        })
    }

    /// What is stored of the articles to show, in order, each with the number
    /// of its origin, which its copies have as well: nothing is marked.
    pub fn stored(&self) -> impl Iterator<Item = Result<(Stored, u32)>> {
        let reader = self.search.reader;
        let shown = self.matches.iter().skip(self.search.request.offset);
        shown.map(move |(address, _)| {
            reader.guard(|| {
                Ok((
                    reader.stored(*address)?,
                    reader.open_origins()?.of(*address),
                ))
            })
        })
    }
}

/// Quotes that match, ranked; read from the index as they are shown.
pub struct Quotes<'r>(pub(super) Results<'r>);

impl Quotes<'_> {
    /// How many quotes match in all.
    pub fn count(&self) -> u64 {
        self.0.articles
    }

    /// How many that are when the same words in copies of one article count
    /// once; only where they are collapsed.
    pub fn collapsed(&self) -> Option<Collapsed> {
        self.0.collapsed
    }

    /// How many quotes there are to show.
    pub fn shown(&self) -> usize {
        self.0.shown()
    }

    /// What a user should know about how the query was read.
    pub fn notes(&self) -> &[Note] {
        &self.0.notes
    }

    /// Near words and names for those that few quotes have; only where few
    /// were found that have all.
    pub fn suggestions(&self) -> &[Suggestion] {
        &self.0.suggestions
    }

    /// How the query was read, word by word; only on request.
    pub fn explanation(&self) -> &[String] {
        &self.0.explanation
    }

    /// The quotes to show, in order, from the request's `offset` on.
    pub fn hits(&self) -> impl Iterator<Item = Result<QuoteHit>> {
        let Results {
            search,
            matches,
            heads,
            ..
        } = &self.0;
        let shown = matches.iter().enumerate().skip(search.request.offset);
        shown.map(|(i, (address, found))| {
            let hit = || search.quote_hit(i + 1, heads.of(*address), (*address, found));
            search.reader.guard(hit)
        })
    }
}

/// A quote that matches.
#[derive(Clone, Debug)]
pub struct QuoteHit {
    /// 1 for the first of all results.
    pub rank: usize,
    /// Higher is better; comparable within one search only.
    pub score: f32,
    /// The article that it stands in.
    pub article: Article,
    /// The quote.
    pub quote: Quote,
    /// 1 for the first quote of the article: the anchor is `q1`.
    pub number: usize,
    /// The passage that it begins in, by its number from 1.
    pub passage: usize,
    /// Where that passage stands, in bytes of the article's body.
    pub passage_span: Span,
    /// The passage in which the speaker's full name stands, where that is
    /// another.
    pub named_in: Option<usize>,
    /// What matched in its words, in bytes of the article's body.
    pub marks: Vec<Span>,
    /// Articles that quote the same words, where copies are collapsed and there
    /// are any.
    pub copies: Option<Copies>,
    /// Why the score is what it is; only on request.
    pub explanation: Vec<String>,
}

/// An article that matches.
#[derive(Clone, Debug)]
pub struct Hit {
    /// 1 for the first of all results.
    pub rank: usize,
    /// Higher is better; comparable within one search only.
    pub score: f32,
    /// The article.
    pub article: Article,
    /// What matched in its title, in bytes.
    pub title_marks: Vec<Span>,
    /// Its best passages, the best first. The first passage of the article
    /// where none has a word of the query. Empty for an article without text.
    pub passages: Vec<PassageHit>,
    /// Where all its passages stand, in bytes of the body.
    pub spans: Vec<Span>,
    /// All its quotes, in order.
    pub quotes: Vec<Quote>,
    /// Its copies, where they are collapsed and there are any.
    pub copies: Option<Copies>,
    /// Why the score is what it is; only on request.
    pub explanation: Vec<String>,
}

/// A passage that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageHit {
    /// 1 for the first passage of the article: the anchor is `p1`.
    pub number: usize,
    /// Its bytes of the article's body.
    pub span: Span,
    /// What matched in it, in bytes of the passage.
    pub marks: Vec<Span>,
}
