//! A pattern over one field of one segment → a walk over the articles in which
//! it matches.

use tantivy::columnar::Column;
use tantivy::{DocId, TERMINATED};

use crate::breaks::Breaks;
use crate::query::Reach;

use super::pattern::Pattern;
use super::postings::Row;
use super::proximity::{Budget, Match, pairs, places, sorted};

/// Articles in which a pattern of rows matches within one field.
pub(super) struct Spots {
    pattern: Pattern<Row>,
    /// Where sentences and paragraphs of the field begin; `None` for a field
    /// that is one sentence, such as a headline.
    breaks: Option<Column<u64>>,
    /// True where only the lead counts.
    in_lead: bool,
    here: Breaks,
    doc: DocId,
    found: Vec<Match>,
    budget: Budget,
}

impl Spots {
    /// Ends where the budget is spent.
    pub(super) fn new(
        pattern: Pattern<Row>,
        breaks: Option<Column<u64>>,
        in_lead: bool,
        budget: Budget,
    ) -> Self {
        let mut spots = Spots {
            pattern,
            breaks,
            in_lead,
            here: Breaks::default(),
            doc: 0,
            found: Vec::new(),
            budget,
        };
        spots.settle(0);
        spots
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.settle(target);
        }
        self.doc
    }

    pub(super) fn size(&self) -> u64 {
        size(&self.pattern)
    }

    /// At how many places of the current article a match begins.
    pub(super) fn frequency(&self) -> u32 {
        places(&self.found)
    }

    /// What matches in the current article, in order.
    pub(super) fn matches(&self) -> &[Match] {
        &self.found
    }

    fn settle(&mut self, target: DocId) {
        self.doc = seek(&mut self.pattern, target);
        while self.doc != TERMINATED {
            self.match_here();
            if !self.found.is_empty() {
                return;
            }
            if self.budget.is_spent() {
                self.doc = TERMINATED;
                return;
            }
            self.doc = seek(&mut self.pattern, self.doc + 1);
        }
    }

    fn match_here(&mut self) {
        let Some(column) = self.breaks.as_ref().filter(|_| self.needs_breaks()) else {
            self.found = matches(
                &mut self.pattern,
                self.doc,
                &Breaks::default(),
                &self.budget,
            );
            return;
        };
        if is_of_words(&self.pattern) && !self.in_lead {
            // Most articles have nothing near, paragraphs or not.
            self.found = matches(
                &mut self.pattern,
                self.doc,
                &Breaks::default(),
                &self.budget,
            );
            if self.found.is_empty() {
                return;
            }
        }
        let rows = column.index.value_row_ids(self.doc);
        self.here.read(rows.len(), |numbers| {
            column.values.get_range(u64::from(rows.start), numbers);
        });
        self.found = matches(&mut self.pattern, self.doc, &self.here, &self.budget);
        if self.in_lead {
            let end = self.here.lead();
            self.found.retain(|found| found.end < end);
        }
    }

    fn needs_breaks(&self) -> bool {
        self.in_lead || !matches!(self.pattern, Pattern::Row(_))
    }
}

/// True if it matches no more where there are paragraphs than where there are
/// none, and asks for distances in words.
fn is_of_words(pattern: &Pattern<Row>) -> bool {
    match pattern {
        Pattern::Row(_) => true,
        Pattern::Any(parts) => parts.iter().all(is_of_words),
        Pattern::Near {
            sides,
            reach,
            apart,
        } => {
            let in_words = matches!(reach, Reach::Words(_) | Reach::Before(_));
            in_words && !apart && is_of_words(&sides.0) && is_of_words(&sides.1)
        }
    }
}

/// Moves a pattern to the first article from `target` on that may match it.
fn seek(pattern: &mut Pattern<Row>, target: DocId) -> DocId {
    match pattern {
        Pattern::Row(row) => row.seek(target),
        Pattern::Any(parts) => {
            let parts = parts.iter_mut().map(|part| seek(part, target));
            parts.min().unwrap_or(TERMINATED)
        }
        Pattern::Near { sides, apart, .. } if *apart => seek(&mut sides.0, target),
        Pattern::Near { sides, .. } => {
            let (left, right) = &mut **sides;
            let mut target = target;
            loop {
                let doc = seek(left, target);
                target = seek(right, doc);
                if target == doc {
                    return doc;
                }
            }
        }
    }
}

/// What matches in `doc`, in order.
fn matches(pattern: &mut Pattern<Row>, doc: DocId, breaks: &Breaks, budget: &Budget) -> Vec<Match> {
    let mut found = Vec::new();
    match pattern {
        Pattern::Row(row) => {
            if row.seek(doc) == doc {
                row.push_matches(&mut found);
            }
            found
        }
        Pattern::Any(parts) => {
            for part in parts {
                found.extend(matches(part, doc, breaks, budget));
            }
            sorted(found)
        }
        Pattern::Near {
            sides,
            reach,
            apart,
        } => {
            let left = matches(&mut sides.0, doc, breaks, budget);
            if left.is_empty() {
                return found;
            }
            let right = matches(&mut sides.1, doc, breaks, budget);
            pairs(&left, &right, (*reach, *apart), breaks, budget)
        }
    }
}

/// An upper bound of the articles left.
fn size(pattern: &Pattern<Row>) -> u64 {
    match pattern {
        Pattern::Row(row) => row.size(),
        Pattern::Any(parts) => parts.iter().map(size).sum(),
        Pattern::Near { sides, apart, .. } if *apart => size(&sides.0),
        Pattern::Near { sides, .. } => size(&sides.0).min(size(&sides.1)),
    }
}
