//! The part of a query that stands at places of one text: rows of words, either
//! of them, and such things near each other.

use crate::query::Reach;

/// An expression over places of words. `L` is what stands for a word or a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pattern<L> {
    Row(L),
    Any(Vec<Pattern<L>>),
    Near {
        sides: Box<(Pattern<L>, Pattern<L>)>,
        reach: Reach,
        /// The left where the right is not near.
        apart: bool,
    },
}

impl<L> Pattern<L> {
    /// The same with other things for words and rows, in order.
    pub(super) fn map<M, E>(
        &self,
        each: &mut impl FnMut(&L) -> Result<M, E>,
    ) -> Result<Pattern<M>, E> {
        Ok(match self {
            Pattern::Row(row) => Pattern::Row(each(row)?),
            Pattern::Any(parts) => {
                let parts = parts.iter().map(|part| part.map(each));
                Pattern::Any(parts.collect::<Result<_, E>>()?)
            }
            Pattern::Near {
                sides,
                reach,
                apart,
            } => Pattern::Near {
                sides: Box::new((sides.0.map(each)?, sides.1.map(each)?)),
                reach: *reach,
                apart: *apart,
            },
        })
    }

    /// True if any of it asks for one sentence.
    pub(super) fn asks_for_sentences(&self) -> bool {
        match self {
            Pattern::Row(_) => false,
            Pattern::Any(parts) => parts.iter().any(Pattern::asks_for_sentences),
            Pattern::Near { sides, reach, .. } => {
                let (left, right) = &**sides;
                *reach == Reach::Sentence || left.asks_for_sentences() || right.asks_for_sentences()
            }
        }
    }

    /// Every word or row, in the order of the query.
    pub(super) fn rows(&self) -> Vec<&L> {
        let mut rows = Vec::new();
        self.push_rows(&mut rows);
        rows
    }

    fn push_rows<'p>(&'p self, rows: &mut Vec<&'p L>) {
        match self {
            Pattern::Row(row) => rows.push(row),
            Pattern::Any(parts) => parts.iter().for_each(|part| part.push_rows(rows)),
            Pattern::Near { sides, .. } => {
                sides.0.push_rows(rows);
                sides.1.push_rows(rows);
            }
        }
    }

    /// Every word or row, to be changed.
    pub(super) fn each_row_mut(&mut self, change: &mut impl FnMut(&mut L)) {
        match self {
            Pattern::Row(row) => change(row),
            Pattern::Any(parts) => parts.iter_mut().for_each(|part| part.each_row_mut(change)),
            Pattern::Near { sides, .. } => {
                sides.0.each_row_mut(change);
                sides.1.each_row_mut(change);
            }
        }
    }
}
