//! The header of a message → what it says of the text: subject, day, and who
//! sent it, a paper or a person.

use mail_parser::{Addr, HeaderName, Message};
use serde_json::{Map, Value};

use crate::corpus::Told;

/// What the header tells; better than a title inside the page.
pub(super) fn told(head: &Message<'_>) -> Told {
    let mut fields = Map::new();
    let mut set = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            fields.insert(key.to_owned(), Value::String(value));
        }
    };
    set("title", head.subject().map(|s| without_reply(s).to_owned()));
    set("published", head.date().map(ToString::to_string));
    let sender = Sender::of(head);
    set("author", sender.author);
    set("outlet", sender.outlet);
    set(
        "url",
        text(head, HeaderName::ArchivedAt).and_then(|at| address(&at)),
    );
    set("language", text(head, HeaderName::ContentLanguage));
    set("keywords", text(head, HeaderName::Keywords));
    Told {
        by: "mail",
        fields,
        is_better: true,
    }
}

/// A header as text; a list with commas.
fn text(head: &Message<'_>, name: HeaderName<'static>) -> Option<String> {
    let value = head.header(name)?;
    match value.as_text_list() {
        Some(list) => Some(list.join(", ")),
        None => value.as_text().map(str::to_owned),
    }
}

fn address(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['<', '>']);
    text.starts_with("http").then(|| text.to_owned())
}

/// The subject without `Re:` and its like.
fn without_reply(subject: &str) -> &str {
    const MARKS: &[&str] = &["re", "fw", "fwd", "aw", "wg", "sv", "tr", "rv", "r", "i"];
    let mut rest = subject.trim();
    while let Some((mark, after)) = rest.split_once(':') {
        if !MARKS.contains(&mark.trim().to_lowercase().as_str()) {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

/// Who sent it.
#[derive(Default, Debug, PartialEq)]
struct Sender {
    author: Option<String>,
    outlet: Option<String>,
}

impl Sender {
    fn of(head: &Message<'_>) -> Sender {
        let from = head.from().and_then(|from| from.first());
        let name = from.and_then(Addr::name).unwrap_or_default();
        let list = head.list_id().as_address().and_then(|list| list.first());
        let is_list = list.is_some()
            || head.header(HeaderName::ListId).is_some()
            || head.header(HeaderName::ListUnsubscribe).is_some();
        let host = from
            .and_then(Addr::address)
            .and_then(|address| Some(address.rsplit_once('@')?.1.to_lowercase()));
        Sender::named(name, list.and_then(Addr::name), is_list, host)
    }

    fn named(name: &str, list: Option<&str>, is_list: bool, host: Option<String>) -> Sender {
        let name = name.trim().trim_matches(['"', '\'']).trim();
        let list = list.map(str::trim).filter(|list| !list.is_empty());
        let list = list.map(str::to_owned);
        if name.is_empty() {
            return Sender {
                author: None,
                outlet: list.or(host.filter(|_| is_list)),
            };
        }
        // `Jane Roe at The Mail`
        let parts = [" from ", " at ", " | ", " @ ", " – ", " — ", " - "]
            .iter()
            .find_map(|between| name.split_once(between));
        if let Some((person, paper)) = parts
            && is_person(person)
        {
            return Sender {
                author: Some(person.trim().to_owned()),
                outlet: Some(paper.trim().to_owned()),
            };
        }
        if !is_person(name) {
            return Sender {
                author: None,
                outlet: Some(name.to_owned()),
            };
        }
        let outlet = match list {
            Some(list) => Some(list),
            None if is_list => Some(name.to_owned()),
            None => None,
        };
        Sender {
            author: Some(name.to_owned()),
            outlet,
        }
    }
}

/// Two to four words with capitals, none of which is the name of a paper.
fn is_person(name: &str) -> bool {
    const PAPERS: &[&str] = &[
        "the",
        "news",
        "newsletter",
        "times",
        "post",
        "daily",
        "weekly",
        "mail",
        "press",
        "team",
        "herald",
        "journal",
        "courier",
        "wire",
        "gazette",
        "tribune",
        "briefing",
        "letter",
        "desk",
        "alerts",
        "alert",
        "digest",
        "editors",
        "editorial",
        "magazine",
        "review",
        "report",
        "today",
        "media",
        "radio",
        "morning",
        "evening",
        "sunday",
        "bulletin",
        "observer",
        "office",
        "die",
        "das",
        "der",
        "zeitung",
        "le",
        "la",
        "les",
        "el",
        "il",
    ];
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = |word: &&str| {
        let letters = |c: char| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’');
        word.starts_with(char::is_uppercase) && word.chars().all(letters)
    };
    (2..=4).contains(&words.len())
        && words.iter().all(is_name)
        && !words
            .iter()
            .any(|word| PAPERS.contains(&word.to_lowercase().as_str()))
        && words
            .iter()
            .any(|word| word.chars().any(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senders() {
        let check = |name: &str, list: Option<&str>, is_list: bool, author: &str, outlet: &str| {
            let found = Sender::named(name, list, is_list, Some("mail.example".to_owned()));
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let wanted = Sender {
                author: some(author),
                outlet: some(outlet),
            };
            assert_eq!(found, wanted, "{name}");
        };
        check("Jane Roe", None, false, "Jane Roe", "");
        check(
            "Jane Roe",
            Some("Harbour Notes"),
            true,
            "Jane Roe",
            "Harbour Notes",
        );
        check("Jane Roe", None, true, "Jane Roe", "Jane Roe");
        check(
            "Jane Roe at Berth & Tide",
            None,
            true,
            "Jane Roe",
            "Berth & Tide",
        );
        check("The Arland Courier", None, true, "", "The Arland Courier");
        check("Morning Briefing", None, false, "", "Morning Briefing");
        check("", None, true, "", "mail.example");
        check("", None, false, "", "");
    }

    #[test]
    fn subjects() {
        assert_eq!(without_reply("Re: AW: Harbour: open"), "Harbour: open");
        assert_eq!(without_reply("Harbour: open"), "Harbour: open");
    }
}
