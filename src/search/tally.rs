//! Matching articles → how many there are of each outlet, language, year,
//! month or day.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, SegmentReader, TERMINATED};

use super::Search;

/// By what articles are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Outlet.
    Source,
    /// Language code.
    Language,
    /// Year of publication.
    Year,
    /// Month of publication.
    Month,
    /// Day of publication.
    Day,
}

/// How many articles have one value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallied {
    /// All of them.
    pub articles: u64,
    /// Independent origins: copies of one article count once.
    pub origins: u64,
}

/// What articles without the value are counted under.
pub const NONE: &str = "(none)";

impl Search<'_> {
    /// Counts every match, key by key, in the order of the keys.
    pub(super) fn tally(&self, by: By) -> tantivy::Result<BTreeMap<String, Tallied>> {
        let origins = self.reader.open_origins()?;
        let outlets = self.reader.open_outlets()?;
        let mut counts: BTreeMap<String, (u64, FxHashSet<u32>)> = BTreeMap::new();
        for (ordinal, segment) in self.segments.iter().enumerate() {
            let keys = Keys::new(segment.reader, by)?;
            let mut local: BTreeMap<Option<u64>, (u64, FxHashSet<u32>)> = BTreeMap::new();
            let mut node =
                segment.node(&self.planned.plan, &self.planned.leaves, &self.scoring())?;
            while node.doc() != TERMINATED {
                let doc = node.doc();
                if !segment.reader.is_deleted(doc) {
                    let (articles, seen) = local.entry(keys.of(doc)).or_default();
                    *articles += 1;
                    seen.insert(origins.of(DocAddress::new(ordinal as u32, doc)));
                }
                node.seek(doc + 1);
            }
            for (key, (articles, seen)) in local {
                let name = keys.name(key)?;
                let name = match by {
                    By::Source => outlets.name(&name).to_owned(),
                    By::Language | By::Year | By::Month | By::Day => name,
                };
                let (all, all_seen) = counts.entry(name).or_default();
                *all += articles;
                all_seen.extend(seen);
            }
        }
        let tallied = counts.into_iter().map(|(key, (articles, origins))| {
            let origins = origins.len() as u64;
            (key, Tallied { articles, origins })
        });
        Ok(tallied.collect())
    }
}

/// Puts a zero for each year or month between the first and the last that has
/// none: a timeline without them lies about time.
pub(super) fn fill(counts: &mut BTreeMap<String, Tallied>, by: By) {
    let number = |key: &String| key.replace('-', "").parse::<u32>().ok();
    let numbers: Vec<u32> = counts.keys().filter_map(number).collect();
    let (Some(&first), Some(&last)) = (numbers.first(), numbers.last()) else {
        return;
    };
    match by {
        By::Year => (first..=last).for_each(|year| {
            counts.entry(format!("{year:04}")).or_default();
        }),
        By::Month => (first..=last)
            .filter(|month| (1..=12).contains(&(month % 100)))
            .for_each(|month| {
                counts
                    .entry(format!("{:04}-{:02}", month / 100, month % 100))
                    .or_default();
            }),
        By::Source | By::Language | By::Day => {}
    }
}

/// The column of one segment by which its articles are counted.
enum Keys {
    Names(Option<tantivy::columnar::StrColumn>),
    /// A day, and what it is divided by.
    Days(Column<i64>, u64),
}

impl Keys {
    fn new(segment: &SegmentReader, by: By) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(match by {
            By::Source => Keys::Names(columns.str("outlet_name")?),
            By::Language => Keys::Names(columns.str("language")?),
            By::Year => Keys::Days(columns.i64("day")?, 10_000),
            By::Month => Keys::Days(columns.i64("day")?, 100),
            By::Day => Keys::Days(columns.i64("day")?, 1),
        })
    }

    fn of(&self, doc: DocId) -> Option<u64> {
        match self {
            Keys::Names(names) => names.as_ref()?.term_ords(doc).next(),
            Keys::Days(days, divisor) => Some(u64::try_from(days.first(doc)?).ok()? / divisor),
        }
    }

    fn name(&self, key: Option<u64>) -> tantivy::Result<String> {
        let mut name = String::new();
        match (self, key) {
            (_, None) | (Keys::Names(None), _) => name.push_str(NONE),
            (Keys::Names(Some(names)), Some(ord)) => {
                names.ord_to_str(ord, &mut name)?;
            }
            (Keys::Days(_, 10_000), Some(year)) => name = format!("{year:04}"),
            (Keys::Days(_, 100), Some(month)) => {
                name = format!("{:04}-{:02}", month / 100, month % 100)
            }
            (Keys::Days(..), Some(day)) => {
                name = format!(
                    "{:04}-{:02}-{:02}",
                    day / 10_000,
                    day / 100 % 100,
                    day % 100
                );
            }
        }
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeline_has_no_gaps() {
        let mut counts = BTreeMap::from([
            (NONE.to_owned(), Tallied::default()),
            ("2023-11".to_owned(), Tallied::default()),
            ("2024-02".to_owned(), Tallied::default()),
        ]);
        fill(&mut counts, By::Month);
        let keys: Vec<&str> = counts.keys().map(String::as_str).collect();
        assert_eq!(keys, [NONE, "2023-11", "2023-12", "2024-01", "2024-02"]);
    }
}
