//! The plain text of a mail → [`Article`]: without the mail that it answers and
//! without a signature. The subject is the headline, so that the first line is
//! text.

use super::{Article, DropReason, Dropped, Reading, body, clean, paragraphs};
use crate::corpus::{SkipReason, Source};

pub(super) fn read(source: &Source, reading: &Reading) -> Result<Article, SkipReason> {
    let text = clean::lines(&source.text);
    let subject = source.told.fields.get("title");
    let mut article = Article {
        id: source.id.clone(),
        title: subject
            .and_then(|subject| subject.as_str())
            .map(clean::line)
            .filter(|title| !title.is_empty()),
        ..Article::default()
    };
    article.from.insert("body".to_owned(), "text".to_owned());
    let kept = own_words(&text, &mut article.dropped);
    body::finish(article, paragraphs::split(&kept), reading)
}

/// The text without quoted mails and the signature.
fn own_words(text: &str, dropped: &mut Vec<Dropped>) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let (lines, signature) = lines.split_at(signature(&lines));
    let (lines, original) = lines.split_at(original(lines));
    let mut kept: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let run = quoted_lines(&lines[at..]);
        if run == 0 {
            kept.push(lines[at]);
            at += 1;
            continue;
        }
        let (quoted, rest) = lines[at..].split_at(run);
        at += run;
        let last = rest.iter().all(|line| line.trim().is_empty());
        let attribution = attribution(&kept);
        if last || attribution > 0 {
            let above = kept.split_off(kept.len() - attribution);
            let words = above.iter().chain(quoted).copied();
            drop_lines(words, DropReason::QuotedReply, dropped);
        } else {
            // Some mark so what somebody said.
            kept.extend(quoted.iter().map(|line| without_marks(line)));
        }
    }
    drop_lines(original.iter().copied(), DropReason::QuotedReply, dropped);
    drop_lines(signature.iter().copied(), DropReason::Signature, dropped);
    kept.join("\n")
}

fn drop_lines<'l>(
    lines: impl Iterator<Item = &'l str>,
    reason: DropReason,
    dropped: &mut Vec<Dropped>,
) {
    let text = lines.map(str::trim).collect::<Vec<_>>().join("\n");
    let text = text.trim();
    if !text.is_empty() {
        dropped.push(Dropped {
            reason,
            text: text.to_owned(),
        });
    }
}

/// Where the signature begins, a line `-- ` near the end; the end, where there
/// is none. Without the space it may part a newsletter.
fn signature(lines: &[&str]) -> usize {
    const LINES_MAX: usize = 15;
    const LINES_MAX_UNMARKED: usize = 4;
    let written = |lines: &[&str]| lines.iter().filter(|line| !line.trim().is_empty()).count();
    let from = lines.len().saturating_sub(LINES_MAX * 3);
    let found = (from..lines.len())
        .rev()
        .find(|&at| lines[at].trim_end() == "--")
        .filter(|&at| {
            let marked = lines[at].starts_with("-- ");
            let most = if marked {
                LINES_MAX
            } else {
                LINES_MAX_UNMARKED
            };
            written(&lines[at + 1..]) <= most && written(&lines[..at]) > 0
        });
    found.unwrap_or(lines.len())
}

/// Where the mail begins that was answered, under a line
/// `-----Original Message-----` in any language.
fn original(lines: &[&str]) -> usize {
    let is_rule = |line: &&str| {
        let line = line.trim();
        let words = line.trim_matches('-').trim();
        let ruled = line.starts_with("-----") && line.ends_with("-----");
        ruled
            && (1..=4).contains(&words.split_whitespace().count())
            && words
                .chars()
                .all(|c| c.is_alphabetic() || c.is_whitespace())
    };
    // What was passed on is what the mail is about.
    let found = lines.iter().position(is_rule);
    found
        .filter(|&at| lines[..at].iter().any(|line| !line.trim().is_empty()))
        .filter(|&at| {
            lines[at + 1..]
                .iter()
                .take(2)
                .any(|line| line.contains(':'))
        })
        .unwrap_or(lines.len())
}

/// How many lines from the first are quoted; blank lines between them count.
fn quoted_lines(lines: &[&str]) -> usize {
    let quoted = |line: &str| line.starts_with('>');
    let mut end = 0;
    for (at, line) in lines.iter().enumerate() {
        if quoted(line) {
            end = at + 1;
        } else if end == 0 || !line.trim().is_empty() {
            break;
        }
    }
    end
}

