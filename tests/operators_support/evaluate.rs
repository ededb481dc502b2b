//! An expression and the articles → which of them it matches, and where: by
//! trying every way to choose, straight from what the operators mean.

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use onrecord::analysis::Language;
use onrecord::span::Span;

use super::draw::drawn_out;
use super::expression::{Expr, Field, Kind, Leaf, Reach};
use super::leaf::{self, Occurrence};
use super::text::{Corpus, Part, Scanned, Text};

/// So many pairs are looked at for one query; one that needs more is left out
/// of the comparison.
const PAIRS_MAX: u64 = 30_000_000;

/// So many matches in one text are all that an engine need look at: what has
/// more is `/p` over the commonest words of an endless paragraph.
const MATCHES_MAX: usize = 20_000;

/// Where a leaf stands in every text of every article.
type Table = Vec<Vec<Vec<Occurrence>>>;

/// Where an expression matches in one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Match {
    start: u32,
    end: u32,
    solid: bool,
}

/// What matches in one text.
enum Matcher {
    Leaf(Rc<Table>),
    Or(Vec<Matcher>),
    Near(Box<Matcher>, Box<Matcher>, Reach),
    /// Those of the first that have none of the second near.
    Apart(Box<Matcher>, Box<Matcher>, Reach),
}

/// True for words without letters left open: by these an outlet is asked for by
/// its name, too.
fn is_plain(leaf: &Leaf) -> bool {
    match leaf.kind {
        Kind::Word => true,
        Kind::Phrase => !leaf.typed.contains('*'),
        _ => false,
    }
}

/// What an article must have.
enum Condition {
    Has(Matcher, Place),
    /// In the name of the outlet, where its host stands in the place of that.
    Named(Matcher),
    AtLeast(usize, Matcher, Place),
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    Lang(String),
    Date(u32, u32),
}

/// Where an expression is looked for; `None` is headline and text.
type Place = Option<Field>;

/// A text with its number in the article.
type Numbered<'t> = (usize, &'t Text);

/// What one query finds: the number of each article, and what is marked in its
/// headline and its body.
pub type Found = Vec<(usize, Marks)>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    pub title: Vec<Span>,
    pub body: Vec<Span>,
}

/// Evaluates queries over one corpus; remembers where leaves stand.
pub struct Oracle<'c> {
    pub corpus: &'c Corpus,
    tables: HashMap<(Leaf, bool), Rc<Table>>,
    pairs: Cell<u64>,
}

impl<'c> Oracle<'c> {
    pub fn new(corpus: &'c Corpus) -> Self {
        Oracle {
            corpus,
            tables: HashMap::new(),
            pairs: Cell::new(0),
        }
    }

    /// Every article that has what is asked for, with its marks; `None` where
    /// that takes too long to find out.
    pub fn find(&mut self, expr: &Expr) -> Option<Found> {
        if self.tables.len() > 3_000 {
            self.tables.clear();
        }
        self.pairs.set(0);
        let condition = self.condition(&drawn_out(expr), None);
        let mut found = Vec::new();
        for (number, article) in self.corpus.articles.iter().enumerate() {
            let scan = Scan {
                number,
                article,
                pairs: &self.pairs,
            };
            if scan.holds(&condition) {
                found.push((number, scan.marks(&condition)));
            }
        }
        (self.pairs.get() <= PAIRS_MAX).then_some(found)
    }

    fn condition(&mut self, expr: &Expr, place: Place) -> Condition {
        let mut each = |parts: &[Expr]| parts.iter().map(|p| self.condition(p, place)).collect();
        match expr {
            Expr::And(parts) | Expr::Beside(parts) => Condition::And(each(parts)),
            Expr::Or(parts) => Condition::Or(each(parts)),
            Expr::Not(inner) => Condition::Not(Box::new(self.condition(inner, place))),
            Expr::In(field, inner) => self.condition(inner, Some(*field)),
            Expr::AtLeast(n, inner) => Condition::AtLeast(*n, self.matcher(inner, place), place),
            Expr::Lang(code) => Condition::Lang(code.clone()),
            Expr::Date(from, to) => Condition::Date(*from, *to),
            Expr::Leaf(leaf) if place == Some(Field::Source) => {
                let mut ways = vec![Condition::Has(self.matcher(expr, place), place)];
                if is_plain(leaf) {
                    ways.push(Condition::Named(self.matcher(expr, place)));
                }
                Condition::Or(ways)
            }
            Expr::Leaf(_) | Expr::Near(_) => Condition::Has(self.matcher(expr, place), place),
        }
    }

