//! The table of news agencies → what a name stands for.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What an agency is shown as, and whether this name of it is sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) shown: &'static str,
    /// The name as the table has it.
    written: &'static str,
    /// Means nothing else, so that it may stand among other words.
    pub(super) sure: bool,
    /// No agency: a house that is named in place lines like one.
    pub(super) house: bool,
}

static TABLE: LazyLock<FxHashMap<String, Named>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    let lines = include_str!("../agencies.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let house = line.starts_with("- ");
        let line = line.trim_start_matches("- ");
        let shown = line.split('|').next().unwrap_or_default().trim();
        let mut unsure: Vec<String> = Vec::new();
        for name in line.split('|').map(str::trim) {
            if let Some(name) = name.strip_prefix('~') {
                unsure.push(folded(name));
            }
        }
        for name in line.split('|') {
            let key = folded(name.trim().trim_start_matches('~'));
            let sure = !house && !unsure.contains(&key);
            let written = name.trim().trim_start_matches('~');
            table.entry(key).or_insert(Named {
                shown,
                written,
                sure,
                house,
            });
        }
    }
    table
});

pub(super) fn folded(name: &str) -> String {
    name.to_lowercase().replace(['\u{a0}', '\u{3000}'], " ")
}

pub(super) fn look_up(name: &str) -> Option<Named> {
    // The longest name; longer texts are not folded for nothing.
    const BYTES_MAX: usize = 60;
    let name = name.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | '*' | '/' | '"' | '\'' | '“' | '”' | ':' | '©')
    });
    if name.is_empty() || name.len() > BYTES_MAX {
        return None;
    }
    TABLE.get(&folded(name)).copied()
}

/// The same where a person's name may stand: `Ina` is no `INA`.
pub(super) fn look_up_name(name: &str) -> Option<Named> {
    let named = look_up(name)?;
    let capitals = !name.chars().any(char::is_lowercase);
    let as_written = name.trim() == named.written;
    (named.sure || named.house || capitals || as_written).then_some(named)
}
