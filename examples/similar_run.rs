//! Ids of articles → for each the articles like it, in the format of TREC:
//! `similar_run ARCHIVE IDS RUN`. Copies are left out. In the run a record
//! inside a container is known by its own id.

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use onrecord::index::Reader;
use onrecord::ingest::Archive;
use onrecord::query::Query;
use onrecord::search::{Like, Request, similar};

/// Articles in the run for each.
const DEPTH: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [archive, ids, run] = arguments.as_slice() else {
        return Err("usage: similar_run ARCHIVE IDS RUN".into());
    };
    let reader = Reader::open(&Archive::at(Path::new(archive)).index)?;
    let request = Request {
        limit: Some(DEPTH),
        ..Request::new(Query::All)
    };
    let own = |id: &str| id.split_once('#').map_or(id, |(_, own)| own).to_owned();
    let mut lines = String::new();
    for id in fs::read_to_string(ids)?.lines() {
        let stored = reader.article(id)?;
        let stored = stored.ok_or_else(|| format!("no article has the id {id}"))?;
        let like = Like::article(&stored.article).in_archive(id);
        let found = similar(&reader, &request, like, false)?;
        for hit in found.results.hits() {
            let hit = hit?;
            let (like, found) = (own(id), own(&hit.article.id));
            writeln!(
                lines,
                "{like} Q0 {found} {} {} onrecord",
                hit.rank, hit.score
            )?;
        }
    }
    fs::write(run, lines)?;
    Ok(())
}