    fn matcher(&mut self, expr: &Expr, place: Place) -> Matcher {
        match expr {
            Expr::Leaf(leaf) => {
                let is_name = matches!(place, Some(Field::Byline | Field::Source | Field::Section));
                Matcher::Leaf(self.table(leaf, !is_name))
            }
            Expr::Or(parts) => {
                Matcher::Or(parts.iter().map(|part| self.matcher(part, place)).collect())
            }
            Expr::Near(near) => {
                let left = Box::new(self.matcher(&near.left, place));
                let right = Box::new(self.matcher(&near.right, place));
                match near.apart {
                    true => Matcher::Apart(left, right, near.reach),
                    false => Matcher::Near(left, right, near.reach),
                }
            }
            other => panic!("no operand: {}", other.plainly()),
        }
    }

    fn table(&mut self, leaf: &Leaf, inflects: bool) -> Rc<Table> {
        let key = (leaf.clone(), inflects);
        if let Some(table) = self.tables.get(&key) {
            return table.clone();
        }
        let row = leaf::row(leaf, inflects);
        let mut by_language: HashMap<Option<Language>, Vec<Vec<bool>>> = HashMap::new();
        let mut table = Vec::new();
        for article in &self.corpus.articles {
            let fits = by_language.entry(article.language).or_insert_with(|| {
                let term = |(term, _): &(leaf::Term, u32)| {
                    leaf::fitting(term, article.language, self.corpus)
                };
                row.iter().map(term).collect()
            });
            let fits: Vec<&Vec<bool>> = fits.iter().collect();
            let texts = article.texts.iter();
            table.push(
                texts
                    .map(|text| leaf::occurrences(&row, &fits, text))
                    .collect(),
            );
        }
        let table = Rc::new(table);
        self.tables.insert(key, table.clone());
        table
    }
}

/// One article under one query.
struct Scan<'a> {
    number: usize,
    article: &'a Scanned,
    pairs: &'a Cell<u64>,
}

