//! Text → runs of capitalised words, and the part of each that may be a name.
//!
//! A run is `Foreign Secretary Jane A. Roe Jr`: words with a capital, initials
//! with their stop, particles between them, a nickname in quotation marks.

use std::ops::Range;

use super::name_part::name_part;
use super::words::{self, Classes};
use crate::quote::text::Text;

/// A word of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    /// First token.
    pub(super) first: usize,
    /// One past the last token: `O’Brien` has three tokens, `J.` two.
    pub(super) end: usize,
    /// The token whose lower-case form stands for the word.
    pub(super) key: usize,
    /// Its classes.
    pub(super) classes: Classes,
    /// What it looks like.
    pub(super) form: Form,
}

/// What a word of a run looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `Roe`.
    Word,
    /// `J.`, `J`, `J.K.`
    Initial,
    /// `ROE`, `NATO`: two letters and more, all capitals.
    Capitals,
    /// `van`.
    Particle,
    /// A nickname inside a name.
    Nickname,
}

/// A run of capitalised words.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Its words, as numbers of [`Names::items`].
    pub(super) items: Range<usize>,
    /// The words that may be a name: without titles, roles, opening words of
    /// the sentence. May be empty.
    pub(super) name: Range<usize>,
    /// Its sentence.
    pub(super) sentence: usize,
    /// It stands in a line in title case.
    pub(super) heading: bool,
    /// It stands in quotation marks.
    pub(super) quoted: bool,
    /// A title or role stands right before the name, in the run.
    pub(super) titled: Titled,
}

/// What stands before a name in its run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Titled {
    /// A title or a role.
    pub(super) any: bool,
    /// A woman's.
    pub(super) woman: bool,
    /// A man's.
    pub(super) man: bool,
}

/// All runs of an article.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The words of all runs.
    pub(super) items: Vec<Item>,
    /// In order.
    pub(super) runs: Vec<Run>,
}

/// A longer run is cut, so that hostile input stays linear.
const LONGEST_RUN: usize = 12;

impl Names {
    /// Finds the runs of an article.
    pub(super) fn read(text: &Text) -> Self {
        let mut names = Names::default();
        let mut paragraph = 0;
        for (number, sentence) in text.sentences.iter().enumerate() {
            while text
                .paragraphs
                .get(paragraph)
                .is_some_and(|p| p.end <= sentence.start)
            {
                paragraph += 1;
            }
            let heading = text
                .paragraphs
                .get(paragraph)
                .is_some_and(|p| p.start == sentence.start && is_heading(text, p));
            names.read_sentence(text, sentence, number, heading);
        }
        names
    }

    fn read_sentence(
        &mut self,
        text: &Text,
        sentence: &Range<usize>,
        number: usize,
        heading: bool,
    ) {
        let mut token = sentence.start;
        while token < sentence.end {
            if !is_capital(text.word(token)) {
                token += 1;
                continue;
            }
            let first_item = self.items.len();
            let end = self.read_run(text, token, sentence.end);
            if end == token {
                token += 1;
                continue;
            }
            let items = first_item..self.items.len();
            let (name, titled) = name_part(
                text,
                &self.items,
                items.clone(),
                token == sentence.start,
                heading,
            );
            self.runs.push(Run {
                tokens: token..end,
                items,
                name,
                sentence: number,
                heading,
                quoted: text.quoted(token),
                titled,
            });
            token = end;
        }
    }

    /// Adds the words of the run that starts at `start`; one past its end.
    fn read_run(&mut self, text: &Text, start: usize, limit: usize) -> usize {
        let first_item = self.items.len();
        let mut token = start;
        while token < limit && self.items.len() - first_item < LONGEST_RUN {
            if token > start && !follows_after_space(text, token) {
                break;
            }
            let word = text.word(token);
            if is_capital(word) {
                let item = item_at(text, token, limit);
                if token == start && item.end == token + 1 && matches!(word, "A" | "I") {
                    return start;
                }
                token = item.end;
                self.items.push(item);
                if ends_run(text, &item) {
                    break;
                }
                continue;
            }
            if token == start {
                break;
            }
            let before = self.items.len();
            let end = self.read_joint(text, token, limit);
            if end == token {
                self.items.truncate(before);
                break;
            }
            token = end;
        }
        token
    }

