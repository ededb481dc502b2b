//! Text → words, stems, sentences, languages. Knows no index engine: another
//! engine can be fed the same tokens, and the same matcher highlights them.
//!
//! A *word* is what a reader would call one: letters and digits of any script,
//! folded (NFKC, case, accents). Scripts written without spaces give pairs of
//! neighbouring characters instead, so that any part of a run can be found.

mod fold;
pub mod language;
pub mod script;
pub mod sentence;
mod stem;
pub mod stop;
mod word;

pub use fold::fold;
pub use language::Language;
pub use stem::Stems;
pub use word::{Word, Words};

/// Names everything that decides which tokens a text gives. An index made
/// under another fingerprint must be rebuilt: its words are not our words.
///
/// Raise the number when folding, splitting or stemming changes; the stemmer's
/// own version is part of it, since its rules change with its releases.
pub const FINGERPRINT: &str = "onrecord-words-1+snowball-20261016";
