//! Character → script, as far as splitting into words needs it.

/// Scripts that are written without spaces between words, and are therefore
/// indexed by pairs of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unspaced {
    /// Chinese characters, wherever they are used.
    Han,
    /// Japanese hiragana.
    Hiragana,
    /// Japanese katakana, half-width forms included.
    Katakana,
    /// Korean. It has spaces, but particles are joined to nouns without one.
    Hangul,
    /// Thai.
    Thai,
    /// Lao.
    Lao,
    /// Khmer.
    Khmer,
    /// Burmese.
    Myanmar,
}

/// The unspaced script of `c`, or `None` for every other character.
/// Blocks after Unicode 16.0.
pub fn unspaced(c: char) -> Option<Unspaced> {
    if c < '\u{0E01}' {
        return None;
    }
    Some(match c {
        '\u{0E01}'..='\u{0E3A}' | '\u{0E40}'..='\u{0E4E}' => Unspaced::Thai,
        '\u{0E80}'..='\u{0ECD}' | '\u{0EDC}'..='\u{0EDF}' => Unspaced::Lao,
        '\u{1000}'..='\u{103F}' | '\u{1050}'..='\u{108F}' | '\u{AA60}'..='\u{AA7F}' => {
            Unspaced::Myanmar
        }
        '\u{1780}'..='\u{17D3}' => Unspaced::Khmer,
        '\u{1100}'..='\u{11FF}'
        | '\u{3130}'..='\u{318F}'
        | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}'
        | '\u{FFA0}'..='\u{FFDC}' => Unspaced::Hangul,
        '\u{3041}'..='\u{309A}' | '\u{309D}'..='\u{309F}' => Unspaced::Hiragana,
        '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{FF66}'..='\u{FF9F}' => Unspaced::Katakana,
        '\u{3005}'
        | '\u{3007}'
        | '\u{2E80}'..='\u{2FDF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' => Unspaced::Han,
        _ => return None,
    })
}

/// True for marks that belong to the character before them: accents, vowel
/// signs, voicing marks, and joiners inside a word.
pub fn is_extending(c: char) -> bool {
    match c {
        '\u{00AD}' | '\u{200C}' | '\u{200D}' | '\u{FF9E}' | '\u{FF9F}' => true,
        c if c < '\u{0300}' => false,
        c => unicode_normalization::char::is_combining_mark(c),
    }
}