    /// Adds the particles or the nickname between two capitalised words; one
    /// past them, or `token` if there are none.
    fn read_joint(&mut self, text: &Text, token: usize, limit: usize) -> usize {
        let mut at = token;
        while at < limit && at < token + 3 {
            let classes = words::classes(text.lower(at));
            if classes & words::PARTICLE == 0 || (at > token && !follows_after_space(text, at)) {
                break;
            }
            self.items.push(Item {
                first: at,
                end: at + 1,
                key: at,
                classes,
                form: Form::Particle,
            });
            at += 1;
        }
        if at > token {
            let goes_on = at < limit && follows_after_space(text, at) && is_capital(text.word(at));
            return if goes_on { at } else { token };
        }
        self.read_nickname(text, token, limit)
    }

    /// `“Kasia”` or `(Kasia)` between a first name and a surname.
    fn read_nickname(&mut self, text: &Text, token: usize, limit: usize) -> usize {
        let close: &[&str] = match text.word(token) {
            "“" | "\"" => &["”", "\""],
            "‘" | "'" => &["’", "'"],
            "(" => &[")"],
            _ => return token,
        };
        let mut at = token + 1;
        while at < limit && at < token + 3 && is_capital(text.word(at)) {
            at += 1;
        }
        let closed = at > token + 1 && at < limit && close.contains(&text.word(at));
        let goes_on = closed
            && at + 1 < limit
            && follows_after_space(text, at + 1)
            && is_capital(text.word(at + 1));
        if !goes_on {
            return token;
        }
        self.items.push(Item {
            first: token,
            end: at + 1,
            key: token + 1,
            classes: words::classes(text.lower(token + 1)),
            form: Form::Nickname,
        });
        at + 1
    }
}

/// True if the word begins with a capital letter, or is `al-Roe`.
pub(super) fn is_capital(word: &str) -> bool {
    let Some(&byte) = word.as_bytes().first() else {
        return false;
    };
    if byte.is_ascii_uppercase() {
        return true;
    }
    if byte.is_ascii() {
        return byte.is_ascii_lowercase() && has_arabic_article(word);
    }
    word.chars().next().is_some_and(char::is_uppercase)
}

/// `al-Roe`, `el-Roe`, `ul-Roe`.
fn has_arabic_article(word: &str) -> bool {
    let bytes = word.as_bytes();
    if bytes.get(2) != Some(&b'-') && bytes.get(3) != Some(&b'-') {
        return false;
    }
    let Some((article, rest)) = word.split_once('-') else {
        return false;
    };
    matches!(
        article,
        "al" | "el"
            | "ul"
            | "ur"
            | "as"
            | "ash"
            | "an"
            | "ad"
            | "ar"
            | "az"
            | "bin"
            | "ibn"
            | "bou"
    ) && rest.chars().next().is_some_and(char::is_uppercase)
}

/// True if one white space stands between the token and the one before.
pub(super) fn follows_after_space(text: &Text, token: usize) -> bool {
    let Some(before) = token.checked_sub(1).and_then(|t| text.tokens.get(t)) else {
        return false;
    };
    let Some(this) = text.tokens.get(token) else {
        return false;
    };
    text.body
        .get(before.span.end..this.span.start)
        .is_some_and(|gap| {
            let mut chars = gap.chars();
            chars.next().is_some_and(|c| c.is_whitespace() && c != '\n') && chars.next().is_none()
        })
}

/// True if the word at `token` introduces a name: `called`, or the `as` of
/// `who gave his name as`.
pub(super) fn introduces(text: &Text, token: usize) -> bool {
    match text.lower(token) {
        "named" | "called" => true,
        "as" => (token.saturating_sub(6)..token).any(|t| {
            matches!(
                text.lower(t),
                "name" | "named" | "identified" | "known" | "introduced"
            )
        }),
        _ => false,
    }
}

/// True if nothing stands between the token and the one before.
pub(super) fn adjoins(text: &Text, token: usize) -> bool {
    let before = token.checked_sub(1).and_then(|t| text.tokens.get(t));
    match (before, text.tokens.get(token)) {
        (Some(before), Some(this)) => before.span.end == this.span.start,
        _ => false,
    }
}