/// How many lines at the end say who wrote what is quoted below: `On 2 June
/// 2024 at 10:15, Ann Roe <ann@mail.example> wrote:`, over two lines at most.
fn attribution(lines: &[&str]) -> usize {
    const WORDS: &[&str] = &[
        "wrote",
        "schrieb",
        "écrit",
        "escribió",
        "scritto",
        "escreveu",
        "schreef",
        "skrev",
        "пишет",
    ];
    let blank = lines
        .iter()
        .rev()
        .take_while(|line| line.trim().is_empty())
        .count();
    let written = &lines[..lines.len() - blank];
    let Some(last) = written
        .last()
        .filter(|line| line.trim_end().ends_with([':', '：']))
    else {
        return 0;
    };
    let says = |text: &str| {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let wrote = WORDS.iter().any(|word| text.contains(word));
        (wrote && digits + text.matches('@').count() > 0) || (text.contains('@') && digits > 3)
    };
    let digits = |line: &str| line.bytes().filter(u8::is_ascii_digit).count();
    // The day stands in the line above.
    let above = written
        .len()
        .checked_sub(2)
        .map(|at| written[at])
        .filter(|above| digits(above) > 0 && !paragraphs::ends_sentence(above) && digits(last) < 4);
    match above {
        Some(above) if says(&format!("{above} {last}")) => blank + 2,
        _ if says(last) => blank + 1,
        _ => 0,
    }
}

fn without_marks(line: &str) -> &str {
    line.trim_start_matches(['>', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Format, Told};

    fn article(text: &str) -> Article {
        let fields = r#"{"title":"Harbour opens"}"#;
        let source = Source {
            id: "a.eml".to_owned(),
            format: Format::Mail,
            text: text.to_owned(),
            told: Told {
                by: "mail",
                fields: serde_json::from_str(fields).unwrap(),
                is_better: true,
            },
        };
        let reading = Reading {
            now_seconds: 1_795_348_800,
        };
        super::super::read(&source, &reading).unwrap()
    }

    #[track_caller]
    fn check(text: &str, body: &str, dropped: &[(DropReason, &str)]) {
        let found = article(text);
        assert_eq!(found.title.as_deref(), Some("Harbour opens"));
        assert_eq!(found.from["title"], "mail title");
        assert_eq!(found.body, body);
        let found: Vec<_> = found
            .dropped
            .iter()
            .map(|dropped| (dropped.reason, dropped.text.as_str()))
            .collect();
        assert_eq!(found, dropped);
    }

    #[test]
    fn the_first_line_is_text() {
        check(
            "Ships came in.\n\nNobody spoke.\n",
            "Ships came in.\n\nNobody spoke.",
            &[],
        );
        check(
            "Harbour opens\n\nShips came in.\n",
            "Ships came in.",
            &[(DropReason::RepeatedTitle, "Harbour opens")],
        );
    }

    #[test]
    fn answers_and_signatures() {
        let attributed = "On 2 June 2024 at 10:15,\nAnn Roe <ann@mail.example> wrote:";
        check(
            &format!(
                "Ships came in.\n\n{attributed}\n\n> Did they?\n>\n> Tell me.\n\nThey did.\n\n-- \nBo Lind\nThe Mail\n"
            ),
            "Ships came in.\n\nThey did.",
            &[
                (
                    DropReason::QuotedReply,
                    &format!("{attributed}\n\n> Did they?\n>\n> Tell me."),
                ),
                (DropReason::Signature, "--\nBo Lind\nThe Mail"),
            ],
        );
        check(
            "Ships came in.\n\n-----Original Message-----\nFrom: Ann\nDid they?\n",
            "Ships came in.",
            &[(
                DropReason::QuotedReply,
                "-----Original Message-----\nFrom: Ann\nDid they?",
            )],
        );
        check(
            "Ships came in.\n\n> Did they?",
            "Ships came in.",
            &[(DropReason::QuotedReply, "> Did they?")],
        );
    }

    #[test]
    fn what_somebody_said_stays() {
        check(
            "The board said:\n\n> We open on Monday.\n\nShips came in.\n\n--\n\nMore below, and much of it.\n\nOne.\n\nTwo.\n\nThree.\n\nFour.",
            "The board said:\n\nWe open on Monday.\n\nShips came in.\n\n--\n\nMore below, and much of it.\n\nOne.\n\nTwo.\n\nThree.\n\nFour.",
            &[],
        );
    }
}
