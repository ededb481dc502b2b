//! [`Words`] as a tantivy tokenizer.
//!
//! A word gives the term of its folded form, and where its stem differs, at
//! the same position, a second term `en=stem` that names the language. A
//! search for exact words looks up the form alone; a search for a word in any
//! inflection looks up both, language by language, so that the German stem of
//! one word never meets the English stem of another.

use tantivy::Index;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analysis::{Language, Stems, Words};

use super::schema::TOKENIZER;

/// First of the private-use characters that tell the tokenizer the language
/// of the text after it. A tokenizer sees a text and nothing else.
const LANGUAGE_MARK: u32 = 0xF_0000;

/// `text` as it is handed to the field tokenizers: its language first.
pub(crate) fn marked(text: &str, language: Option<Language>) -> String {
    let mut marked = String::with_capacity(text.len() + 4);
    if let Some(language) = language {
        marked.extend(char::from_u32(LANGUAGE_MARK + u32::from(language.number())));
    }
    marked.push_str(text);
    marked
}

fn unmarked(text: &str) -> (Option<Language>, &str) {
    let language = text.chars().next().and_then(|mark| {
        let number = u32::from(mark).checked_sub(LANGUAGE_MARK)?;
        Language::from_number(u8::try_from(number).ok()?)
    });
    match language {
        Some(language) => (Some(language), &text['\u{F0000}'.len_utf8()..]),
        None => (None, text),
    }
}

/// The term under which the words of one stem are found.
pub(crate) fn stem_term(language: Language, stem: &str) -> String {
    format!("{}={stem}", language.code())
}

/// Makes the tokenizer known to one index handle.
pub(crate) fn register(index: &Index) {
    index
        .tokenizers()
        .register(TOKENIZER, WordTokenizer::default());
}

#[derive(Clone, Default)]
struct WordTokenizer {
    token: Token,
    stems: Stems,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordTokens<'a> {
        let (language, text) = unmarked(text);
        self.token.reset();
        WordTokens {
            words: Words::new(text),
            language,
            token: &mut self.token,
            stems: &mut self.stems,
            stem_is_next: false,
            form: String::new(),
        }
    }
}

struct WordTokens<'a> {
    words: Words<'a>,
    language: Option<Language>,
    token: &'a mut Token,
    stems: &'a mut Stems,
    /// True when the token given last was a form whose stem is to follow.
    stem_is_next: bool,
    form: String,
}

impl TokenStream for WordTokens<'_> {
    fn advance(&mut self) -> bool {
        if std::mem::take(&mut self.stem_is_next)
            && let Some(language) = self.language
            && let Some(stem) = self.stems.stem(&self.form, language)
        {
            self.token.text.clear();
            self.token.text.push_str(language.code());
            self.token.text.push('=');
            self.token.text.push_str(stem);
            return true;
        }
        let Some(word) = self.words.next() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(word.text);
        self.token.offset_from = word.span.start;
        self.token.offset_to = word.span.end;
        self.token.position = word.position as usize;
        if let Some(language) = self.language
            && self.stems.stem(word.text, language).is_some()
        {
            self.form.clear();
            self.form.push_str(word.text);
            self.stem_is_next = true;
        }
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_shares_the_position_of_its_form() {
        let language = Language::from_code("en");
        let text = marked("Rising exports", language);
        let mut tokenizer = WordTokenizer::default();
        let mut stream = tokenizer.token_stream(&text);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().text.clone(), stream.token().position));
        }
        let found: Vec<_> = found
            .iter()
            .map(|(text, at)| (text.as_str(), *at))
            .collect();
        assert_eq!(
            found,
            [
                ("rising", 0),
                ("en=rise", 0),
                ("exports", 1),
                ("en=export", 1)
            ]
        );
    }

    #[test]
    fn a_name_has_no_language_and_no_stems() {
        let mut tokenizer = WordTokenizer::default();
        let mut stream = tokenizer.token_stream("Rising Times");
        let mut count = 0;
        while stream.advance() {
            count += 1;
        }
        assert_eq!(count, 2);
    }
}