fn is_letters(word: &str, mut test: impl FnMut(char) -> bool) -> bool {
    let mut count = 0;
    for c in word.chars() {
        if c.is_alphabetic() {
            count += 1;
            if !test(c) {
                return false;
            }
        }
    }
    count > 0
}

/// The word of a run that starts at a capitalised token.
fn item_at(text: &Text, token: usize, limit: usize) -> Item {
    let word = text.word(token);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = is_letters(word, char::is_uppercase);
    let dot = token + 1 < limit && text.word(token + 1) == "." && adjoins(text, token + 1);
    let apostrophe = token + 2 < limit
        && matches!(text.word(token + 1), "'" | "’")
        && adjoins(text, token + 1)
        && adjoins(text, token + 2)
        && is_capital(text.word(token + 2));
    let initial = capitals
        && !apostrophe
        && (letters == 1
            || (dot && word.contains('.'))
            || (dot && letters == 2 && token + 2 < limit));
    if initial && matches!(text.lower(token), "u.s" | "u.k" | "u.n" | "e.u" | "d.c") {
        return Item {
            first: token,
            end: token + 1 + usize::from(dot),
            key: token,
            classes: words::NATION,
            form: Form::Capitals,
        };
    }
    if initial {
        return Item {
            first: token,
            end: token + 1 + usize::from(dot),
            key: token,
            classes: 0,
            form: Form::Initial,
        };
    }
    let mut end = token + 1;
    let mut key = token;
    while end + 1 < limit
        && end < token + 5
        && matches!(text.word(end), "'" | "’")
        && adjoins(text, end)
        && adjoins(text, end + 1)
        && text
            .word(end + 1)
            .chars()
            .next()
            .is_some_and(char::is_alphabetic)
    {
        key = end + 1;
        end += 2;
    }
    let mut classes = words::classes(text.lower(key));
    if key > token {
        classes &= !words::COMMON;
    }
    if classes == 0
        && let Some((_, last)) = text.lower(key).rsplit_once('-')
    {
        if is_participle(last) {
            // “Utopia-born”
            return Item {
                first: token,
                end,
                key,
                classes: words::ADJECTIVE | words::COMMON | words::STOP,
                form: Form::Word,
            };
        }
        // “Major-Gen”, “Vice-Chancellor”
        classes = words::classes(last) & (words::TITLE | words::ROLE | words::WOMAN | words::MAN);
        if classes & (words::TITLE | words::ROLE) == 0
            && let Some((first, _)) = text.lower(key).split_once('-')
        {
            // “Jean-Luc”
            classes = words::classes(first) & words::FIRST;
        }
    }
    let short = classes & (words::TITLE | words::SUFFIX | words::HONOR) != 0 && word.len() <= 5;
    if short && dot && end == token + 1 {
        end += 1;
    }
    let form = if capitals && letters > 1 {
        Form::Capitals
    } else {
        Form::Word
    };
    Item {
        first: token,
        end,
        key,
        classes,
        form,
    }
}

/// The last part of a compound that describes: `Utopia-born`.
fn is_participle(last: &str) -> bool {
    matches!(
        last,
        "born"
            | "based"
            | "trained"
            | "led"
            | "backed"
            | "owned"
            | "raised"
            | "educated"
            | "winning"
            | "nominated"
            | "style"
            | "era"
            | "bound"
            | "wide"
            | "listed"
    )
}

/// True if nothing can follow in the same run: a stop that is no abbreviation's.
fn ends_run(text: &Text, item: &Item) -> bool {
    text.word(item.end) == "." && adjoins(text, item.end)
}

/// True for a paragraph in title case or capitals without an end mark.
fn is_heading(text: &Text, paragraph: &Range<usize>) -> bool {
    if paragraph.len() < 4 || paragraph.len() > 34 {
        return false;
    }
    let (mut long, mut capitals) = (0, 0);
    for token in paragraph.clone() {
        let word = text.word(token);
        // In title case a verb has a capital.
        if matches!(
            word,
            "is" | "was"
                | "has"
                | "have"
                | "had"
                | "are"
                | "were"
                | "said"
                | "says"
                | "he"
                | "she"
                | "who"
                | "will"
        ) {
            return false;
        }
        if word.len() > 3 && word.chars().next().is_some_and(char::is_alphabetic) {
            long += 1;
            capitals += usize::from(is_capital(word));
        }
    }
    long >= 3 && capitals * 4 >= long * 3
}
