//! People who are quoted → text for people.

use crate::search::{Office, Person, QuoteHit};
use crate::span::Span;

use super::super::escape::printable;
use super::super::json::{anchor, iso};
use super::super::layout::{lines, shortened};
use super::quote::shown;
use super::{DIM, HEADLINE, Look, count, counted, push_marked, with_copies};

/// The line above a list of people.
pub const HEAD: &str = "  statements      articles     outlets  last        who";

/// Columns before the name in a list of people.
const NAME_COLUMN: usize = 52;

/// Columns of the best statement.
const STATEMENT_COLUMNS: usize = 240;

/// One line of a list of people, under [`HEAD`], and the best statement where
/// one is given.
pub fn person(person: &Person, best: Option<&QuoteHit>, look: &Look) -> String {
    let who = printable(&described(person)).into_owned();
    let numbers = format!(
        "{:>12}{:>14}{:>12}  {:<10}  ",
        count(person.statements),
        with_copies(person.origins, person.articles),
        with_copies(person.independent, person.outlets.len() as u64),
        person.last.map_or_else(|| "-".to_owned(), iso),
    );
    let mut out = format!("{numbers}{}\n", look.paint(HEADLINE, &who));
    if let Some(hit) = best {
        let indent = " ".repeat(NAME_COLUMN.min(look.width / 2));
        let width = look.width.saturating_sub(indent.len());
        let (words, marks) = statement(hit);
        push_marked(&mut out, &words, &marks, &indent, width, look);
        let id = format!("{}#{}", hit.article.id, anchor(hit.passage));
        out += &format!("{indent}{}\n", look.paint(DIM, &printable(&id)));
    }
    out
}

/// True where copies make a number in the line of a person another one.
pub fn has_copies(person: &Person) -> bool {
    (person.origins, person.independent) != (person.articles, person.outlets.len() as u64)
}

/// The words of a quote as they are shown elsewhere, but shorter, with what
/// matched in them.
fn statement(hit: &QuoteHit) -> (String, Vec<Span>) {
    let (words, mut marks) = shown(hit);
    let mut short = shortened(&words, STATEMENT_COLUMNS);
    let is_kept = |mark: &Span| short.get(..mark.end) == words.get(..mark.end);
    marks.retain(is_kept);
    if short != words && short.matches('“').count() > short.matches('”').count() {
        short.push('”');
    }
    (short, marks)
}

/// Everything about one person: roles over time, outlets, first and last.
pub fn page(person: &Person, look: &Look) -> String {
    let mut out = format!("{}\n", look.paint(HEADLINE, &printable(&person.name)));
    out += &format!(
        "{} in {} of {}\n",
        counted(person.statements, "statement"),
        counted_articles(person),
        counted_outlets(person),
    );
    out += &format!("quoted {}\n", span(person.first, person.last));
    for office in &person.offices {
        let told = format!(
            "  {}  {}: {}",
            span(office.first, office.last),
            office_words(office),
            counted(office.quotes, "quote")
        );
        out += &format!("{}\n", printable(&told));
    }
    let mut outlets: Vec<(&String, &u64)> = person.outlets.iter().collect();
    outlets.sort_by_key(|(name, quotes)| (std::cmp::Reverse(**quotes), *name));
    let named: Vec<String> = outlets
        .iter()
        .map(|(name, quotes)| format!("{name} {}", count(**quotes)))
        .collect();
    if !named.is_empty() {
        let told = format!("quotes by outlet: {}", named.join(", "));
        let told = printable(&told).into_owned();
        for line in lines(&told, look.width) {
            out += &format!("{}\n", &told[line.start..line.end]);
        }
    }
    out
}

/// `2 articles`, or `2 articles (5 with copies)`.
fn counted_articles(person: &Person) -> String {
    let once = counted(person.origins, "article");
    match person.origins == person.articles {
        true => once,
        false => format!("{once} ({} with copies)", count(person.articles)),
    }
}

/// `3 outlets`, or `3 outlets, 2 of which had a statement first`.
fn counted_outlets(person: &Person) -> String {
    let all = person.outlets.len() as u64;
    let told = counted(all, "outlet");
    match person.independent == all {
        true => told,
        false => format!(
            "{told}, {} of which had a statement first",
            count(person.independent)
        ),
    }
}

/// `4 statements, 1 article (3 with copies), 2 outlets`.
pub(in super::super) fn numbers_of(person: &Person) -> String {
    format!(
        "{}, {}, {}",
        counted(person.statements, "statement"),
        counted_articles(person),
        counted_outlets(person),
    )
}

/// `Jane Roe — mayor, Port Ellery`, as she was described last.
fn described(person: &Person) -> String {
    match person.latest() {
        Some(office) => format!("{} — {}", person.name, office_words(office)),
        None => person.name.clone(),
    }
}

fn office_words(office: &Office) -> String {
    super::office(office.role.as_deref(), office.affiliation.as_deref()).unwrap_or_default()
}

/// `2024-01-02 to 2025-03-04`, or the one day.
fn span(first: Option<i64>, last: Option<i64>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first == last => {
            format!("{:<24}", iso(first)).trim_end().to_owned()
        }
        (Some(first), Some(last)) => format!("{} to {}", iso(first), iso(last)),
        _ => "without a date".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::layout::columns;

    #[test]
    fn names_stand_under_their_head() {
        assert_eq!(columns(HEAD), NAME_COLUMN + columns("who"));
        assert_eq!(span(Some(20240102), Some(20240102)), "2024-01-02");
    }
}
