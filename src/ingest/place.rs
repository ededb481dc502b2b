//! Paths as they are named → [`Place`]s: what to look through, and the ids that
//! are below it.

use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::corpus;
use crate::error::{Error, Result};
use crate::index::FileState;

use super::Archive;

/// What came over standard input has ids below the sign for it.
const INBOX_ID: &str = "-";

/// The files of the index by their ids.
pub(super) type Known = FxHashMap<String, FileState>;

/// A file or folder to look through, and the id that it has or that its files'
/// ids begin with.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    /// Its own id; empty for the corpus.
    pub(super) id: String,
    pub(super) is_outside: bool,
    /// True where the user named it for this run.
    pub(super) is_named: bool,
}

impl Place {
    /// The corpus, and what came over standard input.
    pub(super) fn usual(archive: &Archive) -> Vec<Place> {
        let corpus = Place {
            path: archive.corpus.clone(),
            id: String::new(),
            is_outside: false,
            is_named: false,
        };
        let inbox = Place {
            path: archive.inbox(),
            id: INBOX_ID.to_owned(),
            is_outside: false,
            is_named: false,
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
            is_named: false,
        }
    }

    /// The place of a path that a user named: in the corpus, in the inbox, or
    /// outside. A file of the corpus, or one of `roots`, need not exist any
    /// more.
    pub(super) fn of(archive: &Archive, path: &Path, roots: &[PathBuf]) -> Result<Self> {
        let named = |path: &Path, id: String, is_outside| Place {
            path: path.to_owned(),
            id,
            is_outside,
            is_named: true,
        };
        let typed = std::path::absolute(path).map_err(|cause| Error::io("find", path, cause))?;
        // As typed first: a link inside the corpus is part of it.
        for (folder, id) in [(archive.corpus.clone(), ""), (archive.inbox(), INBOX_ID)] {
            if let Some(inside) = inside(&typed, &folder) {
                let below = corpus::id_of(&inside);
                let parts = [id, &below].into_iter().filter(|part| !part.is_empty());
                return Ok(named(
                    &folder.join(&inside),
                    parts.collect::<Vec<_>>().join("/"),
                    false,
                ));
            }
        }
        let absolute = match fs::canonicalize(&typed) {
            Ok(absolute) => absolute,
            // Roots have no links in them, nor `..`.
            Err(cause) => match [without_links(&typed), Some(typed)]
                .into_iter()
                .flatten()
                .find(|gone| roots.contains(gone))
            {
                Some(gone) => gone,
                None => return Err(Error::io("find", path, cause)),
            },
        };
        let holds_archive = [&archive.corpus, &archive.index]
            .into_iter()
            .filter_map(|folder| fs::canonicalize(folder).ok())
            .any(|folder| folder.starts_with(&absolute));
        let in_index =
            fs::canonicalize(&archive.index).is_ok_and(|index| absolute.starts_with(index));
        if holds_archive || in_index {
            let message = format!(
                "{}: holds the archive itself; `onrecord index` alone looks at all of it",
                path.display()
            );
            return Err(Error::usage(message));
        }
        if absolute.to_str().is_none() {
            return Err(Error::usage(format!(
                "{}: its name is no UTF-8",
                path.display()
            )));
        }
        let id = corpus::id_of(&absolute);
        Ok(named(&absolute, id, true))
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

    /// True if `id` is the place's or lies below it. Everything lies below the
    /// corpus but what has an id of its own kind.
    pub(super) fn holds(&self, id: &str) -> bool {
        let elsewhere = id.starts_with('/') || is_below(id, INBOX_ID);
        is_below(id, &self.id) && !(self.id.is_empty() && elsewhere)
    }

    /// True where it lies outside the corpus, is not there, and was neither
    /// named nor deleted: a disk that is not plugged in, perhaps. Nothing of it
    /// is dropped.
    pub(super) fn is_away(&self, known: &Known) -> bool {
        self.is_outside && !self.is_named && !self.path.exists() && !self.is_deleted(known)
    }

    /// True for a file outside the corpus that is no more in a folder that is
    /// there. A whole folder may be on another disk.
    pub(super) fn is_deleted(&self, known: &Known) -> bool {
        self.is_outside
            && known.contains_key(&self.id)
            && matches!(self.path.try_exists(), Ok(false))
            && self.path.parent().is_some_and(Path::is_dir)
    }
}

/// True if `id` is that of the place or lies below it; everything lies below
/// the corpus, whose id is empty.
pub(super) fn is_below(id: &str, place: &str) -> bool {
    let rest = id.strip_prefix(place);
    rest.is_some_and(|rest| place.is_empty() || rest.is_empty() || rest.starts_with('/'))
}

/// The path of what may be no more, as its folder is called without links.
fn without_links(path: &Path) -> Option<PathBuf> {
    let around = fs::canonicalize(path.parent()?).ok()?;
    Some(around.join(path.file_name()?))
}

/// The part of `path` below `folder`, where it lies there as typed or, but for
/// its last name, without links.
fn inside(path: &Path, folder: &Path) -> Option<PathBuf> {
    let typed = std::path::absolute(folder).ok()?;
    if let Ok(inside) = path.strip_prefix(&typed) {
        return Some(inside.to_owned());
    }
    let folder = fs::canonicalize(folder).ok()?;
    if let Ok(whole) = fs::canonicalize(path)
        && let Ok(inside) = whole.strip_prefix(&folder)
    {
        return Some(inside.to_owned());
    }
    let whole = without_links(path)?;
    Some(whole.strip_prefix(&folder).ok()?.to_owned())
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
        let inside = Place::of(&archive, &archive.corpus.join("wire/gone.txt"), &[]).unwrap();
        assert_eq!(
            (inside.id.as_str(), inside.is_outside),
            ("wire/gone.txt", false)
        );
        assert_eq!(inside.prefix(false), "wire/");
        assert_eq!(Place::of(&archive, &archive.corpus, &[]).unwrap().id, "");
        assert!(Place::of(&archive, &root.path().join("nowhere.txt"), &[]).is_err());
        let unplugged = PathBuf::from("/unplugged/a.txt");
        assert!(
            Place::of(&archive, &unplugged, std::slice::from_ref(&unplugged))
                .unwrap()
                .is_outside
        );
        assert!(Place::of(&archive, root.path(), &[]).is_err());
        let corpus = &Place::usual(&archive)[0];
        assert!(
            corpus.holds("wire/a.txt") && !corpus.holds("-/a.txt") && !corpus.holds("/data/a.txt")
        );
    }
}
