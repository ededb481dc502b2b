//! A plan over one segment, as a walk over the articles that match it, in the
//! order of their numbers, with their scores.
//!
//! Scores are summed in the order of the query, so that they are the same to
//! the last bit however the index is cut into segments.

mod leaf;

use tantivy::columnar::Column;
use tantivy::{DocId, TERMINATED};

use crate::query::{Moment, Period};

use super::postings::Union;
use super::segment::article_of;

pub(super) use leaf::{InField, LeafNode, Norms, Occurrences, Part, saturated};

/// A node of the plan. Every node stands on the first article that matches it
/// from where it was last moved to, or at [`TERMINATED`].
pub(super) enum Node {
    Nothing,
    /// Articles of a term that is not scored: every article, one language.
    Set(Union),
    Leaf(Box<LeafNode>),
    All {
        parts: Vec<Node>,
        lead: usize,
        doc: DocId,
    },
    Any(Vec<Node>, DocId),
    Several {
        parts: Vec<Node>,
        least: usize,
        doc: DocId,
    },
    Without(Box<Node>, Box<Node>),
    Within(Box<Within>),
    Having(Box<Having>),
    Below(Box<Below>),
}

/// Articles that have a quote which matches.
pub(super) struct Having {
    quotes: Node,
    /// How many documents before a quote its article stands.
    numbers: Column<u64>,
    doc: DocId,
}

impl Having {
    fn settle(&mut self, target: DocId) -> DocId {
        // A quote of `target` stands after it.
        let mut quote = self.quotes.seek(target.saturating_add(1));
        while quote != TERMINATED {
            let number = self.numbers.first(quote).unwrap_or(0);
            let article = u32::try_from(number)
                .ok()
                .and_then(|n| quote.checked_sub(n));
            match article {
                Some(article) if article >= target && number > 0 => {
                    self.doc = article;
                    return article;
                }
                _ => quote = self.quotes.seek(quote + 1),
            }
        }
        self.doc = TERMINATED;
        TERMINATED
    }
}

/// The quotes of the articles that match.
pub(super) struct Below {
    articles: Node,
    /// How many quotes follow an article.
    counts: Column<u64>,
    /// How many documents before a quote its article stands.
    numbers: Column<u64>,
    doc: DocId,
}

impl Below {
    fn settle(&mut self, target: DocId) -> DocId {
        let mut article = self.articles.seek(article_of(target, &self.numbers));
        while article != TERMINATED {
            let count = self.counts.first(article).unwrap_or(0);
            let end = u64::from(article).saturating_add(count);
            let first = target.max(article + 1);
            // A count that is no count must not lead out of the segment.
            if u64::from(first) <= end && first < self.numbers.num_docs() {
                self.doc = first;
                return first;
            }
            article = self.articles.seek(article + 1);
        }
        self.doc = TERMINATED;
        TERMINATED
    }
}

/// Articles published, or indexed, in a period.
pub(super) struct Within {
    times: Times,
    doc: DocId,
    end: DocId,
}

enum Times {
    Published {
        period: Period,
        days: Column<i64>,
        seconds: Column<i64>,
    },
    /// From one second to another.
    Seen(Option<i64>, Option<i64>, Column<i64>),
}

impl Within {
    /// Published then; `end` is the number of documents.
    pub(super) fn published(
        period: Period,
        (days, seconds): (Column<i64>, Column<i64>),
        end: DocId,
    ) -> Self {
        let times = Times::Published {
            period,
            days,
            seconds,
        };
        Within { times, doc: 0, end }
    }

    /// Indexed then; `end` is the number of documents.
    pub(super) fn seen(period: Period, seen: Column<i64>, end: DocId) -> Self {
        let (from, to) = period.seconds();
        let times = Times::Seen(from, to, seen);
        Within { times, doc: 0, end }
    }

    fn settle(&mut self, mut doc: DocId) -> DocId {
        while doc < self.end && !self.times.has(doc) {
            doc += 1;
        }
        self.doc = if doc < self.end { doc } else { TERMINATED };
        self.doc
    }
}

