//! Query text → tokens with their columns: parentheses, quotation marks, the
//! minus and the names of fields. What one word means, `operator` decides.

use crate::error::{Error, Result};

use super::operator;
use super::suggest;
use super::{Field, Reach};

/// A token and the column, counted in characters from 1, at which it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) column: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// A minus directly before what is not wanted.
    Minus,
    /// `W/5`, `/s` and their like.
    Near(Reach),
    /// `ATLEAST3`; what is counted follows.
    AtLeast(u32),
    /// `title:`, `HLEAD`: the field in which the next term is looked for.
    Field(Field),
    /// `date:`; the span of time follows.
    Date,
    /// `seen:`; the span of time follows.
    Seen,
    Phrase(String),
    Word(String),
    /// A word with letters left open.
    Wild(String),
    /// A word that may be misspelt by so many letters.
    Nearly(String, u8),
}

/// Longer queries are refused: they are pasted by mistake.
pub(super) const QUERY_BYTES_MAX: usize = 100_000;

/// So many characters after a word may say what it is.
const LOOKAHEAD: usize = 12;

pub(super) fn tokens(text: &str) -> Result<Vec<Token>> {
    if text.len() > QUERY_BYTES_MAX {
        return Err(Error::query(1, too_long()));
    }
    let mut lexer = Lexer::new(text);
    let mut found = Vec::new();
    while let Some(token) = lexer.next()? {
        found.push(token);
    }
    Ok(found)
}

pub(super) fn too_long() -> String {
    let limit = QUERY_BYTES_MAX / 1_000;
    format!("the query is longer than {limit},000 bytes; ask for less at once")
}

/// The visible characters of a query and where the next token begins.
struct Lexer {
    chars: Vec<char>,
    /// The column of each character: invisible ones are left out.
    columns: Vec<usize>,
    at: usize,
}

impl Lexer {
    fn new(text: &str) -> Self {
        let visible = text.chars().enumerate().filter(|(_, c)| !is_invisible(*c));
        let (columns, chars) = visible.map(|(i, c)| (i + 1, narrow(c))).unzip();
        Lexer {
            chars,
            columns,
            at: 0,
        }
    }

