//! Words that were changed → what kind of change it is: those that turn round
//! what was said are called out.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::fold;
use crate::analysis::script::unspaced;

/// A change that turns round what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// A `not` is there or gone.
    Negation,
    /// Another number.
    Number,
    /// Another name.
    Name,
    /// `may`, `will`, `must`.
    Modal,
}

impl Change {
    /// As it is written in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Change::Negation => "negation",
            Change::Number => "number",
            Change::Name => "name",
            Change::Modal => "modal",
        }
    }
}

/// Words that deny, in the languages that are read with spaces.
const NEGATIONS: &str = "\
    not no never none nobody nothing neither nor without cannot nowhere \
    nicht kein keine keinen keiner keines keinem nie niemals nichts niemand ohne weder \
    nunca jamas nada nadie sin ningun ninguna ninguno tampoco \
    ne n pas jamais sans aucun aucune rien non \
    nessuno nessuna nulla senza nao nem sem ninguem \
    niet geen nooit zonder niets niemand inte ikke aldrig utan uden ingen \
    nie bez не нет ни никогда без ничего никто";

/// Characters that deny in Chinese.
const NEGATING_CHARACTERS: &[char] = &['不', '没', '沒', '無', '无', '非', '未', '别', '勿', '莫'];

/// Endings that deny in Japanese and Korean.
const NEGATING_ENDINGS: &[&str] = &[
    "ない",
    "なかっ",
    "なく",
    "ません",
    "ず",
    "않",
    "못",
    "없",
    "아니",
];

/// Words that say how sure or how binding a thing is.
const MODALS: &str = "\
    may might will would can could shall should must ought cannot \
    kann konnen konnte konnten muss mussen musste mussten darf durfen durfte durften soll sollen \
    sollte sollten will wollen wollte wollten wird werden wurde wurden mag mochte \
    puede pueden podria podrian podra podran debe deben deberia deberian debera deberan \
    peut peuvent pourra pourront pourrait pourraient doit doivent devra devront devrait devraient \
    kan kunnen moet moeten zal zullen zou zouden mag";

/// Characters of Chinese words for the same.
const MODAL_CHARACTERS: &[char] = &[
    '会', '會', '能', '可', '必', '须', '須', '应', '應', '将', '將',
];

/// Number words with what they say, so that `8` and `eight` are no other
/// number.
const NUMBERS: &[(&str, u64)] = &[
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
    ("hundreds", 100),
    ("thousand", 1_000),
    ("thousands", 1_000),
    ("million", 1_000_000),
    ("millions", 1_000_000),
    ("billion", 1_000_000_000),
    ("billions", 1_000_000_000),
    ("trillion", 1_000_000_000_000),
    ("dozen", 12),
    ("dozens", 12),
    ("half", 500_001),
    ("quarter", 500_002),
    ("twice", 500_003),
    ("double", 500_003),
    ("zwei", 2),
    ("drei", 3),
    ("vier", 4),
    ("funf", 5),
    ("sechs", 6),
    ("sieben", 7),
    ("acht", 8),
    ("neun", 9),
    ("zehn", 10),
    ("elf", 11),
    ("zwolf", 12),
    ("hundert", 100),
    ("tausend", 1_000),
    ("millionen", 1_000_000),
    ("milliarde", 1_000_000_000),
    ("milliarden", 1_000_000_000),
    ("dos", 2),
    ("tres", 3),
    ("cuatro", 4),
    ("cinco", 5),
    ("seis", 6),
    ("siete", 7),
    ("ocho", 8),
    ("nueve", 9),
    ("diez", 10),
    ("doce", 12),
    ("quince", 15),
    ("dieciocho", 18),
    ("veinte", 20),
    ("treinta", 30),
    ("cuarenta", 40),
    ("cincuenta", 50),
    ("cien", 100),
    ("ciento", 100),
    ("mil", 1_000),
    ("millon", 1_000_000),
    ("millones", 1_000_000),
    ("deux", 2),
    ("trois", 3),
    ("quatre", 4),
    ("cinq", 5),
    ("sept", 7),
    ("huit", 8),
    ("neuf", 9),
    ("dix", 10),
    ("onze", 11),
    ("douze", 12),
    ("quinze", 15),
    ("vingt", 20),
    ("trente", 30),
    ("quarante", 40),
    ("cinquante", 50),
    ("soixante", 60),
    ("cent", 100),
    ("cents", 100),
    ("mille", 1_000),
    ("milliard", 1_000_000_000),
    ("milliards", 1_000_000_000),
];

