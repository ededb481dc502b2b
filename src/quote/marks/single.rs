//! Single marks → which of them quote, and which are apostrophes.
//!
//! `‘It’s the workers’ right,’ he said of the ’90s.` has five of them, and
//! only the first and the fourth are quotation marks.

use super::scan::{Family, Glyph, Look, Mark, is_point, is_unspaced};

/// Words that lose their beginning; the mark before them is an apostrophe.
const CLIPPED: &[&str] = &[
    "em",
    "til",
    "till",
    "cause",
    "cos",
    "coz",
    "cuz",
    "tis",
    "twas",
    "twere",
    "twill",
    "bout",
    "n",
    "round",
    "nuff",
    "neath",
    "ere",
    "tude",
    "hood",
    "kay",
    "sup",
    "burbs",
    "fro",
    "zine",
    "gainst",
    "cross",
    "fraid",
    "specially",
    "nother",
    "nam",
    "ndrangheta",
    "tween",
];

/// How many single marks are looked at to tell `workers’ rights` from a closing
/// mark: keeps the search linear.
const LOOK_AHEAD: usize = 6;

/// True if the article quotes in single marks, as British ones do: more of
/// them open than double ones, or as many, and the first is single.
pub(super) fn quotes_in_singles(text: &str, marks: &[Mark]) -> bool {
    let mut singles = 0usize;
    let mut doubles = 0usize;
    let mut single_first = false;
    for mark in marks {
        if mark.glyph.family() == Family::Single {
            singles += usize::from(may_open(text, mark));
        } else {
            doubles += usize::from(mark.look == Look::Opens);
        }
        single_first |= singles == 1 && doubles == 0;
    }
    singles > doubles || single_first && singles == doubles
}

/// True if the mark can begin a quotation.
pub(super) fn may_open(text: &str, mark: &Mark) -> bool {
    let right_way = match mark.glyph {
        Glyph::SingleLeft | Glyph::SingleLow | Glyph::Backtick => {
            mark.look == Look::Opens
                || mark.look == Look::Tight && (is_unspaced(mark.before) || is_point(mark.before))
        }
        Glyph::SingleStraight => mark.look == Look::Opens && mark.before != '/',
        _ => false,
    };
    right_way && !is_clipped(text, mark)
}

/// True for `’90s`, `’em`, `’n’`: a word without its beginning.
fn is_clipped(text: &str, mark: &Mark) -> bool {
    let rest = text.get(mark.end..).unwrap_or("");
    let len = rest
        .char_indices()
        .find(|(at, c)| !c.is_alphanumeric() || *at > 12)
        .map_or(rest.len(), |(at, _)| at);
    let word = rest.get(..len).unwrap_or("");
    let digits = word.trim_end_matches('s');
    if digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    CLIPPED
        .iter()
        .any(|clipped| clipped.eq_ignore_ascii_case(word))
}

/// How surely a single mark closes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Closing {
    No,
    /// After an s: `workers’ rights` or `the ‘bosses’ here`.
    AfterS,
    /// After `goin`.
    Elided,
    AfterWord,
    AfterPoint,
}

fn closing(text: &str, mark: &Mark, opener: Glyph) -> Closing {
    let right_way = match mark.glyph {
        Glyph::SingleRight | Glyph::SingleStraight => true,
        Glyph::SingleLeft => opener == Glyph::SingleLow || mark.look == Look::Closes,
        _ => false,
    };
    let unspaced = mark.look == Look::Tight && is_unspaced(mark.before);
    if !right_way || !(mark.look == Look::Closes || unspaced) {
        return Closing::No;
    }
    if is_point(mark.before) || unspaced || !mark.before.is_alphanumeric() {
        return Closing::AfterPoint;
    }
    if is_point(mark.after) && mark.after != ')' {
        return Closing::AfterWord;
    }
    if matches!(mark.before, 's' | 'S' | 'z') {
        return Closing::AfterS;
    }
    let before = text.get(..mark.start).unwrap_or("");
    let elided = [" o", "in", " th", " an", " ol", " wi"]
        .iter()
        .any(|end| before.ends_with(end));
    if elided {
        Closing::Elided
    } else {
        Closing::AfterWord
    }
}

/// The mark that closes what `marks[0]` opens. `strict`: the article quotes in
/// double marks, so that a single one must be plain to be taken for one.
pub(super) fn closer(text: &str, marks: &[Mark], strict: bool) -> Option<usize> {
    let opener = marks.first()?;
    for (at, mark) in marks.iter().enumerate().skip(1) {
        if mark.glyph.family() != Family::Single {
            if strict && mark.look != Look::Tight {
                return None;
            }
            continue;
        }
        if may_open(text, mark) && mark.look == Look::Opens {
            return None;
        }
        match closing(text, mark, opener.glyph) {
            Closing::No => {}
            Closing::AfterPoint | Closing::AfterWord => return Some(at),
            Closing::AfterS | Closing::Elided => {
                if !closes_later(text, marks, at, opener) {
                    return Some(at);
                }
            }
        }
    }
    None
}

/// True if a surer closing mark follows before another quotation opens, so
/// that the mark at `at` is an apostrophe.
fn closes_later(text: &str, marks: &[Mark], at: usize, opener: &Mark) -> bool {
    let later = marks
        .iter()
        .skip(at + 1)
        .filter(|mark| mark.glyph.family() == Family::Single)
        .take(LOOK_AHEAD);
    for mark in later {
        if may_open(text, mark) {
            return false;
        }
        if closing(text, mark, opener.glyph) >= Closing::AfterWord {
            return true;
        }
    }
    false
}
