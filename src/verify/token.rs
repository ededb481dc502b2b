//! Text → the tokens by which a claim and the archive are compared: words as
//! [`Words`] folds them, single characters of unspaced scripts, and the signs
//! that change what is said (`%`, `€`, a minus). Marks, dashes and case are
//! left out: they are typography.

use crate::analysis::script::{is_extending, unspaced};
use crate::analysis::{Words, fold};
use crate::span::Span;

/// What stands after an apostrophe and belongs to the word before it.
const CLITICS: &[&str] = &["s", "t", "re", "ve", "ll", "d", "m"];

/// Two words that are one sign in another house's style.
const PER_CENT: &[(&str, &str)] = &[("per", "cent"), ("por", "ciento"), ("pour", "cent")];

/// The sign's name in one word.
const PERCENT: &[&str] = &["percent", "prozent", "procent"];

/// A token of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// The form in which it is compared.
    pub(super) form: String,
    /// Where it stands, in bytes of the text.
    pub(super) span: Span,
}

/// The tokens of `text` in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 5);
    each(text, |form, span| {
        found.push(Token {
            form: form.to_owned(),
            span,
        });
    });
    found
}

/// Calls `take` with the form and the place of each token of `text` in order.
pub(super) fn each(text: &str, take: impl FnMut(&str, Span)) {
    let mut walk = Walk {
        text,
        form: String::new(),
        span: Span::new(0, 0),
        held: false,
        take,
    };
    let mut words = Words::new(text);
    while let Some(word) = words.next() {
        match first_unspaced(text, word.span) {
            Some(first) => walk.character(first),
            None => walk.word(word.text, word.span),
        }
    }
    walk.finish();
}

/// The first character of a pair of an unspaced script; `None` for a word.
fn first_unspaced(text: &str, span: Span) -> Option<Span> {
    let mut chars = span.of(text)?.char_indices();
    let (_, first) = chars.next()?;
    unspaced(first)?;
    let end = chars
        .find(|(_, c)| !is_extending(*c))
        .map_or(span.end, |(at, _)| span.start + at);
    Some(Span::new(span.start, end))
}

/// Holds one token back, since what follows may belong to it.
struct Walk<'t, F: FnMut(&str, Span)> {
    text: &'t str,
    form: String,
    span: Span,
    held: bool,
    take: F,
}

impl<'t, F: FnMut(&str, Span)> Walk<'t, F> {
    fn word(&mut self, form: &str, span: Span) {
        self.possessive(span.start);
        let gap = self.gap(span.start);
        if self.held && self.joins(gap, form, span) {
            self.span.end = span.end;
            return;
        }
        self.flush();
        self.signs(span.start, true);
        self.form.clear();
        self.form.push_str(form);
        ungroup(&mut self.form);
        self.span = span;
        self.held = true;
    }

    fn character(&mut self, span: Span) {
        self.possessive(span.start);
        self.flush();
        self.signs(span.start, false);
        self.form = fold(span.of(self.text).unwrap_or(""));
        self.span = span;
        self.held = true;
    }

    fn finish(&mut self) {
        self.possessive(self.text.len());
        self.flush();
        self.signs(self.text.len(), false);
    }

