//! Articles → broken articles, by chance: cut, spliced, with marks and names
//! put in or taken out, in other case.

use proptest::prelude::*;
use proptest::sample::Index;

/// A change of a text. Places are shares of its length.
#[derive(Clone, Debug)]
pub(crate) enum Mutation {
    Cut(Index, Index),
    /// Puts a stretch of another text in.
    Splice(Index, Index, Index, Index),
    Insert(Index, &'static str),
    InsertAny(Index, String),
    Repeat(Index, usize),
    /// Takes away all of a character.
    Without(char),
    Instead(char, char),
    Upper(Index, Index),
    Lower(Index, Index),
    /// All in one paragraph.
    Join,
    /// Every sentence a paragraph.
    Split,
}

/// Marks, cues, names and characters that upset readers of text.
pub(crate) const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "'",
    "«",
    "»",
    "„",
    "‚",
    "‹",
    "›",
    "「",
    "」",
    "『",
    "』",
    "``",
    "''",
    "—",
    "–",
    "-",
    ",",
    ":",
    "：",
    "，",
    "。",
    "…",
    ".",
    "?",
    "(",
    ")",
    "[",
    "\n",
    "\n\n",
    "\r\n",
    "\u{2028}",
    "\u{a0}",
    "\u{200d}",
    "\u{feff}",
    "\u{301}",
    "\u{202e}",
    "\0",
    "İ",
    "ß",
    "ﬁ",
    "Ǆ",
    "ﷺ",
    "𝒜",
    "🙂",
    "👩‍👩‍👧",
    " said ",
    " he said",
    "she",
    " I said ",
    "says",
    " told reporters ",
    "according to ",
    "Ann Roe",
    "Roe",
    "Dr Ann Roe, a clerk at Example Port,",
    "ANN ROE",
    "O’Dare",
    "'s ",
    " of ",
    "van der Roe",
    "J. K. ",
    "Mr ",
    "the clerk",
    "a spokesman for ",
    "他说：“",
    "她表示，",
    "据",
    "林若水说",
    "と述べた",
    "は「",
    "라고 말했다",
    "a dit ",
    "sagte ",
    "dijo ",
    " dedi",
    "– Ja, ",
    "— No —dijo—",
];

/// One change.
pub(crate) fn mutation() -> impl Strategy<Value = Mutation> {
    let place = any::<Index>;
    let mark = || prop::sample::select("“”\"‘’'«»„「」—,.:\n\u{a0}".chars().collect::<Vec<_>>());
    prop_oneof![
        2 => (place(), place()).prop_map(|(a, b)| Mutation::Cut(a, b)),
        2 => (place(), place(), place(), place()).prop_map(|(a, b, c, d)| Mutation::Splice(a, b, c, d)),
        8 => (place(), prop::sample::select(PIECES)).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        2 => (place(), "\\PC{0,6}").prop_map(|(at, piece)| Mutation::InsertAny(at, piece)),
        1 => (place(), 1..5_usize).prop_map(|(at, times)| Mutation::Repeat(at, times)),
        2 => mark().prop_map(Mutation::Without),
        2 => (mark(), mark()).prop_map(|(from, to)| Mutation::Instead(from, to)),
        1 => (place(), place()).prop_map(|(a, b)| Mutation::Upper(a, b)),
        1 => (place(), place()).prop_map(|(a, b)| Mutation::Lower(a, b)),
        1 => Just(Mutation::Join),
        1 => Just(Mutation::Split),
    ]
}

/// Changes `text`; `others` are what is spliced in.
pub(crate) fn mutated(text: &str, others: &[&str], mutations: &[Mutation]) -> String {
    let mut text = text.to_owned();
    for mutation in mutations {
        text = apply(&text, others, mutation);
    }
    text
}

fn apply(text: &str, others: &[&str], mutation: &Mutation) -> String {
    let around = |at: &Index, piece: &str| {
        let (before, after) = text.split_at(place(text, at));
        format!("{before}{piece}{after}")
    };
    let within = |a: &Index, b: &Index, change: &dyn Fn(&str) -> String| {
        let (before, middle, after) = thirds(text, a, b);
        format!("{before}{}{after}", change(middle))
    };
    match mutation {
        Mutation::Cut(a, b) => within(a, b, &|_| String::new()),
        Mutation::Splice(at, other, a, b) => {
            let other = others[other.index(others.len())];
            around(at, thirds(other, a, b).1)
        }
        Mutation::Insert(at, piece) => around(at, piece),
        Mutation::InsertAny(at, piece) => around(at, piece),
        Mutation::Repeat(at, times) => {
            let lines: Vec<&str> = text.split('\n').collect();
            around(at, &lines[at.index(lines.len())].repeat(*times))
        }
        Mutation::Without(mark) => text.replace(*mark, ""),
        Mutation::Instead(from, to) => text.replace(*from, &to.to_string()),
        Mutation::Upper(a, b) => within(a, b, &|part| part.to_uppercase()),
        Mutation::Lower(a, b) => within(a, b, &|part| part.to_lowercase()),
        Mutation::Join => text.replace('\n', " "),
        Mutation::Split => text.replace(". ", ".\n\n").replace('。', "。\n\n"),
    }
}

fn place(text: &str, at: &Index) -> usize {
    text.floor_char_boundary(at.index(text.len() + 1))
}

fn thirds<'t>(text: &'t str, a: &Index, b: &Index) -> (&'t str, &'t str, &'t str) {
    let (a, b) = (place(text, a), place(text, b));
    let (start, end) = (a.min(b), a.max(b));
    (&text[..start], &text[start..end], &text[end..])
}