/// Endings of German numbers written as one word, `einundvierzig`.
const NUMBER_ENDINGS: &[&str] = &["zehn", "zig", "ssig", "hundert", "tausend"];

/// Characters of numbers in Chinese and Japanese.
const NUMBER_CHARACTERS: &[char] = &[
    '〇', '零', '一', '二', '两', '兩', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千',
    '万', '萬', '亿', '億', '兆', '半',
];

static NEGATION_SET: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| set(NEGATIONS));
static MODAL_SET: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| set(MODALS));
static NUMBER_MAP: LazyLock<FxHashMap<&'static str, u64>> =
    LazyLock::new(|| NUMBERS.iter().copied().collect());

fn set(words: &'static str) -> FxHashSet<&'static str> {
    words.split_whitespace().collect()
}

/// Some words in a row on one side of a change.
#[derive(Clone, Debug, Default)]
pub(super) struct Side<'t> {
    /// Their folded forms.
    pub(super) forms: Vec<String>,
    /// As they are written.
    pub(super) raw: Vec<&'t str>,
    /// For each, whether a capital may only be that of a sentence.
    pub(super) begins: Vec<bool>,
}

/// What kinds of change it is to have `claim` where the archive has
/// `archive`. `names` are folded words of names in the article.
pub(super) fn of(archive: &Side<'_>, claim: &Side<'_>, names: &Names<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    let mut note = |change, differs: bool| {
        if differs && !found.contains(&change) {
            found.push(change);
        }
    };
    note(Change::Negation, negations(archive) != negations(claim));
    note(Change::Number, numbers(archive) != numbers(claim));
    let (ours, theirs) = (names.of(archive), names.of(claim));
    note(Change::Name, ours != theirs);
    note(Change::Modal, modals(archive) != modals(claim));
    found
}

/// What is known of names in an article.
#[derive(Clone, Debug, Default)]
pub(super) struct Names<'t> {
    /// Folded words of the names of speakers and of their affiliations; of a
    /// script without spaces, its characters.
    pub(super) known: FxHashSet<String>,
    /// In German every noun has a capital: only known names count.
    pub(super) nouns_have_capitals: bool,
    /// The text of the article: what also stands in small letters there is no
    /// name.
    pub(super) text: &'t str,
}

impl Names<'_> {
    fn of(&self, side: &Side<'_>) -> Vec<String> {
        let words = side.forms.iter().zip(&side.raw).zip(&side.begins);
        words
            .filter(|((form, raw), begins)| self.is_name(form, raw, **begins))
            .map(|((form, _), _)| form.clone())
            .collect()
    }

    fn is_name(&self, form: &str, raw: &str, begins: bool) -> bool {
        let first = raw.chars().next();
        if first.and_then(unspaced).is_some() {
            return self.known.contains(form);
        }
        let has_capital = first.is_some_and(char::is_uppercase);
        if !has_capital || is_number(form) || form == "i" || form.starts_with("i'") {
            return false;
        }
        if self.known.contains(form.trim_end_matches("'s")) {
            return true;
        }
        if self.nouns_have_capitals {
            return false;
        }
        !begins || !self.stands_in_small_letters(raw)
    }

    /// At the beginning of a sentence a capital tells nothing.
    fn stands_in_small_letters(&self, raw: &str) -> bool {
        let small = raw.to_lowercase();
        raw.chars().count() <= 4 || has_word(self.text, &small)
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|rest| rest.chars().next_back());
        let after = text.get(at + word.len()..);
        let after = after.and_then(|rest| rest.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// The words of names, folded.
pub(super) fn name_words(name: &str) -> impl Iterator<Item = String> {
    let folded = fold(name);
    let parts: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| part.chars().count() > 1)
        .flat_map(|part| {
            if part.chars().any(|c| unspaced(c).is_some()) {
                part.chars().map(String::from).collect()
            } else {
                vec![part.to_owned()]
            }
        })
        .collect();
    parts.into_iter()
}

/// True for a word that denies.
fn is_negation(form: &str) -> bool {
    NEGATION_SET.contains(form) || form.ends_with("n't")
}

fn negations(side: &Side<'_>) -> usize {
    side.forms.iter().filter(|form| denies(form)).count()
}

/// True for a word or a character that denies what stands beside it.
pub(super) fn denies(form: &str) -> bool {
    let mut characters = form.chars();
    let first = characters.next();
    let is_one = characters.next().is_none();
    let character = first.filter(|c| is_one && NEGATING_CHARACTERS.contains(c));
    is_negation(form) || character.is_some()
}

