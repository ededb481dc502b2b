//! A word that no article has → the nearest words that articles have.

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use rustc_hash::FxHashMap;
use tantivy::Searcher;
use tantivy::schema::Field;

/// A word of the archive near one that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The word of the query, as it was typed.
    pub typed: String,
    /// The word of the archive, folded.
    pub word: String,
    /// How many articles have it.
    pub articles: u64,
}

/// So many are offered for a word.
const OFFERED: usize = 3;

/// The nearest words to `form`, the nearest and most frequent first. Words of
/// fewer than three characters have too many neighbours to mean anything.
pub(super) fn near(
    searcher: &Searcher,
    field: Field,
    typed: &str,
    form: &str,
) -> tantivy::Result<Vec<Suggestion>> {
    let length = form.chars().count();
    if !(3..=40).contains(&length) {
        return Ok(Vec::new());
    }
    let distance = if length < 7 { 1 } else { 2 };
    let automaton = LevenshteinAutomatonBuilder::new(distance, true).build_dfa(form);
    let mut found: FxHashMap<String, (u8, u64)> = FxHashMap::default();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut terms = inverted
            .terms()
            .search(Spelling(&automaton))
            .into_stream()?;
        while terms.advance() {
            let Ok(word) = std::str::from_utf8(terms.key()) else {
                continue;
            };
            if word.contains('=') || word == form {
                continue;
            }
            let away = automaton.eval(word).to_u8();
            let entry = found.entry(word.to_owned()).or_insert((away, 0));
            entry.1 += u64::from(terms.value().doc_freq);
        }
    }
    let mut found: Vec<(u8, u64, String)> = found
        .into_iter()
        .map(|(word, (away, articles))| (away, articles, word))
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    // One letter away beats two, however frequent the latter.
    let nearest = found.first().map_or(0, |(away, ..)| *away);
    let offered = found
        .into_iter()
        .filter(|(away, ..)| *away == nearest)
        .take(OFFERED);
    Ok(offered
        .map(|(_, articles, word)| Suggestion {
            typed: typed.to_owned(),
            word,
            articles,
        })
        .collect())
}

/// A Levenshtein automaton (Schulz and Mihov 2002) over the dictionary.
struct Spelling<'a>(&'a DFA);

impl tantivy_fst::Automaton for Spelling<'_> {
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
