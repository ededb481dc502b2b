//! English text → statements, by a linear sequence tagger.
//!
//! ```text
//! tokens ─► features ─► scores ─► labels ─► links ─► statements
//!           hashed      model     decode    link     assemble, snap, strength
//! ```
//!
//! Each token is labelled as content, source, cue or none; stretches of the
//! same label are linked to statements, whose borders are then moved to those
//! of the quotation marks. The weights are learnt by
//! `examples/train_quotes.rs`; `models/README.md` tells from what.

mod assemble;
mod decode;
mod features;
mod link;
mod model;
mod score;
mod snap;
mod strength;
#[doc(hidden)]
pub mod training;
mod words;

pub(crate) use model::Model;

use super::statement::Statement;
use super::text::Text;

/// The statements of a text, in the order in which they were found.
pub(crate) fn statements(text: &Text, model: &Model) -> Vec<Statement> {
    with_evidence(text, model)
        .into_iter()
        .map(|found| found.statement)
        .collect()
}

/// The statements of a text, and what their strength is made of.
fn with_evidence(text: &Text, model: &Model) -> Vec<assemble::Found> {
    let mut found = assemble::Assembly::new(text, &model.calibration);
    let mut tagger = score::Tagger::new(text, model);
    let mut sentence = 0;
    for paragraph in &text.paragraphs {
        let first = sentence;
        while text
            .sentences
            .get(sentence)
            .is_some_and(|range| range.start < paragraph.end)
        {
            sentence += 1;
        }
        let sentences = text.sentences.get(first..sentence).unwrap_or(&[]);
        tagger.read(paragraph, sentences);
        let of = |token: usize| sentences.partition_point(|range| range.start <= token);
        let links = link::link(tagger.labels(), paragraph.start, of);
        found.paragraph(links, tagger.scores(), paragraph.start);
    }
    found.finish()
}
