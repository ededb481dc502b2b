//! Results → text for people: headlines, wrapped passages, marks.

mod copies;
mod numbers;
mod person;
mod quote;
mod verify;

pub use copies::copy;
use copies::push_copies;
pub use numbers::{count, counted, plural, with_copies};
pub(super) use person::numbers_of;
pub use person::{HEAD as PEOPLE_HEAD, has_copies, page, person};
pub use quote::{described, office, quote};
pub use verify::verification;

use anstyle::{AnsiColor, Style};

use crate::article::{Article, When};
use crate::index::Stored;
use crate::quote::Quote;
use crate::search::{Hit, PassageHit};
use crate::span::Span;

use super::escape::printable;
use super::json::{Context, anchor};
use super::layout::{columns, excerpt, lines, shortened};

/// Bytes of a passage that are shown; the rest is one `show` away.
const PASSAGE_BYTES: usize = 600;

/// How text looks.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns of a line.
    pub width: usize,
    /// Whether colours and bold type may be used.
    pub color: bool,
    /// Whether to put matches in square brackets.
    pub brackets: bool,
}

const HEADLINE: Style = Style::new().bold();
const MATCH: Style = Style::new()
    .bold()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));
const DIM: Style = Style::new().dimmed();

impl Look {
    fn paint(&self, style: Style, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// A hit: headline, outlet and date, passages, ids. `context` gives the
/// paragraphs before and after the best passage.
pub fn hit(hit: &Hit, context: Option<&Context<'_>>, look: &Look) -> String {
    let article = &hit.article;
    let number = format!("{:<2} ", hit.rank);
    let indent = " ".repeat(columns(&number));
    let inner = look.width.saturating_sub(indent.len());
    let mut out = String::new();
    out += &head(&number, article, &hit.title_marks, look);
    let before = context.map(|context| context.before.as_slice());
    let after = context.map(|context| context.after.as_slice());
    push_plain(&mut out, before, &indent, inner, look);
    for (i, passage) in hit.passages.iter().enumerate() {
        push_passage(&mut out, article, passage, &indent, inner, look);
        if i == 0 {
            push_plain(&mut out, after, &indent, inner, look);
        }
        let id = format!("{}#{}", article.id, anchor(passage.number));
        out += &format!("{indent}{}\n", look.paint(DIM, &printable(&id)));
    }
    if hit.passages.is_empty() {
        out += &format!("{indent}{}\n", look.paint(DIM, &printable(&article.id)));
    }
    push_copies(&mut out, hit.copies.as_ref(), article, &indent, look);
    for line in &hit.explanation {
        out += &format!("{indent}{}\n", look.paint(DIM, &printable(line)));
    }
    out
}

/// The headline on the left, outlet and date on the right of its last line.
fn head(number: &str, article: &Article, marks: &[Span], look: &Look) -> String {
    let title = article
        .title
        .as_deref()
        .filter(|title| !title.trim().is_empty());
    headed(
        number,
        title.unwrap_or("(no headline)"),
        marks,
        article,
        look,
    )
}

/// `words`, with what is marked of them, on the left, outlet and date on the
/// right of the last line.
fn headed(number: &str, words: &str, marks: &[Span], article: &Article, look: &Look) -> String {
    let right = right_side(article);
    let room = look.width.saturating_sub(columns(number));
    let (words, marks) = safely_marked(words, marks, look);
    let wrapped = lines(&words, room);
    let mut out = String::new();
    for (i, line) in wrapped.iter().enumerate() {
        let lead = if i == 0 {
            number.to_owned()
        } else {
            " ".repeat(columns(number))
        };
        out += &lead;
        out += &marked(&words, *line, &marks, HEADLINE, look);
        if i + 1 == wrapped.len() {
            let used = columns(&words[line.start..line.end]);
            if right.is_empty() {
                // Nothing to set apart.
            } else if used + 2 + columns(&right) <= room {
                out += &" ".repeat(room - used - columns(&right));
            } else {
                let indent = look.width.saturating_sub(columns(&right));
                out += &format!("\n{}", " ".repeat(indent));
            }
            out += &look.paint(DIM, &right);
        }
        out.push('\n');
    }
    out
}

fn right_side(article: &Article) -> String {
    let outlet = article
        .outlet
        .as_deref()
        .map(|outlet| shortened(&printable(outlet), 30));
    let date = article.published.map(|when| date(&when));
    let parts: Vec<String> = outlet.into_iter().chain(date).collect();
    parts.join(" · ")
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `12 Mar 2025`.
pub fn date(when: &When) -> String {
    dated(when, |month| &month[..3])
}

/// `12 March 2025`.
pub fn long_date(when: &When) -> String {
    dated(when, |month| month)
}

fn dated(when: &When, written: impl Fn(&'static str) -> &'static str) -> String {
    let day = when.day();
    let month = usize::try_from(day / 100 % 100)
        .ok()
        .and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    let month = month.map_or("?", |month| written(month));
    format!("{} {month} {}", day % 100, day / 10_000)
}

fn push_passage(
    out: &mut String,
    article: &Article,
    passage: &PassageHit,
    indent: &str,
    width: usize,
    look: &Look,
) {
    let text = passage.span.of(&article.body).unwrap_or("");
    let shown = excerpt(text, &passage.marks, PASSAGE_BYTES);
    let mut piece = String::new();
    let mut marks = Vec::new();
    if shown.start > 0 {
        piece += "… ";
    }
    let shift = piece.len();
    piece += &text[shown.start..shown.end];
    for mark in passage.marks.iter().filter(|mark| shown.contains(**mark)) {
        marks.push(Span::new(
            mark.start - shown.start + shift,
            mark.end - shown.start + shift,
        ));
    }
    if shown.end < text.len() {
        piece += " …";
    }
    push_marked(out, &piece, &marks, indent, width, look);
}

/// A text with its marks, on as many lines as it takes.
fn push_marked(
    out: &mut String,
    text: &str,
    marks: &[Span],
    indent: &str,
    width: usize,
    look: &Look,
) {
    let (text, marks) = safely_marked(text, marks, look);
    for line in lines(&text, width) {
        *out += indent;
        *out += &marked(&text, line, &marks, Style::new(), look);
        out.push('\n');
    }
}

/// A text that is safe to print, with its marks, in brackets where they are
/// wanted. Escapes move the marks: shown without them rather than wrongly.
fn safely_marked(text: &str, marks: &[Span], look: &Look) -> (String, Vec<Span>) {
    let safe = printable(text).into_owned();
    let marks = if safe == text { marks } else { &[] };
    if look.brackets {
        bracketed(&safe, marks)
    } else {
        (safe, marks.to_vec())
    }
}

/// Paragraphs around a passage, if there are any to show.
fn push_plain(
    out: &mut String,
    paragraphs: Option<&[&str]>,
    indent: &str,
    width: usize,
    look: &Look,
) {
    for paragraph in paragraphs.unwrap_or_default() {
        let safe = printable(paragraph);
        for line in lines(&safe, width) {
            *out += &format!("{indent}{}\n", look.paint(DIM, &safe[line.start..line.end]));
        }
    }
}

fn bracketed(text: &str, marks: &[Span]) -> (String, Vec<Span>) {
    let mut out = String::with_capacity(text.len() + marks.len() * 2);
    let mut moved = Vec::with_capacity(marks.len());
    let mut last = 0;
    for mark in marks {
        out += &text[last..mark.start];
        let start = out.len();
        out += &format!("[{}]", &text[mark.start..mark.end]);
        moved.push(Span::new(start, out.len()));
        last = mark.end;
    }
    out += &text[last..];
    (out, moved)
}

/// One line of `text` in `style`, what is marked of it in the style of matches.
fn marked(text: &str, line: Span, marks: &[Span], style: Style, look: &Look) -> String {
    let mut out = String::new();
    let mut at = line.start;
    for mark in marks {
        let (start, end) = (mark.start.max(at), mark.end.min(line.end));
        if start >= end {
            continue;
        }
        out += &look.paint(style, &text[at..start]);
        out += &look.paint(MATCH, &text[start..end]);
        at = end;
    }
    out + &look.paint(style, &text[at..line.end])
}

fn agencies(article: &Article) -> Option<String> {
    (!article.agencies.is_empty()).then(|| article.agencies.join(", "))
}

/// A whole article: what is known about it, then its passages with their
/// anchors and who is quoted in each; `only` limits them to one, by its number
/// from 1.
pub fn article(stored: &Stored, only: Option<usize>, look: &Look) -> String {
    let Stored {
        article,
        passages,
        quotes,
        ..
    } = stored;
    let mut out = head("", article, &[], look);
    let facts = [
        ("by", super::json::byline(article)),
        ("agency", agencies(article)),
        ("dateline", article.dateline.clone()),
        ("section", article.section.clone()),
        ("updated", article.updated.map(|when| when.to_string())),
        ("url", article.url.clone()),
        ("language", article.language.clone()),
        ("id", Some(article.id.clone())),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            out += &look.paint(DIM, &format!("{name}: {}", printable(&value)));
            out.push('\n');
        }
    }
    if article.partial {
        out += "(the source gives only the beginning of this article)\n";
    }
    for (i, span) in passages.iter().enumerate() {
        if only.is_some_and(|only| only != i + 1) {
            continue;
        }
        out.push('\n');
        let label = format!("{:<4}", anchor(i + 1));
        let text = printable(span.of(&article.body).unwrap_or("")).into_owned();
        for (n, line) in lines(&text, look.width.saturating_sub(5))
            .into_iter()
            .enumerate()
        {
            let lead = if n == 0 {
                look.paint(DIM, &label)
            } else {
                "    ".to_owned()
            };
            out += &format!("{lead} {}\n", &text[line.start..line.end]);
        }
        push_speakers(&mut out, quotes, *span, look);
    }
    out
}

/// Under a passage, who is quoted in it.
fn push_speakers(out: &mut String, quotes: &[Quote], passage: Span, look: &Look) {
    let mut named: Vec<String> = Vec::new();
    let here = quotes.iter().filter(|quote| quote.touches(passage));
    for speaker in here.filter_map(|quote| quote.speaker.as_ref()) {
        let who = described(Some(speaker));
        if !named.contains(&who) {
            named.push(who);
        }
    }
    for who in named {
        let who = printable(&who).into_owned();
        for line in lines(&who, look.width.saturating_sub(8)) {
            *out += &look.paint(DIM, &format!("      › {}", &who[line.start..line.end]));
            out.push('\n');
        }
    }
}

/// What was taken out of an article, with the reasons.
pub fn dropped(article: &Article) -> String {
    let lines = article.dropped.iter().map(|dropped| {
        let reason = serde_json::to_value(dropped.reason).ok();
        let reason = reason
            .as_ref()
            .and_then(|value| value.as_str())
            .unwrap_or("?");
        format!("{reason}\t{}\n", printable(&dropped.text))
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::json::sample;

    fn sample() -> Hit {
        let body = "Rates rose on Tuesday, the bank said. Nobody was surprised.".to_owned();
        Hit {
            rank: 1,
            score: 2.0,
            title_marks: vec![Span::new(0, 5)],
            passages: vec![PassageHit {
                number: 1,
                span: Span::new(0, body.len()),
                marks: vec![Span::new(0, 5)],
            }],
            spans: Vec::new(),
            quotes: Vec::new(),
            copies: None,
            explanation: Vec::new(),
            article: Article {
                id: "a/b.txt".into(),
                title: Some("Rates rise".into()),
                outlet: Some("Example Times".into()),
                body,
                ..Article::default()
            },
        }
    }

    #[test]
    fn a_hit_on_a_narrow_screen() {
        let look = Look {
            width: 40,
            color: false,
            brackets: true,
        };
        let wanted = "\
1  [Rates] rise            Example Times
   [Rates] rose on Tuesday, the bank
   said. Nobody was surprised.
   a/b.txt#p1
";
        assert_eq!(hit(&sample(), None, &look), wanted);
    }

    #[test]
    fn who_is_quoted_stands_under_each_passage_that_is_said() {
        let look = Look {
            width: 60,
            color: false,
            brackets: false,
        };
        let stored = sample::goes_on();
        let shown = article(&stored, None, &look);
        assert_eq!(shown.matches("› Ann Roe · mayor, Port Ellery").count(), 2);
        assert!(article(&stored, Some(2), &look).contains("› Ann Roe"));
        assert!(!article(&stored, Some(3), &look).contains("› Ann Roe"));
        assert!(shown.starts_with("Quay is full\n"), "{shown:?}");
    }

    #[test]
    fn a_headline_cannot_drive_the_terminal() {
        let mut odd = sample();
        odd.article.title = Some("\u{1b}[2JRates".into());
        let shown = hit(
            &odd,
            None,
            &Look {
                width: 60,
                color: false,
                brackets: false,
            },
        );
        assert!(!shown.contains('\u{1b}'), "{shown:?}");
    }
}