impl Times {
    fn has(&self, doc: DocId) -> bool {
        match self {
            Times::Seen(from, to, seen) => seen.first(doc).is_some_and(|seen| {
                from.is_none_or(|from| from <= seen) && to.is_none_or(|to| seen <= to)
            }),
            Times::Published {
                period,
                days,
                seconds,
            } => {
                let place = |moment: Moment| {
                    let (value, bound) = match moment {
                        Moment::Day(day) => (days.first(doc)?, i64::from(day.0)),
                        Moment::Second(second) => (seconds.first(doc)?, second),
                    };
                    Some(value.cmp(&bound))
                };
                let after = |from| place(from).is_some_and(std::cmp::Ordering::is_ge);
                let before = |to| place(to).is_some_and(std::cmp::Ordering::is_le);
                period.from.is_none_or(after)
                    && period.to.is_none_or(before)
                    && days.first(doc).is_some()
            }
        }
    }
}

impl Node {
    pub(super) fn all(mut parts: Vec<Node>) -> Node {
        if parts.len() == 1 {
            return parts.swap_remove(0);
        }
        // The rarest part leads; the others only confirm.
        let lead = (0..parts.len())
            .min_by_key(|i| parts[*i].size())
            .unwrap_or(0);
        let mut node = Node::All {
            parts,
            lead,
            doc: 0,
        };
        node.settle(0);
        node
    }

    pub(super) fn any(mut parts: Vec<Node>) -> Node {
        if parts.len() == 1 {
            return parts.swap_remove(0);
        }
        let doc = parts.iter().map(Node::doc).min().unwrap_or(TERMINATED);
        Node::Any(parts, doc)
    }

    pub(super) fn several(parts: Vec<Node>, least: usize) -> Node {
        if least >= parts.len() {
            return Node::all(parts);
        }
        let mut node = Node::Several {
            parts,
            least,
            doc: 0,
        };
        node.settle(0);
        node
    }

    pub(super) fn without(wanted: Node, unwanted: Node) -> Node {
        let mut node = Node::Without(Box::new(wanted), Box::new(unwanted));
        node.settle(0);
        node
    }

    pub(super) fn within(mut within: Within) -> Node {
        within.settle(0);
        Node::Within(Box::new(within))
    }

    /// Articles with a quote that `quotes` matches.
    pub(super) fn having(quotes: Node, numbers: Column<u64>) -> Node {
        let mut having = Having {
            quotes,
            numbers,
            doc: 0,
        };
        having.settle(0);
        Node::Having(Box::new(having))
    }

    /// The quotes of the articles that `articles` matches.
    pub(super) fn below(articles: Node, counts: Column<u64>, numbers: Column<u64>) -> Node {
        let mut below = Below {
            articles,
            counts,
            numbers,
            doc: 0,
        };
        below.settle(0);
        Node::Below(Box::new(below))
    }

    pub(super) fn doc(&self) -> DocId {
        match self {
            Node::Nothing => TERMINATED,
            Node::Set(set) => set.doc(),
            Node::Leaf(leaf) => leaf.doc(),
            Node::All { doc, .. } | Node::Any(_, doc) | Node::Several { doc, .. } => *doc,
            Node::Without(wanted, _) => wanted.doc(),
            Node::Within(within) => within.doc,
            Node::Having(having) => having.doc,
            Node::Below(below) => below.doc,
        }
    }

