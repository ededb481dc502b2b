//! Queries to be timed, and the times taken → a typical and a slow time.

use std::time::Duration;

use crate::error::Result;

use super::{said, wrong};

/// A query to be timed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timed {
    /// What sort of query it is; a label.
    pub kind: String,
    /// In the query language.
    pub query: String,
    /// Its line in the file, from 1.
    pub line: usize,
}

/// Reads queries to be timed, one a line: kind, tab, query. In a line of the
/// kind `fuzzy`, a word without `~` is meant to be one letter off: files for
/// other programs leave it out. `file` names the text in errors.
pub fn timed(file: &str, text: &str) -> Result<Vec<Timed>> {
    let mut found = Vec::new();
    for (line, content) in said(text) {
        let parts = content.split_once('\t');
        let parts = parts.map(|(kind, query)| (kind.trim(), query.trim()));
        let Some((kind, query)) = parts.filter(|(_, query)| !query.is_empty()) else {
            return Err(wrong(file, line, "a query is a line `kind TAB query`"));
        };
        let query = match kind {
            "fuzzy" if !query.contains('~') => format!("{query}~1"),
            _ => query.to_owned(),
        };
        let kind = kind.to_owned();
        found.push(Timed { kind, query, line });
    }
    Ok(found)
}

/// How long a query takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// How many articles match.
    pub matches: u64,
    /// Half of the runs took no longer, in microseconds.
    pub p50_us: f64,
    /// 99 of 100 runs took no longer, in microseconds.
    pub p99_us: f64,
}

/// Sums up the runs of a query that matches so many articles.
pub fn timing(matches: u64, mut runs: Vec<Duration>) -> Timing {
    runs.sort_unstable();
    // The nearest rank: the smallest time that so many of 100 do not exceed.
    let at = |percent: usize| {
        let rank = (runs.len() * percent).div_ceil(100);
        let time = runs.get(rank.saturating_sub(1)).copied();
        time.unwrap_or_default().as_secs_f64() * 1e6
    };
    Timing {
        matches,
        p50_us: at(50),
        p99_us: at(99),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fuzzy_queries_are_changed() {
        let text = "# what people type\none\tharbour\nfuzzy\tharbur\nfuzzy\thabor~2\nprefix\tharb*\nand\ta b\tc\n";
        let read = timed("b", text).unwrap();
        let read: Vec<(&str, &str, usize)> = read
            .iter()
            .map(|one| (one.kind.as_str(), one.query.as_str(), one.line))
            .collect();
        let wanted = [
            ("one", "harbour", 2),
            ("fuzzy", "harbur~1", 3),
            ("fuzzy", "habor~2", 4),
            ("prefix", "harb*", 5),
            ("and", "a b\tc", 6),
        ];
        assert_eq!(read, wanted);
        for text in ["harbour\n", "one\t \n"] {
            let told = timed("b", text).unwrap_err().to_string();
            assert_eq!(told, "b, line 1: a query is a line `kind TAB query`");
        }
    }

    #[test]
    fn times_are_the_nearest_ranks() {
        let check = |count: u64, p50: f64, p99: f64| {
            let runs = (1..=count).rev().map(Duration::from_micros).collect();
            let told = timing(3, runs);
            assert!((told.p50_us - p50).abs() < 1e-6, "{told:?}");
            assert!((told.p99_us - p99).abs() < 1e-6, "{told:?}");
        };
        check(200, 100.0, 198.0);
        check(3, 2.0, 3.0);
        check(1, 1.0, 1.0);
        check(0, 0.0, 0.0);
    }
}
