//! Paths as they are named → [`Place`]s: what to look through, and the ids that
//! are below it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::corpus;
use crate::error::{Error, Result};

use super::Archive;

/// What came over standard input has ids below the sign for it.
const INBOX_ID: &str = "-";

/// A file or folder to look through, and the id that it has or that its files'
/// ids begin with.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    /// Its own id; empty for the corpus.
    pub(super) id: String,
    pub(super) is_outside: bool,
}

impl Place {
    /// The corpus, and what came over standard input.
    pub(super) fn usual(archive: &Archive) -> Vec<Place> {
        let corpus = Place {
            path: archive.corpus.clone(),
            id: String::new(),
            is_outside: false,
        };
        let inbox = Place {
            path: archive.inbox(),
            id: INBOX_ID.to_owned(),
            is_outside: false,
        };
        let inbox = Some(inbox).filter(|inbox| inbox.path.is_dir());
        [corpus].into_iter().chain(inbox).collect()
    }

    /// A place outside the corpus; its id is its absolute path.
    pub(super) fn outside(path: &Path) -> Self {
        Place {
            path: path.to_owned(),
            id: corpus::id_of(path),
            is_outside: true,
        }
    }

    /// The place of a path that a user named: in the corpus, in the inbox, or
    /// outside. A file of the corpus need not exist any more.
    pub(super) fn of(archive: &Archive, path: &Path) -> Result<Self> {
        let absolute = absolute(path)?;
        for (folder, id) in [(archive.corpus.clone(), ""), (archive.inbox(), INBOX_ID)] {
            let Ok(folder) = fs::canonicalize(&folder) else {
                continue;
            };
            let Ok(inside) = absolute.strip_prefix(&folder) else {
                continue;
            };
            let below = corpus::id_of(inside);
            let id = [id, &below].into_iter().filter(|part| !part.is_empty());
            let id = id.collect::<Vec<_>>().join("/");
            return Ok(Place {
                path: absolute,
                id,
                is_outside: false,
            });
        }
        fs::metadata(&absolute).map_err(|cause| Error::io("find", path, cause))?;
        Ok(Place::outside(&absolute))
    }

    /// What comes before the names of its files in their ids.
    pub(super) fn prefix(&self, is_folder: bool) -> String {
        match (is_folder, self.id.rfind('/')) {
            (true, _) if self.id.is_empty() => String::new(),
            (true, _) => format!("{}/", self.id.trim_end_matches('/')),
            (false, Some(slash)) => self.id[..=slash].to_owned(),
            (false, None) => String::new(),
        }
    }

    /// True if `id` is the place's or lies below it.
    pub(super) fn holds(&self, id: &str) -> bool {
        is_below(id, &self.id)
    }

    /// True where not even the folder around it is there: a disk that is not
    /// plugged in, not a file that was deleted.
    pub(super) fn is_away(&self) -> bool {
        let around = self.path.parent().unwrap_or(&self.path);
        self.is_outside && !self.path.exists() && !around.exists()
    }
}

/// True if `id` is that of the place or lies below it; everything lies below
/// the corpus, whose id is empty.
pub(super) fn is_below(id: &str, place: &str) -> bool {
    let rest = id.strip_prefix(place);
    rest.is_some_and(|rest| place.is_empty() || rest.is_empty() || rest.starts_with('/'))
}

/// The path without links. One that does not exist has no such path; the
/// folder around it may have.
fn absolute(path: &Path) -> Result<PathBuf> {
    let missing = match fs::canonicalize(path) {
        Ok(absolute) => return Ok(absolute),
        Err(cause) => Error::io("find", path, cause),
    };
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    match (
        fs::canonicalize(parent.unwrap_or(Path::new("."))),
        path.file_name(),
    ) {
        (Ok(parent), Some(name)) => Ok(parent.join(name)),
        _ => Err(missing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lie_below_whole_names_only() {
        assert!(is_below("wire/a.txt", ""));
        assert!(is_below("wire/a.txt", "wire"));
        assert!(is_below("wire", "wire"));
        assert!(!is_below("wires/a.txt", "wire"));
    }

    #[test]
    fn paths_are_placed() {
        let root = tempfile::tempdir().unwrap();
        let archive = Archive::at(root.path());
        fs::create_dir_all(archive.corpus.join("wire")).unwrap();
        let inside = Place::of(&archive, &archive.corpus.join("wire/gone.txt")).unwrap();
        assert_eq!(
            (inside.id.as_str(), inside.is_outside),
            ("wire/gone.txt", false)
        );
        assert_eq!(inside.prefix(false), "wire/");
        assert_eq!(Place::of(&archive, &archive.corpus).unwrap().id, "");
        assert!(Place::of(&archive, &root.path().join("nowhere.txt")).is_err());
        assert!(Place::of(&archive, root.path()).unwrap().is_outside);
    }
}
