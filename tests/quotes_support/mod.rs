//! What `tests/quotes.rs` needs: annotated articles, their score, what must
//! hold of any text, and texts to try it with.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

pub(crate) mod annotated;
pub(crate) mod holds;
pub(crate) mod hostile;
pub(crate) mod mutation;
pub(crate) mod pairs;
pub(crate) mod score;
pub(crate) mod words;
