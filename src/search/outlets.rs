//! A query for an outlet by its name → one for its host as well, by which other
//! articles of it may be named ([`Outlets`]).

use std::borrow::Cow;

use crate::error::Result;
use crate::index::{Outlets, Reader};
use crate::query::{Field, Query};
use crate::roster::words;

/// The query for all names of the outlets that it names.
pub(super) fn with_hosts<'q>(query: &'q Query, reader: &Reader) -> Result<Cow<'q, Query>> {
    Ok(match query.names(Field::Source) {
        true => Cow::Owned(widened(query, reader.outlets()?)),
        false => Cow::Borrowed(query),
    })
}

/// The query with every word and phrase in `source:` that names an outlet made
/// into one for that outlet's hosts as well. Words with letters left open, and
/// what must stand near each other, are asked of the outlet as it stands.
fn widened(query: &Query, outlets: &Outlets) -> Query {
    match query {
        Query::In(Field::Source, asked) => {
            Query::In(Field::Source, Box::new(with_names(asked, outlets)))
        }
        other => each_part(other, &|part| widened(part, outlets)),
    }
}

fn with_names(asked: &Query, outlets: &Outlets) -> Query {
    let (Query::Word(text) | Query::Phrase(text)) = asked else {
        return each_part(asked, &|part| with_names(part, outlets));
    };
    let hosts = outlets.hosts(|name| has_row(&words(name), text));
    if hosts.is_empty() {
        return asked.clone();
    }
    let hosts = hosts.into_iter().map(|host| Query::Phrase(host.to_owned()));
    Query::Or(std::iter::once(asked.clone()).chain(hosts).collect())
}

/// The query with each part of it changed, where it says yes, no, and or.
fn each_part(query: &Query, change: &dyn Fn(&Query) -> Query) -> Query {
    let all = |parts: &[Query]| parts.iter().map(change).collect();
    match query {
        Query::Several(parts) => Query::Several(all(parts)),
        Query::And(parts) => Query::And(all(parts)),
        Query::Or(parts) => Query::Or(all(parts)),
        Query::Not(inner) => Query::Not(Box::new(change(inner))),
        Query::Within(inner, filters) => Query::Within(Box::new(change(inner)), all(filters)),
        other => other.clone(),
    }
}

/// True for a name that has the words of `text` in a row.
fn has_row(name: &[String], text: &str) -> bool {
    let row = words(text);
    let is_open = text.contains('*');
    !is_open && !row.is_empty() && name.windows(row.len()).any(|part| part == row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_an_outlet() {
        let name = words("The Harbour Post");
        for (text, wanted) in [
            ("harbour", true),
            ("Harbour Post", true),
            ("post harbour", false),
            ("Tide", false),
            ("Harb* Post", false),
            ("…", false),
        ] {
            assert_eq!(has_row(&name, text), wanted, "{text}");
        }
    }
}
