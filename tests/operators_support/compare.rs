//! The engine's answer to a query beside that of the second evaluator.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::article::Article;
use onrecord::index::Reader;
use onrecord::query::{Day, Query, parse};
use onrecord::search::{Hit, Request, Require, quotes, search};
use onrecord::span::Span;

use super::super::common::Archive;
use super::evaluate::{Found, Marks, Oracle, joined};
use super::expression::Expr;
use super::text::Part;

/// An archive that was indexed.
pub struct Engine {
    reader: Reader,
    _archive: Archive,
}

/// What the engine finds: the marks of each article, by its id, and where its
/// passages stand.
type Answer = BTreeMap<String, (Marks, Vec<Span>)>;

impl Engine {
    pub fn over(archive: Archive) -> Self {
        archive.report(&[]);
        Engine {
            reader: Reader::open(&archive.index()).unwrap(),
            _archive: archive,
        }
    }

    /// Every article, as the engine has read it.
    pub fn articles(&self) -> Vec<Article> {
        let request = whole(Query::All);
        let found = search(&self.reader, &request).unwrap();
        found.hits().map(|hit| hit.unwrap().article).collect()
    }

    /// Every quote as an article of its own, of which it is the body; the id is
    /// that of the quote.
    pub fn quotes(&self) -> Vec<Article> {
        let request = whole(Query::All);
        let found = quotes(&self.reader, &request).unwrap();
        let said = found.hits().map(|hit| {
            let hit = hit.unwrap();
            Article {
                id: format!("{}#q{}", hit.article.id, hit.number),
                body: hit.quote.words(&hit.article.body),
                language: hit.article.language,
                ..Article::default()
            }
        });
        said.collect()
    }

    /// The ids of the quotes that a query finds.
    pub fn ask_quotes(&self, written: &str) -> BTreeSet<String> {
        let request = whole(parse(written, Day::new(2026, 6, 1).unwrap()).unwrap());
        let found = quotes(&self.reader, &request).unwrap();
        let ids = found.hits().map(|hit| {
            let hit = hit.unwrap();
            format!("{}#q{}", hit.article.id, hit.number)
        });
        ids.collect()
    }

    /// What a query finds, or why it is refused.
    pub fn ask(&self, written: &str) -> Result<Answer, String> {
        let today = Day::new(2026, 6, 1).unwrap();
        let query = parse(written, today).map_err(|error| error.to_string())?;
        let request = whole(query);
        let found = search(&self.reader, &request).map_err(|error| error.to_string())?;
        let mut answer = Answer::new();
        for hit in found.hits() {
            let hit = hit.map_err(|error| error.to_string())?;
            let marks = marks_of(&hit);
            let twice = answer.insert(hit.article.id, (marks, hit.spans));
            assert!(twice.is_none(), "{written}: an article twice");
        }
        assert_eq!(found.articles, answer.len() as u64, "{written}");
        Ok(answer)
    }
}

/// All of it: every article, every passage, every word.
fn whole(query: Query) -> Request {
    Request {
        require: Require::All,
        limit: None,
        passages: usize::MAX,
        ..Request::new(query)
    }
}

fn marks_of(hit: &Hit) -> Marks {
    let in_body = hit.passages.iter().flat_map(|passage| {
        let start = passage.span.start;
        let marks = passage.marks.iter();
        marks.map(move |mark| Span::new(mark.start + start, mark.end + start))
    });
    Marks {
        title: joined(hit.title_marks.clone()),
        body: joined(in_body.collect()),
    }
}

/// Where the two do not say the same of a query.
#[derive(Clone, Debug)]
pub struct Disagreement {
    pub query: String,
    pub article: String,
    pub what: String,
}

/// The number of articles found, or where the two differ first. `None` where
/// the second evaluator gives up, or the engine has so many combinations to make
/// that it refuses.
pub fn compare(
    engine: &Engine,
    oracle: &mut Oracle<'_>,
    expr: &Expr,
    written: &str,
) -> Option<Result<usize, Disagreement>> {
    let wanted = oracle.find(expr)?;
    let count = wanted.len();
    let differs = |article: &str, what: String| Disagreement {
        query: written.to_owned(),
        article: article.to_owned(),
        what,
    };
    Some(match engine.ask(written) {
        // The engine bounds its work; what it would have found is not known.
        Err(message) if message.contains("too many combinations") => return None,
        Err(message) => Err(differs("", format!("refused: {message}"))),
        Ok(answer) => match difference(oracle, wanted, answer) {
            Some((article, what)) => Err(differs(&article, what)),
            None => Ok(count),
        },
    })
}

fn difference(oracle: &Oracle<'_>, wanted: Found, mut answer: Answer) -> Option<(String, String)> {
    for (number, marks) in wanted {
        let article = &oracle.corpus.articles[number];
        let Some((got, passages)) = answer.remove(&article.id) else {
            return Some((
                article.id.clone(),
                format!("missed; {}", shown(oracle, number, &marks)),
            ));
        };
        let mut wanted = marks;
        // What runs over the border of two passages is shown in neither.
        let is_shown = |mark: &Span| passages.iter().any(|passage| passage.contains(*mark));
        wanted.body.retain(is_shown);
        if wanted != got {
            let (wanted, got) = (shown(oracle, number, &wanted), shown(oracle, number, &got));
            return Some((
                article.id.clone(),
                format!("marked\n  wanted {wanted}\n  got    {got}"),
            ));
        }
    }
    let (id, (got, _)) = answer.into_iter().next()?;
    let got = shown(oracle, oracle.corpus.by_id[&id], &got);
    Some((id, format!("wrongly found; {got}")))
}

