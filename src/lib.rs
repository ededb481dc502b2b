//! Search the news. Find who said it. Quote it right.
//!
//! A folder of news goes in; ranked passages, and what named people said, come
//! out. The modules follow the data, each named after the value that it yields,
//! and each names only those before it:
//!
//! ```text
//! corpus/ ─► corpus ──► article ─┬► passage ─┬─► index ─► index/
//!            Source     Article  │  Passage  │     │
//!                                └► quote ───┘     │
//!                                   Quote          ▼
//!              query text ──► query ──────────► search ──► output
//!                             Query             Results
//! ```
//!
//! Beside them stands [`analysis`]: text → words, stems, sentences, languages.
//! [`ingest`] runs the upper row from folders to a commit. [`eval`] measures how
//! good the ranking is.
//!
//! The library never prints, exits, reads the environment or the clock: what
//! it needs of these it is given.

pub mod analysis;
pub mod article;
pub mod breaks;
pub mod corpus;
pub mod error;
pub mod eval;
pub mod index;
pub mod ingest;
pub mod output;
pub mod passage;
pub mod query;
pub mod quote;
pub mod roster;
pub mod search;
pub mod sketch;
pub mod span;
pub mod verify;

pub use error::{Error, Result};