    /// What stands between the token held and `next`.
    fn gap(&self, next: usize) -> &'t str {
        self.text.get(self.span.end..next).unwrap_or("")
    }

    fn flush(&mut self) {
        if !self.held {
            return;
        }
        self.held = false;
        if PERCENT.contains(&self.form.as_str()) {
            self.form = "%".to_owned();
        }
        if !self.form.is_empty() {
            (self.take)(&self.form, self.span);
        }
    }

    /// `'s` is left out of a word by [`Words`], but not by who reads it.
    fn possessive(&mut self, next: usize) {
        let gap = self.gap(next);
        let mut chars = gap.chars();
        let is_possessive = chars.next().is_some_and(is_apostrophe)
            && matches!(chars.next(), Some('s' | 'S'))
            && !chars.next().is_some_and(char::is_alphanumeric);
        if self.held && is_possessive {
            let mark = gap.chars().next().map_or(0, char::len_utf8);
            self.span.end += mark + 1;
            self.form.push_str("'s");
        }
    }

    /// Adds a word to the one held where both are one: `don't`, `[T]he`,
    /// `per cent`, `6 200` with a space that does not break.
    fn joins(&mut self, gap: &str, form: &str, span: Span) -> bool {
        let mut chars = gap.chars();
        let (only, more) = (chars.next(), chars.next().is_some());
        let spaced = self.form.chars().all(char::is_alphanumeric);
        if !more && only.is_some_and(is_apostrophe) && CLITICS.contains(&form) && spaced {
            self.form.push('\'');
            self.form.push_str(form);
            return true;
        }
        let before = self.text.get(..self.span.start).unwrap_or("");
        let goes_on = span
            .of(self.text)
            .and_then(|word| word.chars().next())
            .is_some_and(char::is_lowercase);
        if gap == "]" && before.ends_with('[') && self.span.len() <= 2 && goes_on {
            self.form.push_str(form);
            return true;
        }
        if gap.trim().is_empty() && PER_CENT.contains(&(self.form.as_str(), form)) {
            self.form.clear();
            self.form.push('%');
            return true;
        }
        let groups = matches!(gap, "\u{a0}" | "\u{202f}" | "\u{2009}");
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if groups && form.len() == 3 && digits(form) && digits(&self.form) {
            self.form.push_str(form);
            return true;
        }
        false
    }

    /// Signs between the last token and `next` that are part of what is said.
    fn signs(&mut self, next: usize, before_word: bool) {
        let from = self.span.end.min(next);
        let gap = self.text.get(from..next).unwrap_or("");
        let is_number = before_word
            && self
                .text
                .get(next..)
                .and_then(|rest| rest.chars().next())
                .is_some_and(|c| c.is_ascii_digit());
        let mut last = if from == 0 { Some(' ') } else { None };
        for (at, c) in gap.char_indices() {
            let span = Span::new(from + at, from + at + c.len_utf8());
            let is_last = span.end == next;
            if is_sign(c) {
                let form = if c == '％' { '%' } else { c };
                (self.take)(form.encode_utf8(&mut [0; 4]), span);
            } else if matches!(c, '-' | '−')
                && is_last
                && is_number
                && last.is_some_and(|c| !c.is_alphanumeric())
            {
                (self.take)("-", span);
            }
            last = Some(c);
        }
        self.span = Span::new(next, next);
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '＇')
}

/// Signs that are read aloud.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '%' | '％' | '‰' | '$' | '€' | '£' | '¥' | '₹' | '₽' | '₩' | '°' | '+' | '='
    )
}

/// `1,000` and `1000` are one number.
fn ungroup(form: &mut String) {
    if !form.contains(',') {
        return;
    }
    let whole = form.split('.').next().unwrap_or("");
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let grouped = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    if grouped {
        form.retain(|c| c != ',');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> String {
        let found = tokens(text);
        for token in &found {
            assert!(token.span.of(text).is_some(), "{text}");
        }
        let forms: Vec<String> = found.into_iter().map(|token| token.form).collect();
        forms.join(" ")
    }

    #[test]
    fn typography_is_left_out_and_what_is_said_is_kept() {
        for (text, wanted) in [
            ("“It’s a START,” she said…", "it's a start she said"),
            ("We don't – we can’t!", "we don't we can't"),
            ("the minister’s plan", "the minister's plan"),
            ("the ministers’ plan", "the ministers plan"),
            ("rose 5% to $1,000", "rose 5 % to $ 1000"),
            ("rose 5 per cent", "rose 5 %"),
            ("um 5 Prozent, 6\u{202f}200 Euro", "um 5 % 6200 euro"),
            ("fell to -5, not 5 - 6", "fell to - 5 not 5 6"),
            ("-5 degrees", "- 5 degrees"),
            ("mini-drama", "mini drama"),
            ("[T]he harbour", "the harbour"),
            ("l’homme", "l homme"),
            ("很好。AI技术", "很 好 ai 技 术"),
            ("3,5 und 1,20", "3,5 und 1,20"),
            ("", ""),
            ("…", ""),
        ] {
            assert_eq!(forms(text), wanted, "{text}");
        }
    }

    #[test]
    fn spans_are_in_order_and_apart() {
        let text = "It's 5% — “don’t [T]he” per cent 港口 ﾃﾞｰﾀ +3 -4";
        let found = tokens(text);
        for pair in found.windows(2) {
            assert!(pair[0].span.end <= pair[1].span.start, "{pair:?}");
        }
    }
}
