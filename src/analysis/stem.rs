//! Folded word → stem, by language, with a memory: a news archive has some
//! thirty times fewer distinct words than words.

use rustc_hash::FxHashMap;

use super::Language;

/// Distinct words remembered for each language before the memory is emptied:
/// bounds it at some megabytes whatever is read.
const REMEMBERED_MAX: usize = 60_000;

/// Stems words and remembers what it stemmed.
#[derive(Clone, Default)]
pub struct Stems {
    language: Option<Language>,
    remembered: FxHashMap<Language, FxHashMap<Box<str>, Option<Box<str>>>>,
    current: FxHashMap<Box<str>, Option<Box<str>>>,
}

impl Stems {
    /// The Snowball stem of a folded word in `language`, or `None` where it is
    /// the word itself: numbers, short words, languages without a stemmer.
    pub fn stem(&mut self, word: &str, language: Language) -> Option<&str> {
        let stemmer = language.stemmer()?;
        if word.len() < 3 || word.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        self.switch_to(language);
        if !self.current.contains_key(word) {
            if self.current.len() >= REMEMBERED_MAX {
                self.current.clear();
            }
            let stem = stemmer.stem(word);
            let stem = (stem != word && !stem.is_empty()).then(|| stem.into());
            self.current.insert(word.into(), stem);
        }
        self.current.get(word)?.as_deref()
    }

    /// Articles come in runs of one language: the map at hand is looked up
    /// without finding the language's map first.
    fn switch_to(&mut self, language: Language) {
        if self.language == Some(language) {
            return;
        }
        let next = self.remembered.remove(&language).unwrap_or_default();
        let last = std::mem::replace(&mut self.current, next);
        if let Some(last_language) = self.language.replace(language) {
            self.remembered.insert(last_language, last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stem(word: &str, code: &str) -> Option<String> {
        let language = Language::from_code(code)?;
        Stems::default().stem(word, language).map(str::to_owned)
    }

    #[test]
    fn stems_by_language() {
        assert_eq!(stem("exports", "en").as_deref(), Some("export"));
        assert_eq!(stem("export", "en"), None);
        assert_eq!(stem("elecciones", "es").as_deref(), Some("eleccion"));
        assert_eq!(stem("hauser", "de").as_deref(), Some("haus"));
        assert_eq!(stem("1990s", "en"), None);
        assert_eq!(stem("主席", "zh"), None);
    }

    #[test]
    fn remembering_changes_no_stem() {
        let (en, de) = (
            Language::from_code("en").unwrap(),
            Language::from_code("de").unwrap(),
        );
        let mut stems = Stems::default();
        for _ in 0..2 {
            assert_eq!(stems.stem("rates", en), Some("rate"));
            assert_eq!(stems.stem("rates", de), Some("rat"));
        }
    }
}
