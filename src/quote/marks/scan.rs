//! Text → its quotation-mark characters, each with what stands beside it.

use std::ops::Range;

use crate::analysis::script::unspaced;

/// A quotation-mark character, or a pair that stands for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glyph {
    /// `"` or `＂`: opens and closes.
    Straight,
    /// `''`: mostly closes, in some outlets also opens.
    DoubledApostrophe,
    /// `“`: opens; closes what `„` opened.
    HighLeft,
    /// `”`: closes; opens in Swedish and Finnish.
    HighRight,
    /// `„`, `‟`, two backticks, `‘‘`: opens.
    Low,
    /// `«`.
    GuillemetLeft,
    /// `»`.
    GuillemetRight,
    /// `‹`.
    AngleLeft,
    /// `›`.
    AngleRight,
    /// `「`.
    CornerLeft,
    /// `」`.
    CornerRight,
    /// `『`.
    WhiteCornerLeft,
    /// `』`.
    WhiteCornerRight,
    /// `‘`.
    SingleLeft,
    /// A backtick: opens what `'` closes.
    Backtick,
    /// `’`, mostly an apostrophe.
    SingleRight,
    /// `'`, mostly an apostrophe.
    SingleStraight,
    /// `‚`.
    SingleLow,
}

/// Marks that can belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// `“ ” " „`
    Double,
    /// `« »`
    Guillemet,
    /// `‹ ›`
    Angle,
    /// `「 」`
    Corner,
    /// `『 』`
    WhiteCorner,
    /// `‘ ’ '`
    Single,
}

/// What the characters around a mark make it look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Space before, none after.
    Opens,
    /// A word or a point before, space or a point after.
    Closes,
    /// Space on both sides: `« mot »`.
    Spaced,
    /// No space on either side: an apostrophe, or a script without spaces.
    Tight,
}

/// A quotation mark in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    pub(super) glyph: Glyph,
    pub(super) look: Look,
    /// The nearest character before that is no quotation mark; a line feed at
    /// the paragraph's start.
    pub(super) before: char,
    /// The nearest one after; a line feed at the paragraph's end.
    pub(super) after: char,
}

impl Glyph {
    /// The marks that this one can be paired with.
    pub(super) fn family(self) -> Family {
        match self {
            Glyph::Straight
            | Glyph::DoubledApostrophe
            | Glyph::HighLeft
            | Glyph::HighRight
            | Glyph::Low => Family::Double,
            Glyph::GuillemetLeft | Glyph::GuillemetRight => Family::Guillemet,
            Glyph::AngleLeft | Glyph::AngleRight => Family::Angle,
            Glyph::CornerLeft | Glyph::CornerRight => Family::Corner,
            Glyph::WhiteCornerLeft | Glyph::WhiteCornerRight => Family::WhiteCorner,
            Glyph::SingleLeft
            | Glyph::Backtick
            | Glyph::SingleRight
            | Glyph::SingleStraight
            | Glyph::SingleLow => Family::Single,
        }
    }
}

/// Appends the marks of one paragraph to `found`.
pub(super) fn scan(text: &str, paragraph: &Range<usize>, found: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let first = found.len();
    let mut at = paragraph.start;
    while at < paragraph.end {
        // Every mark but the ASCII ones begins with one of four lead bytes.
        let glyph = match bytes.get(at) {
            Some(b'"' | b'\'' | b'`' | 0xC2 | 0xE2 | 0xE3 | 0xEF) => glyph_at(text, at),
            _ => None,
        };
        match glyph {
            Some((glyph, len)) => {
                found.push(Mark {
                    start: at,
                    end: at + len,
                    glyph,
                    look: Look::Tight,
                    before: '\n',
                    after: '\n',
                });
                at += len;
            }
            None => at += 1,
        }
    }
    look_around(text, paragraph, found.get_mut(first..).unwrap_or_default());
}

fn glyph_at(text: &str, at: usize) -> Option<(Glyph, usize)> {
    let rest = text.get(at..)?;
    let c = rest.chars().next()?;
    let glyph = match c {
        '"' | '＂' => Glyph::Straight,
        '“' => Glyph::HighLeft,
        '”' => Glyph::HighRight,
        '„' | '‟' => Glyph::Low,
        '«' => Glyph::GuillemetLeft,
        '»' => Glyph::GuillemetRight,
        '‹' => Glyph::AngleLeft,
        '›' => Glyph::AngleRight,
        '「' => Glyph::CornerLeft,
        '」' => Glyph::CornerRight,
        '『' => Glyph::WhiteCornerLeft,
        '』' => Glyph::WhiteCornerRight,
        '‘' | '‛' => Glyph::SingleLeft,
        '`' => Glyph::Backtick,
        '’' => Glyph::SingleRight,
        '\'' => Glyph::SingleStraight,
        '‚' => Glyph::SingleLow,
        _ => return None,
    };
    // A doubled mark stands for one: `` '' ‘‘ ’’ "".
    let len = c.len_utf8();
    if !rest.get(len..).is_some_and(|rest| rest.starts_with(c)) {
        return Some((glyph, len));
    }
    let doubled = match glyph {
        Glyph::SingleLeft | Glyph::Backtick => Glyph::Low,
        Glyph::SingleRight => Glyph::HighRight,
        Glyph::SingleStraight => Glyph::DoubledApostrophe,
        Glyph::CornerLeft | Glyph::CornerRight => return Some((glyph, len)),
        glyph => glyph,
    };
    Some((doubled, 2 * len))
}

/// Fills in what stands beside each mark. Marks that touch share their
/// neighbours: in `"'No,' he …` both open.
fn look_around(text: &str, paragraph: &Range<usize>, marks: &mut [Mark]) {
    let mut first = 0;
    while let Some(start) = marks.get(first).map(|mark| mark.start) {
        let mut last = first;
        while let (Some(mark), Some(next)) = (marks.get(last), marks.get(last + 1)) {
            if mark.end != next.start {
                break;
            }
            last += 1;
        }
        let end = marks.get(last).map_or(start, |mark| mark.end);
        let before = text
            .get(paragraph.start..start)
            .and_then(|text| text.chars().next_back())
            .unwrap_or('\n');
        let after = text
            .get(end..paragraph.end)
            .and_then(|text| text.chars().next())
            .unwrap_or('\n');
        let look = look(before, after);
        for mark in marks.get_mut(first..=last).unwrap_or_default() {
            mark.before = before;
            mark.after = after;
            mark.look = look;
        }
        first = last + 1;
    }
}

fn look(before: char, after: char) -> Look {
    let left_free = before.is_whitespace() || is_dash(before) || is_opening(before);
    if left_free {
        return if after.is_whitespace() {
            Look::Spaced
        } else if is_dash(before) && is_point(after) {
            Look::Closes
        } else {
            Look::Opens
        };
    }
    if after.is_whitespace() || is_dash(after) || is_point(after) {
        Look::Closes
    } else {
        Look::Tight
    }
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―' | '‒' | '-' | '/')
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '[' | '{' | '¿' | '¡' | '（' | '\u{200b}' | '\u{feff}'
    )
}

pub(super) fn is_point(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '…'
            | ')'
            | ']'
            | '}'
            | '。'
            | '，'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
    )
}

/// True for characters of a script without spaces, and for its points.
pub(super) fn is_unspaced(c: char) -> bool {
    unspaced(c).is_some()
        || matches!(
            c,
            '。' | '，' | '、' | '；' | '：' | '！' | '？' | '（' | '）' | '《' | '》' | '\u{3000}'
        )
}
