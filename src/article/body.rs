//! Paragraphs → the body of an [`Article`]: without byline, date line, place
//! line, repeated title and what stands around the text.

use super::{Article, DropReason, Dropped, Reading, agency, byline, date, dateline, tail};
use crate::corpus::SkipReason;

/// Sets the body; an article without one is a reason to skip the record.
pub(super) fn finish(
    mut article: Article,
    mut paragraphs: Vec<String>,
    reading: &Reading,
) -> Result<Article, SkipReason> {
    let had_text = paragraphs.iter().any(|text| has_words(text));
    if !had_text {
        return Err(SkipReason::NoBody);
    }
    take_head(&mut article, &mut paragraphs, reading);
    take_dateline(&mut article, &mut paragraphs);
    date_of_dateline(&mut article, reading);
    let mut dropped = std::mem::take(&mut article.dropped);
    tail::trim(&mut paragraphs, article.title.as_deref(), &mut dropped);
    article.dropped = dropped;
    if !paragraphs.iter().any(|text| has_words(text)) {
        return Err(SkipReason::NoBody);
    }
    article.body = paragraphs.join("\n\n");
    Ok(article)
}

/// Takes the place line off an article whose body is set already.
pub(super) fn dateline_of(article: &mut Article) {
    let end = article.body.find("\n\n").unwrap_or(article.body.len());
    let mut first = vec![article.body[..end].to_owned()];
    let before = article.dropped.len();
    take_dateline(article, &mut first);
    if article.dropped.len() > before {
        let rest = article.body[end..].trim_start_matches('\n');
        let body: Vec<&str> = first
            .iter()
            .map(String::as_str)
            .chain([rest])
            .filter(|t| !t.is_empty())
            .collect();
        article.body = body.join("\n\n");
    }
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// What may stand between headline and text. A standfirst or a place among it
/// stays, and what follows is still looked at.
fn take_head(article: &mut Article, paragraphs: &mut Vec<String>, reading: &Reading) {
    const LINES_MAX: usize = 4;
    let mut at = 0;
    for _ in 0..LINES_MAX {
        if at + 1 >= paragraphs.len() {
            break;
        }
        if let Some((lines, text)) = broken_byline(&paragraphs[at..]) {
            set_authors(article, byline::line(&text).unwrap_or_default());
            paragraphs.drain(at..at + lines);
            article.dropped.push(Dropped {
                reason: DropReason::Byline,
                text,
            });
            continue;
        }
        match head_line(article, &paragraphs[at], reading) {
            Some(reason) => {
                let text = paragraphs.remove(at);
                article.dropped.push(Dropped { reason, text });
            }
            None if is_line(&paragraphs[at]) => at += 1,
            None => break,
        }
    }
}

/// A byline over two lines or three, as wires break it: how many, and the
/// whole on one line. The last paragraph is never a part of it.
fn broken_byline(paragraphs: &[String]) -> Option<(usize, String)> {
    const LINES_MAX: usize = 3;
    const BYTES_MAX: usize = 80;
    const OPEN: [&str; 6] = [",", " and", " und", " et", " y", " &"];
    let mut text = paragraphs.first()?.clone();
    if text.len() > BYTES_MAX {
        return None;
    }
    let mut lines = 1;
    while lines < LINES_MAX && lines + 1 < paragraphs.len() {
        let next = &paragraphs[lines];
        let open = OPEN.iter().any(|end| text.ends_with(end));
        if next.len() > BYTES_MAX || !(open || byline::is_below(next)) {
            break;
        }
        let joined = format!("{text}{}{next}", if open { " " } else { ", " });
        if byline::line(&joined).is_none() {
            break;
        }
        text = joined;
        lines += 1;
    }
    (lines > 1).then_some((lines, text))
}

/// A line by itself rather than a paragraph of the text.
fn is_line(text: &str) -> bool {
    const BYTES_MAX: usize = 120;
    text.len() <= BYTES_MAX && !text.ends_with(['.', '?', '!', '。', '”', '"', '’', '»', '」'])
}

fn head_line(article: &mut Article, text: &str, reading: &Reading) -> Option<DropReason> {
    const BYTES_MAX: usize = 250;
    if text.len() > BYTES_MAX {
        return None;
    }
    // With a full stop it is the first sentence, which some use as the title.
    let sentence = text.ends_with(['.', '。']);
    if !sentence
        && article
            .title
            .as_deref()
            .is_some_and(|title| tail::same_words(title, text))
    {
        return Some(DropReason::RepeatedTitle);
    }
    if let Some(names) = byline::line(text) {
        set_authors(article, names);
        return Some(DropReason::Byline);
    }
    if set_date(article, text, reading) {
        return Some(DropReason::DateLine);
    }
    // `Brackwater, 2 June 2024`
    if let Some((place, day)) = text.split_once(", ")
        && place.starts_with(char::is_uppercase)
        && place.split_whitespace().count() <= 3
        && set_date(article, day, reading)
    {
        return Some(DropReason::DateLine);
    }
    // `By Jane Roe | 2 June 2024`
    let (first, second) = text
        .split_once([' ', '\u{a0}'])
        .and(text.split_once(['|', '•', '·']))?;
    let names = byline::line(first.trim())?;
    if set_date(article, second.trim(), reading) {
        set_authors(article, names);
        return Some(DropReason::Byline);
    }
    None
}

fn set_authors(article: &mut Article, names: Vec<String>) {
    if article.authors.is_empty() && !names.is_empty() {
        article.authors = names;
        article
            .from
            .insert("authors".to_owned(), "byline".to_owned());
    }
}

/// Reads a line that is a date and nothing else. Where another date is known
/// already, the line stays: it may be the article's own.
fn set_date(article: &mut Article, text: &str, reading: &Reading) -> bool {
    const BYTES_MAX: usize = 80;
    let may_be_date = text.len() <= BYTES_MAX && text.bytes().any(|byte| byte.is_ascii_digit());
    if !may_be_date || !date::is_date_alone(text) {
        return false;
    }
    let Ok(when) = date::parse(text, reading.now_seconds) else {
        return false;
    };
    let lower = text.to_lowercase();
    let changed = ["updated", "last updated", "modified", "last modified"];
    let (field, name) = if changed.iter().any(|word| lower.starts_with(word)) {
        (&mut article.updated, "updated")
    } else {
        (&mut article.published, "published")
    };
    match field {
        Some(known) => known.day() == when.day(),
        None => {
            *field = Some(when);
            article.from.insert(name.to_owned(), "date line".to_owned());
            true
        }
    }
}

fn take_dateline(article: &mut Article, paragraphs: &mut Vec<String>) {
    take_byline_before_dateline(article, paragraphs);
    let Some(first) = paragraphs.first() else {
        return;
    };
    let Some(found) = dateline::split(first) else {
        return;
    };
    if found.rest.is_empty() && paragraphs.len() == 1 {
        return;
    }
    if let Some(name) = found.agency {
        agency::in_place_line(article, name);
    }
    let text = found.printed.to_owned();
    let rest = found.rest.to_owned();
    if article.dateline.is_none() {
        article.dateline = Some(found.dateline.to_owned());
        article
            .from
            .insert("dateline".to_owned(), "first paragraph".to_owned());
    }
    article.dropped.push(Dropped {
        reason: DropReason::Dateline,
        text,
    });
    if rest.is_empty() {
        paragraphs.remove(0);
    } else {
        paragraphs[0] = rest;
    }
}

/// `BRACKWATER, June 2, 2024 (AP)`: the day, where it is given in full and no
/// other is known.
fn date_of_dateline(article: &mut Article, reading: &Reading) {
    let Some(dateline) = article.dateline.clone() else {
        return;
    };
    let without_agency = dateline.split('(').next().unwrap_or_default();
    let ends = without_agency
        .match_indices(", ")
        .map(|(at, comma)| &without_agency[at + comma.len()..]);
    for text in ends {
        if article.published.is_none() && set_date(article, text.trim(), reading) {
            article
                .from
                .insert("published".to_owned(), "dateline".to_owned());
        }
    }
}

/// `By Jane Roe BRACKWATER, June 2 (AP) — …` in one line.
fn take_byline_before_dateline(article: &mut Article, paragraphs: &mut [String]) {
    const WITHIN_BYTES: usize = 80;
    let Some(first) = paragraphs
        .first_mut()
        .filter(|text| text.starts_with("By "))
    else {
        return;
    };
    let window = &first[..first.floor_char_boundary(WITHIN_BYTES)];
    let town = |(at, _): &(usize, &str)| {
        let word: String = window[at + 1..]
            .chars()
            .take_while(|c| c.is_alphabetic())
            .collect();
        word.chars().count() >= 3 && word.chars().all(char::is_uppercase)
    };
    let Some((at, _)) = window.match_indices(' ').find(town) else {
        return;
    };
    if dateline::split(&first[at + 1..]).is_none() {
        return;
    }
    if let Some(names) = byline::line(&first[..at]) {
        set_authors(article, names);
        let text = first[..at].to_owned();
        article.dropped.push(Dropped {
            reason: DropReason::Byline,
            text,
        });
        first.drain(..=at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(text: &str) -> Result<Article, SkipReason> {
        let article = Article {
            title: Some("Harbour opens".to_owned()),
            ..Article::default()
        };
        let paragraphs = text.lines().map(str::to_owned).collect();
        finish(
            article,
            paragraphs,
            &Reading {
                now_seconds: 1_795_348_800,
            },
        )
    }

    #[test]
    fn what_stands_above_the_text_becomes_fields() {
        let text = "HARBOUR OPENS\nBy Jane Roe | 2 June 2024\nUpdated June 3, 2024\nBRACKWATER, June 2 (AP) — Ships came in.\nOn Monday.";
        let article = finished(text).unwrap();
        assert_eq!(article.body, "Ships came in.\n\nOn Monday.");
        assert_eq!(article.authors, ["Jane Roe"]);
        assert_eq!(article.published.unwrap().to_string(), "2024-06-02");
        assert_eq!(article.updated.unwrap().to_string(), "2024-06-03");
        assert_eq!(article.dateline.as_deref(), Some("BRACKWATER, June 2 (AP)"));
        assert_eq!(article.agencies, ["AP"]);
        assert_eq!(article.from["agencies"], "dateline");
        let reasons: Vec<_> = article
            .dropped
            .iter()
            .map(|dropped| dropped.reason)
            .collect();
        use DropReason::*;
        assert_eq!(reasons, [RepeatedTitle, Byline, DateLine, Dateline]);
    }

    #[test]
    fn a_lead_with_a_dated_dateline_is_kept() {
        let article = finished("BRACKWATER, Oct 5, 2025 (Nordwire) - The mill closed on Monday, its owner said.\nNobody spoke.").unwrap();
        assert_eq!(
            article.body,
            "The mill closed on Monday, its owner said.\n\nNobody spoke."
        );
        assert_eq!(article.published.unwrap().to_string(), "2025-10-05");
        assert_eq!(article.from["published"], "dateline");
        assert_eq!(article.agencies, ["Nordwire"]);
    }

    #[test]
    fn a_date_below_a_standfirst_is_found() {
        let article =
            finished("How a town got its ships back\nBrackwater, 2 June 2024\nShips came in.")
                .unwrap();
        assert_eq!(
            article.body,
            "How a town got its ships back\n\nShips came in."
        );
        assert_eq!(article.published.unwrap().to_string(), "2024-06-02");
    }

    #[test]
    fn byline_and_place_in_one_line() {
        let article = finished("By Jane Roe BRACKWATER, June 2 (AP) — Ships came in.").unwrap();
        assert_eq!(article.body, "Ships came in.");
        assert_eq!(article.authors, ["Jane Roe"]);
        assert_eq!(article.dateline.as_deref(), Some("BRACKWATER, June 2 (AP)"));
    }

    #[test]
    fn nothing_left_is_no_article() {
        assert_eq!(finished("").err(), Some(SkipReason::NoBody));
        assert_eq!(finished("***\n—").err(), Some(SkipReason::NoBody));
    }

    #[test]
    fn paragraphs_are_never_folded() {
        let article = finished("Row, row.\nThe boat.\nRow, row.").unwrap();
        assert_eq!(article.body, "Row, row.\n\nThe boat.\n\nRow, row.");
    }
}