/// The marked texts of an article, in brackets, without the paragraphs that
/// have no mark.
fn shown(oracle: &Oracle<'_>, number: usize, marks: &Marks) -> String {
    let article = &oracle.corpus.articles[number];
    let mut lines = Vec::new();
    for text in &article.texts {
        let spans = match text.part {
            Part::Title => &marks.title,
            Part::Body => &marks.body,
            _ => continue,
        };
        let (mut marked, mut last) = (String::new(), 0);
        for span in spans {
            marked += &text.raw[last..span.start];
            marked += &format!("[{}]", &text.raw[span.start..span.end]);
            last = span.end;
        }
        marked += &text.raw[last..];
        lines.push(marked);
    }
    let (title, body) = (lines[0].clone(), lines[1].clone());
    let paragraphs: Vec<&str> = body.split("\n\n").filter(|p| p.contains('[')).collect();
    format!("{title} ¦ {}", paragraphs.join(" … "))
}

/// The smallest query like this one of which the two do not say the same.
pub fn smallest(engine: &Engine, oracle: &mut Oracle<'_>, expr: &Expr) -> Option<Disagreement> {
    let mut test = |expr: &Expr| compare(engine, oracle, expr, &expr.plainly())?.err();
    let mut least = test(expr)?;
    let is_refusal = least.what.starts_with("refused");
    let mut expr = expr.clone();
    'again: loop {
        for smaller in smaller(&expr) {
            if !is_sound(&smaller) {
                continue;
            }
            if let Some(found) = test(&smaller)
                && found.what.starts_with("refused") == is_refusal
            {
                (expr, least) = (smaller, found);
                continue 'again;
            }
        }
        return Some(least);
    }
}

/// The ways to leave one thing out.
fn smaller(expr: &Expr) -> Vec<Expr> {
    let mut found: Vec<Expr> = expr.parts().into_iter().cloned().collect();
    let in_list = |parts: &[Expr], make: &dyn Fn(Vec<Expr>) -> Expr| {
        let mut found = Vec::new();
        for i in 0..parts.len() {
            let mut fewer = parts.to_vec();
            fewer.remove(i);
            if fewer.len() > 1 {
                found.push(make(fewer));
            }
            for part in smaller(&parts[i]) {
                let mut changed = parts.to_vec();
                changed[i] = part;
                found.push(make(changed));
            }
        }
        found
    };
    match expr {
        Expr::And(parts) => found.extend(in_list(parts, &Expr::And)),
        Expr::Beside(parts) => found.extend(in_list(parts, &Expr::Beside)),
        Expr::Or(parts) => found.extend(in_list(parts, &Expr::Or)),
        Expr::Not(inner) => {
            found.extend(smaller(inner).into_iter().map(|i| Expr::Not(Box::new(i))));
        }
        Expr::AtLeast(n, inner) => {
            let inner = smaller(inner).into_iter();
            found.extend(inner.map(|i| Expr::AtLeast(*n, Box::new(i))));
        }
        Expr::In(field, inner) => {
            let inner = smaller(inner).into_iter();
            found.extend(inner.map(|i| Expr::In(*field, Box::new(i))));
        }
        Expr::Near(near) => {
            for (left, right) in smaller(&near.left)
                .into_iter()
                .map(|left| (left, near.right.clone()))
                .chain(
                    smaller(&near.right)
                        .into_iter()
                        .map(|right| (near.left.clone(), right)),
                )
            {
                let mut changed = near.clone();
                (changed.left, changed.right) = (left, right);
                found.push(Expr::Near(changed));
            }
        }
        Expr::Leaf(_) | Expr::Lang(_) | Expr::Date(..) => {}
    }
    found
}

/// True where every operand is one.
fn is_sound(expr: &Expr) -> bool {
    let own = match expr {
        Expr::Near(near) => match (&near.left, &near.right) {
            (Expr::In(one, left), Expr::In(two, right)) => {
                one == two && is_operand(left) && is_operand(right)
            }
            (left, right) => is_operand(left) && is_operand(right),
        },
        Expr::AtLeast(_, inner) => is_operand(inner),
        _ => true,
    };
    own && expr.parts().into_iter().all(is_sound)
}

fn is_operand(expr: &Expr) -> bool {
    match expr {
        Expr::Leaf(_) => true,
        Expr::Near(near) => is_operand(&near.left) && is_operand(&near.right),
        Expr::Or(parts) => parts.iter().all(is_operand),
        Expr::And(parts) | Expr::Beside(parts) => {
            let is_part = |part: &Expr| match part {
                Expr::Not(inner) => is_operand(inner),
                part => is_operand(part),
            };
            let is_not = |part: &Expr| matches!(part, Expr::Not(_));
            parts.iter().all(is_part) && !parts.iter().all(is_not)
        }
        _ => false,
    }
}
