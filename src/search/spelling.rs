//! `econom*`, `colo?r`, `goverment~1` → the forms of the dictionary that are
//! spelt so.

use std::fmt;
use std::sync::LazyLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;

/// How a word may be spelt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// With letters left open: `*` is any letters or none, `?` is one.
    Open(Vec<Piece>),
    /// As the word, but for so many letters.
    Nearly(String, u8),
}

/// A part of an open spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Letter(char),
    One,
    Any,
}

/// A longer word is not looked for by its spelling.
const LETTERS_MAX: usize = 64;

impl Spelling {
    /// Folded letters with signs between.
    pub(super) fn open(signed: &str) -> Self {
        let mut pieces = Vec::new();
        for c in signed.chars().take(LETTERS_MAX) {
            let piece = match c {
                '*' => Piece::Any,
                '?' => Piece::One,
                c => Piece::Letter(c),
            };
            if piece != Piece::Any || pieces.last() != Some(&Piece::Any) {
                pieces.push(piece);
            }
        }
        Spelling::Open(pieces)
    }

    /// As `form`, but for `letters`, of which there are 1 or 2.
    pub(super) fn nearly(form: &str, letters: u8) -> Self {
        let form = form.chars().take(LETTERS_MAX).collect();
        Spelling::Nearly(form, letters.clamp(1, 2))
    }

    /// True where the first letter is open.
    pub(super) fn begins_open(&self) -> bool {
        matches!(self, Spelling::Open(pieces) if !matches!(pieces.first(), Some(Piece::Letter(_))))
    }

    /// What finds the forms in dictionaries.
    pub(super) fn finder(&self) -> Finder<'_> {
        match self {
            Spelling::Open(pieces) => Finder::Open(pieces),
            Spelling::Nearly(form, letters) => Finder::Near(automaton(form, *letters)),
        }
    }
}

/// A spelling made ready to be looked for.
pub(super) enum Finder<'s> {
    Open(&'s [Piece]),
    Near(DFA),
}

impl Finder<'_> {
    /// The forms of a dictionary that are spelt so, in order, up to `most`.
    pub(super) fn forms(
        &self,
        dictionary: &TermDictionary,
        most: usize,
    ) -> std::io::Result<Vec<(String, TermInfo)>> {
        match self {
            Finder::Open(pieces) => open_forms(pieces, dictionary, most),
            Finder::Near(automaton) => near_forms(automaton, dictionary, most),
        }
    }
}

/// The tables of both distances take long to make.
static TABLES: [LazyLock<LevenshteinAutomatonBuilder>; 2] = [
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true)),
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true)),
];

/// Accepts what is as `form` but for `letters`, 1 or 2, added, left out,
/// changed or swapped with their neighbour.
pub(super) fn automaton(form: &str, letters: u8) -> DFA {
    TABLES[usize::from(letters > 1)].build_dfa(form)
}

impl fmt::Display for Spelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Spelling::Nearly(form, letters) => write!(f, "{form}~{letters}"),
            Spelling::Open(pieces) => pieces.iter().try_for_each(|piece| match piece {
                Piece::Letter(c) => write!(f, "{c}"),
                Piece::One => f.write_str("?"),
                Piece::Any => f.write_str("*"),
            }),
        }
    }
}

/// The sign in the terms of stems, `en=export`, which are no forms.
const STEM_SIGN: u8 = b'=';

/// Walks over the forms that begin with the letters before the first sign.
fn open_forms(
    pieces: &[Piece],
    dictionary: &TermDictionary,
    most: usize,
) -> std::io::Result<Vec<(String, TermInfo)>> {
    let letters = pieces.iter().map_while(|piece| match piece {
        Piece::Letter(c) => Some(*c),
        _ => None,
    });
    let beginning: String = letters.collect();
    let rest = &pieces[beginning.chars().count()..];
    let mut found = Vec::new();
    let mut from = beginning.clone().into_bytes();
    // The stems of a language stand together: they are stepped over.
    'stems: loop {
        let mut terms = dictionary.range().ge(&from).into_stream()?;
        while found.len() < most && terms.advance() {
            let key = terms.key();
            if !key.starts_with(beginning.as_bytes()) {
                break;
            }
            if let Some(sign) = key.iter().position(|byte| *byte == STEM_SIGN) {
                from = key[..sign].to_vec();
                from.push(STEM_SIGN + 1);
                continue 'stems;
            }
            let form = std::str::from_utf8(key).unwrap_or("");
            if form
                .get(beginning.len()..)
                .is_some_and(|end| fits(rest, end))
            {
                found.push((form.to_owned(), terms.value().clone()));
            }
        }
        return Ok(found);
    }
}

/// True if the whole of `text` is spelt as the pieces say: a star is tried
/// anew from the last one on, so that no pattern takes more than the product
/// of both lengths.
fn fits(pieces: &[Piece], text: &str) -> bool {
    let (mut piece, mut at) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        let c = text[at..].chars().next();
        match (pieces.get(piece), c) {
            (None, None) => return true,
            (Some(Piece::Any), _) => {
                star = Some((piece, at));
                piece += 1;
                continue;
            }
            (Some(Piece::One), Some(c)) => {
                piece += 1;
                at += c.len_utf8();
                continue;
            }
            (Some(Piece::Letter(letter)), Some(c)) if *letter == c => {
                piece += 1;
                at += c.len_utf8();
                continue;
            }
            _ => {}
        }
        // The star takes one letter more.
        let Some((star_piece, star_at)) = star else {
            return false;
        };
        let Some(taken) = text[star_at..].chars().next() else {
            return false;
        };
        star = Some((star_piece, star_at + taken.len_utf8()));
        piece = star_piece + 1;
        at = star_at + taken.len_utf8();
    }
}

fn near_forms(
    automaton: &DFA,
    dictionary: &TermDictionary,
    most: usize,
) -> std::io::Result<Vec<(String, TermInfo)>> {
    let mut terms = dictionary.search(Near(automaton)).into_stream()?;
    let mut found = Vec::new();
    while found.len() < most && terms.advance() {
        if let Ok(form) = std::str::from_utf8(terms.key())
            && !form.contains(STEM_SIGN as char)
        {
            found.push((form.to_owned(), terms.value().clone()));
        }
    }
    Ok(found)
}

/// A Levenshtein automaton with transpositions (Schulz and Mihov 2002) over a
/// dictionary.
pub(super) struct Near<'a>(pub(super) &'a DFA);

impl tantivy_fst::Automaton for Near<'_> {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_for_letters() {
        for (signed, word, fit) in [
            ("econom*", "economies", true),
            ("econom*", "econom", true),
            ("econom*", "econo", false),
            ("colo?r", "colour", true),
            ("colo?r", "color", false),
            ("wom*n", "women", true),
            ("wom*n", "womankind", false),
            ("*gate", "watergate", true),
            ("*a*a*", "banana", true),
            ("*a*a*x", "banana", false),
            ("caf?", "café", true),
        ] {
            let Spelling::Open(pieces) = Spelling::open(signed) else {
                panic!("{signed}");
            };
            assert_eq!(fits(&pieces, word), fit, "{signed} {word}");
        }
    }

    #[test]
    fn many_stars_take_no_longer() {
        let Spelling::Open(pieces) = Spelling::open(&"*a".repeat(40)) else {
            panic!("no open spelling");
        };
        assert!(!fits(&pieces, &format!("{}b", "a".repeat(250))));
    }
}
