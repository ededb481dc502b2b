//! What holds of the quotes of any text, however broken.

use std::collections::HashSet;

use onrecord::quote::{About, Method, Quote, Sort, quotes};

/// Reads the quotes of a text, and tells what does not hold of them.
pub(crate) fn check(body: &str, about: &About<'_>, method: Method) -> Result<Vec<Quote>, String> {
    let found = quotes(body, about, method);
    if found != quotes(body, about, method) {
        return Err("the same text gave other quotes".to_owned());
    }
    let words = words(body);
    let mut last = 0;
    for quote in &found {
        let told = |wrong: &str| format!("{wrong}: {quote:?}");
        let start = quote.content.first().map_or(0, |span| span.start);
        if start < last {
            return Err(told("not in the order of the text"));
        }
        last = start;
        content(quote, body).map_err(|wrong| told(&wrong))?;
        for span in [quote.cue, quote.mention].into_iter().flatten() {
            if span.of(body).is_none_or(str::is_empty) {
                return Err(told("cue or mention not in the body"));
            }
        }
        if !(0.0..=1.0).contains(&quote.confidence) {
            return Err(told("no confidence between 0 and 1"));
        }
        speaker(quote, body, &words, about).map_err(|wrong| told(&wrong))?;
    }
    Ok(found)
}

fn content(quote: &Quote, body: &str) -> Result<(), String> {
    if quote.content.is_empty() {
        return Err("no content".to_owned());
    }
    let mut end = 0;
    for span in &quote.content {
        let words = span.of(body).ok_or("content not in the body")?;
        if !words.chars().any(char::is_alphanumeric) {
            return Err("content without a word".to_owned());
        }
        if span.start < end {
            return Err("contents that overlap".to_owned());
        }
        end = span.end;
    }
    Ok(())
}

/// Nobody is quoted whom the article does not name, nor as what it does not say.
fn speaker(
    quote: &Quote,
    body: &str,
    words: &HashSet<&str>,
    about: &About<'_>,
) -> Result<(), String> {
    let Some(speaker) = &quote.speaker else {
        return Ok(());
    };
    if (speaker.sort == Sort::Unnamed) != speaker.name.is_empty() {
        return Err("a name that does not fit the sort of source".to_owned());
    }
    if speaker.sort == Sort::Person && !speaker.name.chars().any(char::is_alphanumeric) {
        return Err("a person without a name".to_owned());
    }
    // `I` in a signed piece is who signed it.
    if about.authors == [speaker.name.as_str()] {
        return Ok(());
    }
    if speaker.named_at.of(body).is_none_or(str::is_empty) {
        return Err("named outside the body".to_owned());
    }
    let stands = |word: &str| match word.starts_with(is_solid) {
        true => body.contains(word),
        false => words.contains(word),
    };
    let described = [&speaker.role, &speaker.affiliation];
    let described = described.into_iter().flatten().map(String::as_str);
    for told in described.chain([speaker.name.as_str()]) {
        if let Some(word) = runs(told).into_iter().find(|word| !stands(word)) {
            return Err(format!("{word:?} of {told:?} is not in the body"));
        }
    }
    Ok(())
}

fn words(text: &str) -> HashSet<&str> {
    runs(text).into_iter().collect()
}

/// Runs of letters and digits; those of solid scripts are runs of their own.
fn runs(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for run in text.split(|c: char| !c.is_alphanumeric()) {
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let solid = is_solid(first);
            let end = rest.find(|c| is_solid(c) != solid).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            found.push(word);
            rest = after;
        }
    }
    found
}

/// From Thai on there are scripts that set names and other words solid.
fn is_solid(c: char) -> bool {
    c >= '\u{0E00}'
}
