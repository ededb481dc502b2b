//! Text → the language that it is written in, and language codes.

use frostem::{Algorithm, Stemmer};

use super::script::{Unspaced, unspaced};
use super::stop;
use super::word::Words;

/// A language that articles are written in, known by its ISO 639-1 code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(u8);

/// Code, English name, Snowball stemmer. The order is part of the index
/// format (an article's text is handed over with its language's number):
/// append only.
const LANGUAGES: &[(&str, &str, Option<Algorithm>)] = &[
    ("en", "English", Some(Algorithm::English)),
    ("fr", "French", Some(Algorithm::French)),
    ("de", "German", Some(Algorithm::German)),
    ("es", "Spanish", Some(Algorithm::Spanish)),
    ("pt", "Portuguese", Some(Algorithm::Portuguese)),
    ("it", "Italian", Some(Algorithm::Italian)),
    ("nl", "Dutch", Some(Algorithm::Dutch)),
    ("sv", "Swedish", Some(Algorithm::Swedish)),
    ("da", "Danish", Some(Algorithm::Danish)),
    ("no", "Norwegian", Some(Algorithm::Norwegian)),
    ("fi", "Finnish", Some(Algorithm::Finnish)),
    ("ru", "Russian", Some(Algorithm::Russian)),
    ("uk", "Ukrainian", Some(Algorithm::Ukrainian)),
    ("pl", "Polish", Some(Algorithm::Polish)),
    ("cs", "Czech", Some(Algorithm::Czech)),
    ("hu", "Hungarian", Some(Algorithm::Hungarian)),
    ("ro", "Romanian", Some(Algorithm::Romanian)),
    ("tr", "Turkish", Some(Algorithm::Turkish)),
    ("el", "Greek", Some(Algorithm::Greek)),
    ("ar", "Arabic", Some(Algorithm::Arabic)),
    ("hi", "Hindi", Some(Algorithm::Hindi)),
    ("ca", "Catalan", Some(Algorithm::Catalan)),
    ("id", "Indonesian", Some(Algorithm::Indonesian)),
    ("et", "Estonian", Some(Algorithm::Estonian)),
    ("lt", "Lithuanian", Some(Algorithm::Lithuanian)),
    ("sr", "Serbian", Some(Algorithm::Serbian)),
    ("fa", "Persian", None),
    ("he", "Hebrew", None),
    ("vi", "Vietnamese", None),
    ("zh", "Chinese", None),
    ("ja", "Japanese", None),
    ("ko", "Korean", None),
    ("th", "Thai", None),
];

impl Language {
    /// The language of a code such as `en`, `en-GB`, `EN_us` or `zh-Hans`.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        let primary = match primary.as_str() {
            "nb" | "nn" => "no",
            "iw" => "he",
            "in" => "id",
            other => other,
        };
        let number = LANGUAGES
            .iter()
            .position(|(code, name, _)| *code == primary || name.eq_ignore_ascii_case(primary))?;
        Some(Language(number as u8))
    }

    /// The language of a number that [`Language::number`] gave.
    pub fn from_number(number: u8) -> Option<Self> {
        (usize::from(number) < LANGUAGES.len()).then_some(Language(number))
    }

    /// A small number that stays the same from release to release.
    pub fn number(self) -> u8 {
        self.0
    }

    /// ISO 639-1 code, lower case.
    pub fn code(self) -> &'static str {
        LANGUAGES[usize::from(self.0)].0
    }

    /// True where a stem begins with the letter that its words begin with: the
    /// stemmer takes only endings off. Others also strip prefixes (Arabic,
    /// Dutch `ge-`, Indonesian).
    pub fn stems_keep_beginnings(self) -> bool {
        const KEEP: &[&str] = &[
            "en", "fr", "de", "es", "pt", "it", "sv", "da", "no", "fi", "ru", "pl", "cs", "ro",
            "tr", "ca",
        ];
        self.stemmer().is_none() || KEEP.contains(&self.code())
    }

    /// The Snowball stemmer for words of this language, where there is one.
    pub(super) fn stemmer(self) -> Option<Stemmer> {
        LANGUAGES[usize::from(self.0)].2.map(Stemmer::new)
    }
}

impl std::fmt::Debug for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

/// How much of a text is looked at, in bytes: the beginning tells.
const SAMPLE_BYTES: usize = 1_500;

/// Letters below which a text is too short to contradict what was declared.
const LETTERS_MIN: usize = 60;

/// The language of `text`: what was `declared`, unless the text is long enough
/// to tell and is clearly in another one. Templates declare `en` on pages in
/// any language, so a declaration is evidence, not proof.
pub fn detect(text: &str, declared: Option<&str>) -> Option<Language> {
    let declared = declared.and_then(Language::from_code);
    let sample = beginning(text);
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if let Some(language) = unspaced_language(sample, letters) {
        // Chinese and Japanese share characters: believe a declared one of
        // the two, and a Korean text in Hanja.
        let east_asian = |l: Language| matches!(l.code(), "zh" | "ja" | "ko");
        return Some(
            declared
                .filter(|d| east_asian(*d) && language.code() == "zh")
                .unwrap_or(language),
        );
    }
    if letters < LETTERS_MIN {
        return declared.or_else(|| (letters > 0).then(|| guess(sample)).flatten());
    }
    match (declared, stop::spoken(sample)) {
        (Some(declared), Some(spoken)) if declared != spoken => Some(spoken),
        (Some(declared), _) => Some(declared),
        (None, Some(spoken)) => Some(spoken),
        (None, None) => guess(sample),
    }
}