/// How many Japanese and Korean endings deny something. Of such words only a
/// part is changed, so that they are counted in whole texts.
pub(super) fn negating_endings(text: &str) -> usize {
    let counts = NEGATING_ENDINGS
        .iter()
        .map(|ending| text.matches(ending).count());
    counts.sum()
}

/// The modal verbs, `'ll` and `'d` included.
fn modals(side: &Side<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for ((form, raw), begins) in side.forms.iter().zip(&side.raw).zip(&side.begins) {
        // The month.
        if form == "may" && raw.starts_with('M') && !begins {
            continue;
        }
        let stem = match form.strip_suffix("n't") {
            Some("wo") => "will",
            Some("ca") => "can",
            Some("sha") => "shall",
            Some(stem) => stem,
            None if form.ends_with("'ll") => "will",
            None if form.ends_with("'d") => "would",
            None if form == "cannot" => "can",
            None => form,
        };
        let character = stem.chars().next().filter(|c| MODAL_CHARACTERS.contains(c));
        if MODAL_SET.contains(stem) || character.is_some() {
            found.push(stem.to_owned());
        }
    }
    found
}

fn is_number(form: &str) -> bool {
    let german = form.len() > 6 && NUMBER_ENDINGS.iter().any(|end| form.ends_with(end));
    form.bytes().any(|b| b.is_ascii_digit())
        || NUMBER_MAP.contains_key(form)
        || matches!(form, "%" | "‰" | "-")
        || german
        || form.chars().all(|c| NUMBER_CHARACTERS.contains(&c))
}

/// The numbers as digits where they are known.
fn numbers(side: &Side<'_>) -> Vec<String> {
    let numbers = side.forms.iter().filter(|form| is_number(form));
    numbers
        .map(|form| match NUMBER_MAP.get(form.as_str()) {
            Some(value) => value.to_string(),
            None => form.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(text: &str) -> Side<'_> {
        let tokens = super::super::token::tokens(text);
        Side {
            raw: tokens
                .iter()
                .filter_map(|token| token.span.of(text))
                .collect(),
            begins: vec![false; tokens.len()],
            forms: tokens.into_iter().map(|token| token.form).collect(),
        }
    }

    #[test]
    fn what_turns_a_sentence_round_is_called_out() {
        use Change::{Modal, Name, Negation, Number};
        for (archive, claim, wanted) in [
            ("live", "breathe", &[][..]),
            ("", "not", &[Negation]),
            ("will", "won't", &[Negation]),
            ("do", "don't", &[Negation]),
            ("may", "will", &[Modal]),
            ("we'd", "we'll", &[Modal]),
            ("41", "14", &[Number]),
            ("eight", "8", &[]),
            ("eight", "nine", &[Number]),
            ("5 %", "5", &[Number]),
            ("einundvierzig", "vierzehn", &[Number]),
            ("Carravia", "Arland", &[Name]),
            ("keine", "eine", &[Negation]),
            ("no", "", &[Negation]),
            ("ne", "", &[Negation]),
            ("不", "", &[Negation]),
            ("会", "能", &[Modal]),
            ("三", "四", &[Number]),
            ("Carravia will not", "Arland may", &[Negation, Name, Modal]),
        ] {
            let found = of(&side(archive), &side(claim), &Names::default());
            assert_eq!(found, wanted, "{archive} → {claim}");
        }
    }

    #[test]
    fn endings_deny() {
        for (text, wanted) in [("うれしい", 0), ("うれしくない", 1), ("ありません", 1)]
        {
            assert_eq!(negating_endings(text), wanted, "{text}");
        }
        assert!(denies("不") && denies("nicht") && denies("won't") && !denies("note"));
    }

    #[test]
    fn a_capital_at_the_beginning_is_no_name_if_it_also_stands_small() {
        let names = Names {
            text: "The harbour is shut.",
            ..Names::default()
        };
        let beginning = |text| Side {
            begins: vec![true],
            ..side(text)
        };
        for (word, wanted) in [("Harbour", 0), ("Carravia", 1), ("They", 0)] {
            assert_eq!(names.of(&beginning(word)).len(), wanted, "{word}");
        }
        let german = Names {
            nouns_have_capitals: true,
            known: name_words("Klaus-Dieter Ahlers").collect(),
            ..Names::default()
        };
        assert_eq!(german.of(&side("Kutter")).len(), 0);
        assert_eq!(german.of(&side("Ahlers")).len(), 1);
    }
}
