//! Characters → the form in which words are compared: NFKC, lower case, no
//! accents. Folding comes before stemming, so that `eleccion` and `elección`
//! have one stem.

use unicode_normalization::char::{compose, decompose_compatible};

use super::script;

/// The folded form of a word or a name: `Çelik` → `celik`, `Straße` →
/// `strasse`, `ＡＢＣ` → `abc`. Punctuation and spaces stay as they are.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        push_folded(&mut folded, c);
    }
    folded
}

/// Appends the folded form of `c`, which may be nothing (an accent) or several
/// characters (`ß`, a ligature).
pub(super) fn push_folded(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    match c {
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'þ' | 'Þ' => out.push_str("th"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ħ' | 'Ħ' => out.push('h'),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        '’' | 'ʼ' | '‘' => out.push('\''),
        // Letters of their own, which decomposition would merge with others.
        'й' | 'Й' => out.push('й'),
        '\u{00AD}' | '\u{200C}' | '\u{200D}' => {}
        c if is_dropped_mark(c) => {}
        c => match script::unspaced(c) {
            Some(_) => push_unspaced(out, c),
            None => decompose_compatible(c, |part| push_part(out, part)),
        },
    }
}

fn push_part(out: &mut String, part: char) {
    if is_dropped_mark(part) {
        return;
    }
    for lower in part.to_lowercase() {
        match lower {
            'ς' => out.push('σ'),
            'ʼ' => out.push('\''),
            lower if is_dropped_mark(lower) => {}
            lower => out.push(lower),
        }
    }
}

/// Full decomposition would tear syllables and voiced kana apart: only the
/// half-width and compatibility forms are replaced, and a voicing mark is
/// joined to the kana before it.
fn push_unspaced(out: &mut String, c: char) {
    let compatible =
        matches!(c, '\u{FF66}'..='\u{FFDC}' | '\u{F900}'..='\u{FAFF}' | '\u{2E80}'..='\u{2FDF}');
    if !compatible {
        out.push(c);
        return;
    }
    decompose_compatible(c, |part| {
        let joined = out.chars().next_back().and_then(|base| compose(base, part));
        match joined {
            Some(joined) => {
                out.pop();
                out.push(joined);
            }
            None => out.push(part),
        }
    });
}

/// Accents of Latin, Greek and Cyrillic, Arabic vowel signs, Hebrew points.
/// The vowel signs of Indic scripts are letters to their readers and stay.
fn is_dropped_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}'
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}'
        | '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_accents_and_compatibility_forms() {
        for (given, wanted) in [
            ("Élection", "election"),
            ("MÜLLER", "muller"),
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
            ("Øresund", "oresund"),
            ("İstanbul", "istanbul"),
            ("ＡＢＣ１２", "abc12"),
            ("ﬁnance", "finance"),
            ("ἀγορά", "αγορα"),
            ("Ёлка", "елка"),
            ("чай", "чай"),
            ("عَرَبِيّ", "عربي"),
            ("ﾃﾞｰﾀ", "データ"),
            ("東京", "東京"),
            ("한국", "한국"),
            ("e\u{301}te\u{301}", "ete"),
        ] {
            assert_eq!(fold(given), wanted, "{given}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["Ångström", "ﾊﾟﾘ", "ǅ", "ŉ", "ᾳ", "Ὀδυσσεύς"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}