fn beginning(text: &str) -> &str {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The language by script, where more than a third of the letters are of one
/// that only a few languages use.
fn unspaced_language(sample: &str, letters: usize) -> Option<Language> {
    let (mut han, mut kana, mut hangul, mut thai) = (0, 0, 0, 0);
    for c in sample.chars() {
        match unspaced(c) {
            Some(Unspaced::Han) => han += 1,
            Some(Unspaced::Hiragana | Unspaced::Katakana) => kana += 1,
            Some(Unspaced::Hangul) => hangul += 1,
            Some(Unspaced::Thai) => thai += 1,
            _ => {}
        }
    }
    let share = |count: usize| count * 3 > letters;
    let code = if share(hangul) {
        "ko"
    } else if share(kana + han) {
        // A Japanese text is at least a fifth kana; a Chinese one has none.
        if kana * 8 > han { "ja" } else { "zh" }
    } else if share(thai) {
        "th"
    } else {
        return None;
    };
    Language::from_code(code)
}

/// What letter patterns suggest, for texts without known small words.
fn guess(sample: &str) -> Option<Language> {
    use whichlang::Lang;
    Words::new(sample).next()?;
    let code = match whichlang::detect_language(sample) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    };
    Language::from_code(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str, declared: Option<&str>) -> Option<&'static str> {
        detect(text, declared).map(Language::code)
    }

    #[test]
    fn texts_tell_their_language() {
        for (text, wanted) in [
            (
                "The harbour will not reopen before the end of the month, the council said on Tuesday.",
                "en",
            ),
            (
                "Le port ne rouvrira pas avant la fin du mois, a déclaré mardi le conseil de la ville.",
                "fr",
            ),
            (
                "Der Hafen wird nicht vor dem Ende des Monats wieder geöffnet, sagte der Stadtrat.",
                "de",
            ),
            (
                "El puerto no volverá a abrir antes de que termine el mes, dijo el martes el concejo.",
                "es",
            ),
            (
                "O porto não vai reabrir antes do fim do mês, disse a câmara na terça-feira à noite.",
                "pt",
            ),
            (
                "Havnen åbner ikke igen før slutningen af måneden, sagde byrådet i tirsdags til avisen.",
                "da",
            ),
            (
                "Port nie zostanie ponownie otwarty przed końcem miesiąca, powiedziała we wtorek rada.",
                "pl",
            ),
            (
                "Порт не откроется до конца месяца, заявил во вторник городской совет на заседании.",
                "ru",
            ),
            ("港口在本月底之前不会重新开放，市议会星期二表示。", "zh"),
            ("港は月末まで再開しないと市議会が火曜日に発表した。", "ja"),
            (
                "항구는 이달 말까지 다시 열리지 않을 것이라고 시의회가 화요일에 밝혔다.",
                "ko",
            ),
        ] {
            assert_eq!(code(text, None), Some(wanted), "{text}");
        }
    }

    #[test]
    fn a_template_may_declare_the_wrong_language() {
        let german = "Der Hafen wird nicht vor dem Ende des Monats wieder geöffnet, sagte der Stadtrat am Dienstag.";
        assert_eq!(code(german, Some("en-US")), Some("de"));
        assert_eq!(code("Hafen", Some("de")), Some("de"));
        assert_eq!(code("", Some("fr")), Some("fr"));
        assert_eq!(code("", None), None);
    }

    #[test]
    fn stems_begin_as_their_words() {
        let mut stems = crate::analysis::Stems::default();
        let words = "the skis are dying early only ugly aerzte uebung oefen gegangen zum xsd \
                     hautement quilles yendo yaciment hunner wij slachtofferhulp przez neki \
                     prezident urad konusuldu ingratiate";
        for language in (0..=255)
            .filter_map(Language::from_number)
            .filter(|l| l.stems_keep_beginnings())
        {
            for word in words.split_whitespace() {
                let stem = stems.stem(word, language).unwrap_or(word);
                assert_eq!(
                    stem.chars().next(),
                    word.chars().next(),
                    "{language:?} {word} {stem}"
                );
            }
        }
    }

    #[test]
    fn codes_in_many_spellings() {
        for (given, wanted) in [
            ("EN_us", "en"),
            ("zh-Hans", "zh"),
            ("nb", "no"),
            ("german", "de"),
        ] {
            assert_eq!(Language::from_code(given).map(Language::code), Some(wanted));
        }
        assert_eq!(Language::from_code("tlh"), None);
    }
}