    /// Moves to the first match from `target` on, if the node stands before.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.settle(target)
        } else {
            self.doc()
        }
    }

    fn settle(&mut self, target: DocId) -> DocId {
        match self {
            Node::Nothing => TERMINATED,
            Node::Set(set) => set.seek(target),
            Node::Leaf(leaf) => leaf.seek(target),
            Node::All { parts, lead, doc } => {
                *doc = agree(parts, *lead, target);
                *doc
            }
            Node::Any(parts, doc) => {
                *doc = parts
                    .iter_mut()
                    .map(|part| part.seek(target))
                    .min()
                    .unwrap_or(TERMINATED);
                *doc
            }
            Node::Several { parts, least, doc } => {
                *doc = enough(parts, *least, target);
                *doc
            }
            Node::Without(wanted, unwanted) => {
                let mut doc = wanted.seek(target);
                while doc != TERMINATED && unwanted.seek(doc) == doc {
                    doc = wanted.seek(doc + 1);
                }
                doc
            }
            Node::Within(within) => within.settle(target.max(within.doc)),
            Node::Having(having) => having.settle(target),
            Node::Below(below) => below.settle(target),
        }
    }

    /// An upper bound of the articles that match, to start with the rarest.
    pub(super) fn size(&self) -> u64 {
        match self {
            Node::Nothing => 0,
            Node::Set(set) => set.size(),
            Node::Leaf(leaf) => leaf.size(),
            Node::All { parts, .. } => parts.iter().map(Node::size).min().unwrap_or(0),
            Node::Any(parts, _) | Node::Several { parts, .. } => parts.iter().map(Node::size).sum(),
            Node::Without(wanted, _) => wanted.size(),
            Node::Having(having) => having.quotes.size(),
            Node::Below(below) => below.articles.size().saturating_mul(QUOTES_USUAL),
            // Walks over every article: last of all.
            Node::Within(_) => u64::MAX / 4096,
        }
    }

    /// The score of `doc`, on which the node stands.
    pub(super) fn score(&mut self, doc: DocId) -> f32 {
        if let Node::Leaf(leaf) = self {
            return leaf.score();
        }
        let mut sum = 0.0;
        self.visit(doc, &mut |leaf| sum += leaf.score());
        sum
    }

    /// The score of `doc`, leaf by leaf.
    pub(super) fn parts(&mut self, doc: DocId) -> Vec<Part> {
        let mut parts = Vec::new();
        self.visit(doc, &mut |leaf| parts.push(leaf.part()));
        parts
    }

    /// How many of the words side by side `doc` has, where the plan has such.
    pub(super) fn matched(&self, doc: DocId) -> usize {
        match self {
            Node::All { parts, .. } => parts.first().map_or(1, |part| part.matched(doc)),
            Node::Without(wanted, _) => wanted.matched(doc),
            Node::Several { parts, .. } | Node::Any(parts, _) => {
                parts.iter().filter(|part| part.doc() == doc).count()
            }
            _ => 1,
        }
    }

    /// Shows every scored leaf that `doc` has, in the order of the query.
    fn visit(&mut self, doc: DocId, show: &mut dyn FnMut(&LeafNode)) {
        match self {
            Node::Leaf(leaf)
                if leaf.doc() == doc && leaf.fields.iter().any(|f| f.norms.is_some()) =>
            {
                show(leaf);
            }
            Node::All { parts, .. } | Node::Any(parts, _) | Node::Several { parts, .. } => {
                for part in parts {
                    if part.doc() == doc {
                        part.visit(doc, show);
                    }
                }
            }
            Node::Without(wanted, _) => wanted.visit(doc, show),
            Node::Nothing | Node::Set(_) | Node::Leaf(_) | Node::Within(_) => {}
            Node::Below(below) => {
                below.articles.visit(article_of(doc, &below.numbers), show);
            }
            Node::Having(_) => {}
        }
    }
}

/// So many quotes an article has, more or less.
const QUOTES_USUAL: u64 = 8;

/// The first article from `target` on that all parts match.
fn agree(parts: &mut [Node], lead: usize, mut target: DocId) -> DocId {
    if parts.is_empty() {
        return TERMINATED;
    }
    'next: loop {
        let doc = parts[lead].seek(target);
        if doc == TERMINATED {
            return TERMINATED;
        }
        for (i, part) in parts.iter_mut().enumerate() {
            if i == lead {
                continue;
            }
            let other = part.seek(doc);
            if other > doc {
                target = other;
                if other == TERMINATED {
                    return TERMINATED;
                }
                continue 'next;
            }
        }
        return doc;
    }
}

/// The first article from `target` on that at least `least` parts match.
fn enough(parts: &mut [Node], least: usize, target: DocId) -> DocId {
    let mut target = target;
    loop {
        for part in parts.iter_mut() {
            part.seek(target);
        }
        let mut docs: Vec<DocId> = parts.iter().map(Node::doc).collect();
        docs.sort_unstable();
        // The earliest article that can have enough of them.
        let Some(&doc) = docs.get(least.max(1) - 1) else {
            return TERMINATED;
        };
        if doc == TERMINATED || docs[0] == doc {
            return doc;
        }
        for part in parts.iter_mut() {
            part.seek(doc);
        }
        if parts.iter().filter(|part| part.doc() == doc).count() >= least {
            return doc;
        }
        target = doc + 1;
    }
}