impl<'a> Scan<'a> {
    /// The texts of a place, each with its number in the article.
    fn texts(&self, place: Place) -> Vec<Numbered<'a>> {
        let mut found = Vec::new();
        for (number, text) in self.article.texts.iter().enumerate() {
            let is_in = matches!(
                (place, text.part),
                (None, Part::Title | Part::Body | Part::Beside)
                    | (Some(Field::Title | Field::HeadLead), Part::Title)
                    | (
                        Some(Field::Lead | Field::HeadLead | Field::Quote),
                        Part::Body
                    )
                    | (Some(Field::Body), Part::Body | Part::Beside)
                    | (Some(Field::Byline), Part::Byline)
                    | (Some(Field::Source), Part::Outlet)
                    | (Some(Field::Section), Part::Section)
            );
            if is_in {
                found.push((number, text));
            }
        }
        found
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Has(matcher, place) => {
                let mut texts = self.texts(*place).into_iter();
                texts.any(|text| !self.within(matcher, *place, text).is_empty())
            }
            Condition::AtLeast(n, matcher, place) => {
                let texts = self.texts(*place).into_iter();
                let starts = texts.map(|text| {
                    let matches = self.within(matcher, *place, text);
                    let starts: BTreeSet<u32> = matches.iter().map(|m| m.start).collect();
                    starts.len()
                });
                starts.sum::<usize>() >= *n
            }
            Condition::Named(matcher) => {
                let texts = self.article.texts.iter().enumerate();
                let mut names = texts.filter(|(_, text)| text.part == Part::OutletName);
                names.any(|text| !self.matches(matcher, text).is_empty())
            }
            Condition::And(parts) => parts.iter().all(|part| self.holds(part)),
            Condition::Or(parts) => parts.iter().any(|part| self.holds(part)),
            Condition::Not(inner) => !self.holds(inner),
            Condition::Lang(code) => self.article.code == *code,
            Condition::Date(from, to) => self
                .article
                .day
                .is_some_and(|day| (*from..=*to).contains(&day)),
        }
    }

    fn marks(&self, condition: &Condition) -> Marks {
        let mut marks = Marks::default();
        self.mark(condition, &mut marks);
        marks.title = joined(marks.title);
        marks.body = joined(marks.body);
        marks
    }

    /// Adds what a condition marks; nothing under NOT is marked.
    fn mark(&self, condition: &Condition, marks: &mut Marks) {
        match condition {
            Condition::Has(matcher, place) | Condition::AtLeast(_, matcher, place) => {
                for text in self.texts(*place) {
                    let spans = match text.1.part {
                        Part::Title => &mut marks.title,
                        Part::Body => &mut marks.body,
                        _ => continue,
                    };
                    let all = self.within(matcher, *place, text);
                    self.take_part(matcher, text, &all, spans);
                }
            }
            Condition::And(parts) | Condition::Or(parts) => {
                parts.iter().for_each(|part| self.mark(part, marks));
            }
            Condition::Named(_) | Condition::Not(_) | Condition::Lang(_) | Condition::Date(..) => {}
        }
    }

    /// The matches in one text that count: in the lead, those that lie wholly
    /// in it.
    fn within(&self, matcher: &Matcher, place: Place, text: Numbered<'_>) -> BTreeSet<Match> {
        let mut found = self.matches(matcher, text);
        let in_lead = matches!(place, Some(Field::Lead | Field::HeadLead));
        if in_lead && text.1.part == Part::Body {
            let last = text.1.lead_end();
            found.retain(|found| found.end <= last);
        }
        found
    }

    fn occurrences<'m>(&self, table: &'m Table, text: Numbered<'_>) -> &'m [Occurrence] {
        &table[self.number][text.0]
    }

    /// Every match in one text.
    fn matches(&self, matcher: &Matcher, text: Numbered<'_>) -> BTreeSet<Match> {
        match matcher {
            Matcher::Leaf(table) => self.occurrences(table, text).iter().map(solid).collect(),
            Matcher::Or(parts) => {
                let parts = parts.iter().map(|part| self.matches(part, text));
                parts.flatten().collect()
            }
            Matcher::Near(left, right, reach) => {
                let (left, right) = (self.matches(left, text), self.matches(right, text));
                let mut found = BTreeSet::new();
                self.each_near(&left, &right, (*reach, text.1), |a, b| {
                    found.insert(both(a, b));
                });
                if found.len() > MATCHES_MAX {
                    self.pairs.set(PAIRS_MAX + 1);
                }
                found
            }
            Matcher::Apart(left, right, reach) => {
                let (left, right) = (self.matches(left, text), self.matches(right, text));
                let mut found = left.clone();
                self.each_near(&left, &right, (*reach, text.1), |a, _| {
                    found.remove(a);
                });
                found
            }
        }
    }

    /// Shows every pair of which one is near the other.
    fn each_near(
        &self,
        left: &BTreeSet<Match>,
        right: &BTreeSet<Match>,
        (reach, text): (Reach, &Text),
        mut show: impl FnMut(&Match, &Match),
    ) {
        let pairs = left.len() as u64 * right.len() as u64;
        self.pairs.set(self.pairs.get() + pairs);
        if self.pairs.get() > PAIRS_MAX {
            return;
        }
        for a in left {
            for b in right {
                if is_near(a, b, reach, text) {
                    show(a, b);
                }
            }
        }
    }

    /// Adds the leaves that take part in the matches `wanted` of an
    /// expression, in whatever way these come about.
    fn take_part(
        &self,
        matcher: &Matcher,
        text: Numbered<'_>,
        wanted: &BTreeSet<Match>,
        spans: &mut Vec<Span>,
    ) {
        match matcher {
            Matcher::Leaf(table) => {
                let all = self.occurrences(table, text).iter();
                spans.extend(all.filter(|o| wanted.contains(&solid(o))).map(|o| o.span));
            }
            Matcher::Or(parts) => {
                for part in parts {
                    let own = self.matches(part, text);
                    let wanted = own.intersection(wanted).copied().collect();
                    self.take_part(part, text, &wanted, spans);
                }
            }
            Matcher::Near(left, right, reach) => {
                let (mut from_left, mut from_right) = (BTreeSet::new(), BTreeSet::new());
                let (lefts, rights) = (self.matches(left, text), self.matches(right, text));
                self.each_near(&lefts, &rights, (*reach, text.1), |a, b| {
                    if wanted.contains(&both(a, b)) {
                        from_left.insert(*a);
                        from_right.insert(*b);
                    }
                });
                self.take_part(left, text, &from_left, spans);
                self.take_part(right, text, &from_right, spans);
            }
            Matcher::Apart(left, ..) => self.take_part(left, text, wanted, spans),
        }
    }
}

fn solid(occurrence: &Occurrence) -> Match {
    Match {
        start: occurrence.start,
        end: occurrence.end,
        solid: true,
    }
}

fn both(a: &Match, b: &Match) -> Match {
    Match {
        start: a.start.min(b.start),
        end: a.end.max(b.end),
        solid: false,
    }
}

fn is_near(a: &Match, b: &Match, reach: Reach, text: &Text) -> bool {
    let (a_first, b_first) = (a.end < b.start, b.end < a.start);
    let overlap = !a_first && !b_first;
    let never = a.start == b.start || a.end == b.end || (overlap && a.solid && b.solid);
    let gap = match (a_first, b_first) {
        (true, _) => b.start - a.end,
        (_, true) => a.start - b.end,
        _ => 0,
    };
    let both = both(a, b);
    let (first, last) = (text.at(both.start).unwrap(), text.at(both.end).unwrap());
    let in_one_paragraph = first.paragraph == last.paragraph;
    let in_reach = match reach {
        Reach::Words(n) => gap <= n,
        Reach::Before(n) => a_first && gap <= n,
        Reach::Sentence => first.sentence == last.sentence,
        Reach::Paragraph => true,
    };
    !never && in_one_paragraph && in_reach
}

/// The spans in order, those that overlap as one.
pub fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        match kept.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => kept.push(span),
        }
    }
    kept
}
