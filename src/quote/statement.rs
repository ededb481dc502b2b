//! A statement as it was found in the text, before its source is resolved.

use crate::span::Span;

/// What the tagger or the rules found: words, and who they are put down to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    /// The words said, in order, never empty. Bytes of the body.
    pub(crate) content: Vec<Span>,
    /// The reporting words.
    pub(crate) cue: Option<Span>,
    /// The words that name the source.
    pub(crate) mention: Option<Span>,
    /// No source stands here, but the speaker of the statement before goes on:
    /// a quotation that fills its paragraph, the second part of an interview.
    pub(crate) carried: bool,
    /// How sure the finder is of content and mention, 0 to 1.
    pub(crate) strength: f32,
}

impl Statement {
    /// Where its words begin.
    pub(crate) fn start(&self) -> usize {
        self.content.first().map_or(0, |span| span.start)
    }

    /// How many bytes its words take.
    pub(crate) fn bytes(&self) -> usize {
        self.content.iter().map(Span::len).sum()
    }
}
