//! People who are quoted → text for people.

use crate::search::{Office, Person, QuoteHit};

use super::super::escape::printable;
use super::super::json::{anchor, iso};
use super::super::layout::{lines, shortened};
use super::{DIM, HEADLINE, Look, count};

/// The line above a list of people.
pub const HEAD: &str = "  statements  articles  outlets  last        who";

/// Columns before the name in a list of people.
const NAME_COLUMN: usize = 45;

/// Columns of the best statement.
const STATEMENT_COLUMNS: usize = 240;

/// One line of a list of people, under [`HEAD`], and the best statement where
/// one is given.
pub fn person(person: &Person, best: Option<&QuoteHit>, look: &Look) -> String {
    let who = printable(&described(person)).into_owned();
    let numbers = format!(
        "{:>12}{:>10}{:>9}  {:<10}  ",
        count(person.statements),
        count(person.articles),
        count(person.outlets.len() as u64),
        person.last.map_or_else(|| "-".to_owned(), iso),
    );
    let mut out = format!("{numbers}{}\n", look.paint(HEADLINE, &who));
    if let Some(hit) = best {
        let words = hit.quote.words(&hit.article.body);
        let words = shortened(&format!("“{}”", printable(&words)), STATEMENT_COLUMNS);
        let indent = " ".repeat(NAME_COLUMN.min(look.width / 2));
        for line in lines(&words, look.width.saturating_sub(indent.len())) {
            out += &format!("{indent}{}\n", &words[line.start..line.end]);
        }
        let id = format!("{}#{}", hit.article.id, anchor(hit.passage));
        out += &format!("{indent}{}\n", look.paint(DIM, &printable(&id)));
    }
    out
}

/// Everything about one person: roles over time, outlets, first and last.
pub fn page(person: &Person, look: &Look) -> String {
    let mut out = format!("{}\n", look.paint(HEADLINE, &printable(&person.name)));
    out += &format!(
        "{} statements in {} articles of {} outlets\n",
        count(person.statements),
        count(person.articles),
        count(person.outlets.len() as u64)
    );
    out += &format!("quoted {}\n", span(person.first, person.last));
    for office in &person.offices {
        let told = format!(
            "  {}  {} ({})",
            span(office.first, office.last),
            office_words(office),
            count(office.quotes)
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
        let told = format!("in {}", named.join(", "));
        let told = printable(&told).into_owned();
        for line in lines(&told, look.width) {
            out += &format!("{}\n", &told[line.start..line.end]);
        }
    }
    out
}

/// `Jane Roe — mayor, Port Ellery`, as she was described last.
fn described(person: &Person) -> String {
    match person.latest() {
        Some(office) => format!("{} — {}", person.name, office_words(office)),
        None => person.name.clone(),
    }
}

fn office_words(office: &Office) -> String {
    let parts = [office.role.as_deref(), office.affiliation.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(", ")
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
