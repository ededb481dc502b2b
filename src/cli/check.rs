//! `check`.

use std::io::{self, Write};

use onrecord::index;
use onrecord::output::escape::printable;

use super::shared::{Where, note};
use super::{Outcome, Run};

/// Is the index sound?
///
/// Reads all of it: checksums, version, the version of the word rules, that
/// every passage lies inside its text, that every file gave the articles that
/// it is said to have given. Exits with 0 where it is sound, 1 where something
/// is wrong, 2 where it cannot be opened.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    place: Where,
}

pub(super) fn run(args: &Args) -> Run {
    let archive = args.place.archive()?;
    if let Some(holder) = index::holder(&archive.index) {
        note(&format!(
            "the index is being written by {holder}; the last commit is checked"
        ));
    }
    let problems = index::check(&archive.index)?;
    let mut out = io::stdout().lock();
    for problem in &problems {
        writeln!(out, "{}", printable(&problem.to_string()))?;
    }
    if problems.is_empty() {
        writeln!(
            out,
            "sound: {}",
            printable(&archive.index.display().to_string())
        )?;
        return Ok(Outcome::Found);
    }
    note("run `onrecord rebuild` to make the index anew");
    Ok(Outcome::Nothing)
}
