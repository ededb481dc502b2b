//! Body → what stands in quotation marks, paragraph by paragraph.
//!
//! Much simpler than the program's own reading of marks, and made without it:
//! it only tells what kind an annotated quote is.

use onrecord::span::Span;

/// An opening mark and what closes it.
const PAIRS: &[(char, &str)] = &[
    ('“', "”\""),
    ('„', "“”"),
    ('"', "\"”"),
    ('”', "”"),
    ('«', "»"),
    ('»', "«"),
    ('‹', "›"),
    ('‘', "’"),
    ('‚', "‘’"),
    ('\'', "'"),
    ('「', "」"),
    ('『', "』"),
];

/// The outermost quotations, marks included. One that is left open goes to the
/// end of its paragraph.
pub(crate) fn quoted(body: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in body.split_inclusive('\n') {
        let chars: Vec<(usize, char)> =
            line.char_indices().map(|(at, c)| (start + at, c)).collect();
        paragraph(&chars, start + line.trim_end().len(), &mut found);
        start += line.len();
    }
    found
}

fn paragraph(chars: &[(usize, char)], end: usize, found: &mut Vec<Span>) {
    let mut open: Option<(usize, char, &str)> = None;
    for (number, (at, c)) in chars.iter().enumerate() {
        match open {
            None => open = closer(chars, number).map(|closes| (*at, *c, closes)),
            Some((start, opener, closes)) => {
                if closes.contains(*c) && closing(chars, number, opener) {
                    found.push(Span::new(start, at + c.len_utf8()));
                    open = None;
                }
            }
        }
    }
    // A straight single mark without a partner is an apostrophe.
    if let Some((start, ..)) = open.filter(|(_, opener, _)| *opener != '\'') {
        found.push(Span::new(start, end));
    }
}

/// What closes the quotation that opens here, if one does.
fn closer(chars: &[(usize, char)], number: usize) -> Option<&'static str> {
    let (_, c) = chars[number];
    let (_, closes) = PAIRS.iter().find(|(opener, _)| *opener == c)?;
    let after_letter = before(chars, number).is_some_and(is_letter);
    let next = after(chars, number)?;
    let opens = match c {
        '«' => true,
        '\'' | '‘' | '‚' | '”' | '»' => !after_letter && !next.is_whitespace(),
        _ => !next.is_whitespace(),
    };
    opens.then_some(closes)
}

/// True unless the mark is an apostrophe.
fn closing(chars: &[(usize, char)], number: usize, opener: char) -> bool {
    if !"‘‚'".contains(opener) {
        return true;
    }
    if after(chars, number).is_some_and(is_letter) {
        return false;
    }
    // `the dogs’ home.’`: another mark closes later, before the next opens.
    let plural = before(chars, number) == Some('s') && after(chars, number) == Some(' ');
    let mark = chars[number].1;
    let later = (number + 1..chars.len())
        .take_while(|at| chars[*at].1 != opener || opener == mark)
        .any(|at| chars[at].1 == mark && before(chars, at).is_some_and(|c| ".,?!…".contains(c)));
    !(plural && later)
}

fn before(chars: &[(usize, char)], number: usize) -> Option<char> {
    Some(chars.get(number.checked_sub(1)?)?.1)
}

fn after(chars: &[(usize, char)], number: usize) -> Option<char> {
    Some(chars.get(number + 1)?.1)
}

/// Letters and digits of scripts that put spaces between words.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !super::words::is_ideograph(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_every_style_are_paired() {
        for (body, wanted) in [
            ("“A,” she said. “B.”", &["“A,”", "“B.”"][..]),
            ("\"A 'b' c,\" he said", &["\"A 'b' c,\""]),
            ("It’s ‘the dogs’ home,’ he said", &["‘the dogs’ home,’"]),
            ("a ‘truce’ of sorts, it’s said", &["‘truce’"]),
            ("‘Don’t,’ it's 'so'.", &["‘Don’t,’", "'so'"]),
            (
                "„Ja“, »nein«, « oui », ”jo”",
                &["„Ja“", "»nein«", "« oui »", "”jo”"],
            ),
            ("他说：“好‘吗’？”她说「是」", &["“好‘吗’？”", "「是」"]),
            ("“Open.\n\n“And on.” End", &["“Open.", "“And on.”"]),
            ("the boys' club", &[]),
        ] {
            let found: Vec<&str> = quoted(body)
                .iter()
                .map(|span| span.of(body).unwrap())
                .collect();
            assert_eq!(found, wanted, "{body}");
        }
    }
}