    fn next(&mut self) -> Result<Option<Token>> {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        let Some(c) = self.peek() else {
            return Ok(None);
        };
        let start = self.at;
        let kind = match c {
            '(' => self.one(Kind::Open),
            ')' => self.one(Kind::Close),
            c if is_double_mark(c) => self.phrase()?,
            c if is_dash(c) && self.is_minus() => self.one(Kind::Minus),
            c if is_dash(c) && self.skip_dashes() => return self.next(),
            _ => self.word()?,
        };
        let column = self.columns[start];
        Ok(Some(Token { kind, column }))
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn before(&self) -> Option<char> {
        self.at.checked_sub(1).map(|before| self.chars[before])
    }

    fn one(&mut self, kind: Kind) -> Kind {
        self.at += 1;
        kind
    }

    /// From a quotation mark to the next one, whatever their shapes.
    fn phrase(&mut self) -> Result<Kind> {
        let open = self.at;
        let rest = &self.chars[open + 1..];
        let Some(length) = rest.iter().position(|c| is_double_mark(*c)) else {
            return self.fail(
                open,
                "the quotation mark opened here is not closed; close it or leave it out",
            );
        };
        let words: String = rest[..length].iter().collect();
        self.at = open + length + 2;
        if self.peek() == Some('*') {
            let words = suggest::shown(&words);
            let message = format!("a star stands inside the quotation marks: \"{words}*\"");
            return self.fail(self.at, &message);
        }
        let after: String = self.chars[self.at..].iter().take(6).collect();
        if let Some(words_apart) = operator::slop(&after) {
            let message =
                format!("words near each other have W/n between them: a W/{words_apart} b");
            return self.fail(self.at, &message);
        }
        Ok(Kind::Phrase(words))
    }

    /// A minus counts where it begins a word: `mini-drama` has none, `- film`
    /// is a dash.
    fn is_minus(&self) -> bool {
        let begins = self.before().is_none_or(|c| c.is_whitespace() || c == '(');
        let attached = self
            .chars
            .get(self.at + 1)
            .is_some_and(|c| !c.is_whitespace() && !is_dash(*c) && *c != ')');
        begins && attached
    }

    /// Skips dashes that are stuck to a word and mean nothing: `--film`,
    /// `"mini drama"-film`. False where there is no word.
    fn skip_dashes(&mut self) -> bool {
        let rest = &self.chars[self.at..];
        let dashes = rest.iter().take_while(|c| is_dash(**c)).count();
        let before_word = rest.get(dashes).is_some_and(|c| !is_border(*c));
        if before_word {
            self.at += dashes;
        }
        before_word
    }

    /// The name of a field, or all up to the next space, parenthesis or
    /// quotation mark.
    fn word(&mut self) -> Result<Kind> {
        if let Some(field) = self.field()? {
            return Ok(field);
        }
        let start = self.at;
        self.at = self.word_end();
        let word: String = self.chars[start..self.at].iter().collect();
        let after: String = self.chars[self.at..].iter().take(LOOKAHEAD).collect();
        let read = operator::read(&word, &after);
        let (kind, more) = read.or_else(|message| self.fail(start, &message))?;
        self.at += more;
        Ok(kind)
    }

    fn word_end(&self) -> usize {
        let rest = &self.chars[self.at..];
        self.at
            + rest
                .iter()
                .position(|c| is_border(*c))
                .unwrap_or(rest.len())
    }

    /// `title:budget` names a field; `3:30`, `https://…`, `Analysis: why` do
    /// not.
    fn field(&mut self) -> Result<Option<Kind>> {
        let rest = &self.chars[self.at..];
        let is_name = |c: &&char| c.is_ascii_alphabetic() || **c == '_';
        let name: String = rest.iter().take_while(is_name).collect();
        let (colon, after) = (rest.get(name.len()), rest.get(name.len() + 1));
        if name.is_empty() || !matches!(colon, Some(':' | '：')) {
            return Ok(None);
        }
        let known = operator::field(&name);
        if after.is_none_or(|c| c.is_whitespace() || *c == ')') {
            // `Source:` may begin a pasted headline.
            let is_small = name.chars().all(|c| c.is_ascii_lowercase());
            if known.is_some() && is_small {
                let message =
                    format!("a word is missing after `{name}:`; write it without a space");
                return self.fail(self.at, &message);
            }
            return Ok(None);
        }
        let is_address = rest[name.len() + 1..].starts_with(&['/', '/']);
        match known {
            Some(field) => {
                self.at += name.len() + 1;
                self.refuse_minus_after(&name, &field)?;
                Ok(Some(field))
            }
            None if colon == Some(&':') && !is_address => {
                let word: String = self.chars[self.at..self.word_end()].iter().collect();
                self.fail(self.at, &suggest::field(&name, &word))
            }
            None => Ok(None),
        }
    }

    /// `title:-budget`: half the users would mean one thing, half another.
    fn refuse_minus_after(&self, name: &str, field: &Kind) -> Result<()> {
        let is_time = matches!(field, Kind::Date | Kind::Seen);
        let dash = self.peek().is_some_and(is_dash);
        let attached = self
            .chars
            .get(self.at + 1)
            .is_some_and(|c| !c.is_whitespace() && *c != ')');
        if dash && attached && !is_time {
            let message = format!("a minus stands before the field: -{name}:word");
            return self.fail(self.at, &message);
        }
        Ok(())
    }

    fn fail<T>(&self, at: usize, message: &str) -> Result<T> {
        Err(Error::query(self.columns[at], message))
    }
}

/// Soft hyphens, spaces without width, marks of direction: they come with
/// pasted text and cannot be seen. Joiners are kept, some scripts need them.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// The parentheses of Chinese and Japanese keyboards are ours.
fn narrow(c: char) -> char {
    match c {
        '（' => '(',
        '）' => ')',
        other => other,
    }
}

/// Straight, curly, low, and angle marks all open and close a phrase: people
/// paste from articles in any typography.
fn is_double_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '″'
            | '「'
            | '」'
            | '『'
            | '』'
            | '＂'
            | '〝'
            | '〞'
            | '〟'
    )
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '−')
}

/// What no word goes beyond.
fn is_border(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || is_double_mark(c)
}
