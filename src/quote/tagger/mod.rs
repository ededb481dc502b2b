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
mod attributes;
mod decode;
mod features;
mod link;
mod model;
mod outline;
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::span::Span;

    fn read(body: &str) -> Vec<Statement> {
        let text = Text::new(body);
        Model::shipped().map_or_else(Vec::new, |model| statements(&text, model))
    }

    /// Content, mention and cue of each statement.
    fn shown(body: &str) -> Vec<(Vec<&str>, &str, &str)> {
        let of = |span: Option<Span>| span.and_then(|span| span.of(body)).unwrap_or("");
        read(body)
            .iter()
            .map(|statement| {
                let content = statement.content.iter().filter_map(|span| span.of(body));
                (content.collect(), of(statement.mention), of(statement.cue))
            })
            .collect()
    }

    #[test]
    fn direct_mixed_and_indirect_speech_is_found() {
        for (body, content, mention, cue) in [
            (
                "“The harbour will stay shut until June,” Ann Roe said.",
                "“The harbour will stay shut until June,”",
                "Ann Roe",
                "said",
            ),
            (
                "'The harbour will stay shut until June,' said Ann Roe.",
                "'The harbour will stay shut until June,'",
                "Ann Roe",
                "said",
            ),
            (
                "Ann Roe said that the harbour would stay shut until June.",
                "that the harbour would stay shut until June",
                "Ann Roe",
                "said",
            ),
            (
                "Ann Roe argued that the plan was “a disgrace” for the town.",
                "that the plan was “a disgrace” for the town",
                "Ann Roe",
                "argued",
            ),
        ] {
            assert_eq!(shown(body), [(vec![content], mention, cue)], "{body}");
        }
    }

    #[test]
    fn a_split_quotation_is_one_statement() {
        let found = shown("“It will take time,” she said. “It will take money, too.”");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            found[0].0,
            ["“It will take time,”", "“It will take money, too.”"]
        );
    }

    #[test]
    fn a_quotation_left_open_goes_on_in_the_next_paragraph() {
        let found = read(
            "“We have waited for years,” said Ann Roe. “We will not wait again.\n\n\
             “We open the harbour in June.”",
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].content.len(), 3);
    }

    #[test]
    fn a_text_without_speech_has_no_statements() {
        assert!(read("The harbour opened in June. It has two piers.").is_empty());
        assert!(read("").is_empty());
    }

    /// All spans name text of the body; content ascends and never overlaps.
    fn check(body: &str) -> Result<(), TestCaseError> {
        for statement in read(body) {
            prop_assert!(!statement.content.is_empty());
            prop_assert!((0.0..=1.0).contains(&statement.strength));
            let mut end = 0;
            for span in &statement.content {
                prop_assert!(span.start >= end && !span.is_empty());
                end = span.end;
            }
            let others = statement.cue.iter().chain(&statement.mention);
            for span in statement.content.iter().chain(others) {
                prop_assert!(span.of(body).is_some());
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(body in "\\PC{0,200}") {
            check(&body)?;
        }

        #[test]
        fn anything_like_an_article_can_be_read(
            pieces in proptest::collection::vec(
                prop::sample::select(vec![
                    "“", "”", "\"", "‘", "’", "'", "«", "»", ", ", ". ", "\n", "\n\n", " ", ": ",
                    "Ann Roe ", "said ", "she ", "that ", "the port opens ", "according to ",
                    "told ", "我们", "é", "…", "— ", "''", "``", "(", ")",
                ]),
                0..60,
            )
        ) {
            check(&pieces.concat())?;
        }
    }
}
