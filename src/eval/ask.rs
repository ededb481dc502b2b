//! A topic + the index → what is found for it, by the names that judgments use.

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::index::Reader;
use crate::query::{Day, Query, parse};
use crate::search::{Request, Require, search};

use super::trec::{Qrels, Scored};
use super::{said, wrong};

/// What somebody wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The name by which judgments know it; without white space.
    pub id: String,
    /// What is asked.
    pub text: String,
}

/// Reads topics, one a line: id, tab, text. `file` names the text in errors.
pub fn topics(file: &str, text: &str) -> Result<Vec<Topic>> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (number, line) in said(text) {
        let parts = line.split_once('\t');
        let parts = parts.map(|(id, text)| (id.trim(), text.trim()));
        let Some((id, text)) = parts.filter(|(id, text)| !id.is_empty() && !text.is_empty()) else {
            return Err(wrong(file, number, "a topic is a line `id TAB text`"));
        };
        if id.contains(char::is_whitespace) {
            let message = format!("no judgment can name a topic with white space in its id: {id}");
            return Err(wrong(file, number, &message));
        }
        if !seen.insert(id) {
            return Err(wrong(file, number, &format!("topic {id} is there twice")));
        }
        let (id, text) = (id.to_owned(), text.to_owned());
        found.push(Topic { id, text });
    }
    Ok(found)
}

/// How topics are asked.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// What is done where no document has all words.
    pub require: Require,
    /// How many documents for each topic; `None` is all.
    pub limit: Option<usize>,
    /// Today, where topics are in the query language; `None` where each is
    /// words and nothing else.
    pub syntax: Option<Day>,
}

/// The names of documents in judgments and runs.
///
/// Records in one container are known by their own ids there, unless the
/// judgments name the whole id, container and all. An id with spaces has `%20`
/// for each of them: the files are cut at white space.
#[derive(Debug)]
pub struct Names<'q> {
    judged: BTreeSet<&'q str>,
}

impl<'q> Names<'q> {
    /// The names as the judgments use them.
    pub fn of(qrels: &'q Qrels) -> Self {
        Names {
            judged: qrels.documents(),
        }
    }

    /// The name of the article `id`.
    fn name(&self, id: &str) -> String {
        let whole = id.replace(' ', "%20");
        match whole.split_once('#') {
            Some((_, own)) if !own.is_empty() && !self.judged.contains(whole.as_str()) => {
                own.to_owned()
            }
            _ => whole,
        }
    }

    /// Names what was found. Where two records of different containers have one
    /// id of their own, the second keeps its whole id.
    fn named(&self, found: impl IntoIterator<Item = (String, f32)>) -> Vec<Scored> {
        let mut taken = BTreeSet::new();
        let mut all = Vec::new();
        for (id, score) in found {
            let mut name = self.name(&id);
            if taken.contains(&name) {
                name = id.replace(' ', "%20");
            }
            // A file may be called as a record is; no id ends with a `#`.
            while !taken.insert(name.clone()) {
                name.push('#');
            }
            all.push(Scored { id: name, score });
        }
        all
    }

    /// True where the judgments name this document, for any topic.
    pub fn has(&self, document: &str) -> bool {
        self.judged.contains(document)
    }
}

/// What is found for a topic, the best first.
pub fn ask(
    reader: &Reader,
    topic: &Topic,
    asking: &Asking,
    names: &Names<'_>,
) -> Result<Vec<Scored>> {
    let query = match asking.syntax {
        Some(today) => parse(&topic.text, today)
            .map_err(|error| Error::usage(format!("topic {}: {error}", topic.id)))?,
        None => words(&topic.text),
    };
    let request = Request {
        require: asking.require,
        limit: asking.limit,
        ..Request::new(query)
    };
    let results = search(reader, &request)?;
    let ranked: Vec<(String, f32)> = results.ranked().collect::<Result<_>>()?;
    Ok(names.named(ranked))
}

/// The words of a text, none of them an operator.
fn words(text: &str) -> Query {
    let words = text.split_whitespace();
    Query::Several(words.map(|word| Query::Word(word.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::qrels;

    #[test]
    fn a_topic_has_an_id_and_a_text() {
        let read = topics("t", "# wanted\n7\tWho pays?\tNobody \r\n\nx-1\tbells").unwrap();
        let read: Vec<(&str, &str)> = read
            .iter()
            .map(|topic| (topic.id.as_str(), topic.text.as_str()))
            .collect();
        assert_eq!(read, [("7", "Who pays?\tNobody"), ("x-1", "bells")]);
        for (text, wanted) in [
            ("1\tone\n2 two\n", "t, line 2: a topic is a line"),
            ("1\t \n", "t, line 1: a topic is a line"),
            ("\tone\n", "t, line 1: a topic is a line"),
            ("1 a\tone\n", "t, line 1: no judgment can name"),
            ("1\tone\n1\tuno\n", "t, line 2: topic 1 is there twice"),
        ] {
            let told = topics("t", text).unwrap_err().to_string();
            assert!(told.starts_with(wanted), "{told}");
        }
    }

    #[test]
    fn a_record_is_known_by_its_own_id_or_by_the_whole() {
        let judged = qrels("q", "1 0 box.jsonl#a 1\n1 0 b 1\n1 0 my%20box.jsonl#c 1\n").unwrap();
        let names = Names::of(&judged);
        for (id, wanted) in [
            ("box.jsonl#a", "box.jsonl#a"),
            ("box.jsonl#b", "b"),
            ("other.jsonl#a", "a"),
            ("my box.jsonl#c", "my%20box.jsonl#c"),
            ("my box.jsonl#d e", "d%20e"),
            ("my page.txt", "my%20page.txt"),
            ("box.jsonl#", "box.jsonl#"),
        ] {
            assert_eq!(names.name(id), wanted, "{id}");
        }
        assert!(names.has("b") && !names.has("a"));
    }

    #[test]
    fn no_name_is_given_twice() {
        let judged = qrels("q", "1 0 a 1\n").unwrap();
        let found = ["x.jsonl#a", "y.jsonl#a", "a"].map(|id| (id.to_owned(), 1.0));
        let named = Names::of(&judged).named(found);
        let ids: Vec<&str> = named.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["a", "y.jsonl#a", "a#"]);
    }

    #[test]
    fn operators_in_a_sentence_are_words() {
        let query = words("NOT here OR (there");
        assert_eq!(query.to_string(), "NOT here OR (there");
        assert!(matches!(query, Query::Several(parts) if parts.len() == 4));
    }
}
