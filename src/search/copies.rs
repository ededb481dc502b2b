//! Two texts → whether one is a copy of the other: shortened, edited lightly,
//! under another headline.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::analysis::Words;

/// Words of a shingle. A word that was changed breaks as many: with more, a
/// lightly edited copy has hardly any in common with its origin; with fewer,
/// phrases that everybody uses count.
const SHINGLE_WORDS: usize = 4;

/// So many words of a text are looked at; a text beyond is no news article.
const WORDS_MAX: usize = 20_000;

/// Shingles below which a text is too short for a part of it to tell: so many
/// words may stand together in a standing phrase.
const SHINGLES_MIN: usize = 12;

/// A copy has this part of the shingles of the shorter text, since what was cut
/// off must not count. Not all of them: what agencies send is touched up where
/// it is printed. Later stories that repeat the background of an earlier one,
/// and reports that are made from one template, have up to about half.
const CONTAINED: f32 = 0.65;

/// A copy has this part of the numbers of the shorter text: the prices of
/// another day are told in the same sentences.
const NUMBERS_CONTAINED: f32 = 0.5;

/// Fewer numbers tell nothing.
const NUMBERS_MIN: usize = 4;

/// The runs of words of a text (Broder, "On the resemblance and containment of
/// documents", 1997), and its numbers: hashed, in order, each once.
pub(super) struct Shingles {
    rows: Vec<u64>,
    numbers: Vec<u64>,
}

impl Shingles {
    /// Of folded words: case, accents and punctuation make no difference.
    pub(super) fn of(text: &str) -> Self {
        let (mut words, mut numbers) = (Vec::new(), Vec::new());
        let mut walk = Words::new(text);
        while let Some(word) = walk.next()
            && words.len() < WORDS_MAX
        {
            let hashed = hash(&word.text);
            words.push(hashed);
            if word.text.contains(|c: char| c.is_ascii_digit()) {
                numbers.push(hashed);
            }
        }
        let rows = match words.len() {
            0 => Vec::new(),
            count if count < SHINGLE_WORDS => vec![hash(&words)],
            _ => words.windows(SHINGLE_WORDS).map(|row| hash(&row)).collect(),
        };
        Shingles {
            rows: each_once(rows),
            numbers: each_once(numbers),
        }
    }

    /// True if one text is a copy of the other, or of a part of it.
    pub(super) fn is_copy_of(&self, other: &Shingles) -> bool {
        let (shorter, longer) = match self.rows.len() <= other.rows.len() {
            true => (self, other),
            false => (other, self),
        };
        if shorter.rows.len() < SHINGLES_MIN {
            return !shorter.rows.is_empty() && shorter.rows == longer.rows;
        }
        let same_numbers = shorter.numbers.len() < NUMBERS_MIN
            || contained(&shorter.numbers, &longer.numbers) >= NUMBERS_CONTAINED;
        same_numbers && contained(&shorter.rows, &longer.rows) >= CONTAINED
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

fn each_once(mut values: Vec<u64>) -> Vec<u64> {
    values.sort_unstable();
    values.dedup();
    values
}

/// The part of the values of `a` that `b` has; both sorted, `a` not empty.
fn contained(a: &[u64], b: &[u64]) -> f32 {
    let shared = a.iter().filter(|value| b.binary_search(value).is_ok());
    shared.count() as f32 / a.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The harbour board of Port Ellery voted on Monday to dredge the fairway \
        again. The work will cost 12 million crowns and take until June 2027, its chair said. \
        Fishers had asked for the eastern basin to be spared during the herring season, and \
        the board agreed to wait there. Ships of more than 8.5 metres must use the northern \
        entrance until then, where a pilot is needed by day and by night.";

    fn is_copy(text: &str) -> bool {
        let (story, other) = (Shingles::of(STORY), Shingles::of(text));
        assert_eq!(other.is_copy_of(&story), story.is_copy_of(&other));
        story.is_copy_of(&other)
    }

    #[test]
    fn copies_are_told_from_other_texts() {
        let half = &STORY[..STORY.find(" Ships").unwrap()];
        let other_numbers = STORY
            .replace("12", "14")
            .replace("2027", "2029")
            .replace("8.5", "9.5")
            .replace("June", "May 3");
        for (text, wanted) in [
            (STORY.to_owned(), true),
            (STORY.to_uppercase().replace(',', " —"), true),
            (half.to_owned(), true),
            (format!("{STORY} {}", "Nobody else spoke at the meeting. ".repeat(40)), true),
            (STORY.replace("on Monday", "late on Monday").replace("spared", "left alone"), true),
            (other_numbers, true),
            ("The herring season has begun. Boats left Port Ellery before dawn, and prices at the quay fell.".to_owned(), false),
            ("The harbour board of Port Ellery voted on Monday.".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(is_copy(&text), wanted, "{text}");
        }
    }

    #[test]
    fn the_same_sentences_with_other_numbers_are_no_copy() {
        let report = |numbers: [&str; 6]| {
            let [a, b, c, d, e, f] = numbers;
            Shingles::of(&format!(
                "Prices at the fish market of Port Ellery closed higher in quiet trading, dealers \
                 said. Herring of the first class was up {a} at {b} crowns a box, cod was up {c} \
                 at {d} crowns a box, and mackerel was up {e} at {f} crowns a box, while the \
                 price of shellfish was not fixed before the end of the day."
            ))
        };
        let monday = report(["3", "120", "2", "210", "4", "96"]);
        let tuesday = report(["1", "121", "5", "215", "9", "105"]);
        assert!(contained(&monday.rows, &tuesday.rows) > 0.4);
        assert!(!monday.is_copy_of(&tuesday) && monday.is_copy_of(&monday));
    }

    #[test]
    fn scripts_without_spaces_have_shingles() {
        let story = "港口委员会周一投票决定再次疏浚航道工程预计需要一年时间。";
        assert!(Shingles::of(story).is_copy_of(&Shingles::of(&story[..60])));
        assert!(!Shingles::of(story).is_copy_of(&Shingles::of(
            "渔民要求在鲱鱼季节期间不要施工，委员会同意等待。"
        )));
    }
}
