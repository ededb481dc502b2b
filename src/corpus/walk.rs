//! A folder → its [`File`]s, in the order of their names, with what a re-run
//! needs to see that nothing changed. Opens folders, never files.

use std::fs::{self, DirEntry, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::{Skip, SkipReason, id, is_ignored, unreadable};

/// A file of the corpus, not opened yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path inside the root with `/` between folders, made printable.
    pub id: String,
    /// Where it is.
    pub path: PathBuf,
    /// Length in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub mtime_ns: i64,
}

/// Finds the files under `root`, or `root` itself where it is a file. `prefix`
/// is put before every id.
///
/// Symbolic links are followed, a loop is reported. Hidden files and editors'
/// backups are left out, except where `root` itself is one.
pub fn files(root: &Path, prefix: &str, found: &mut dyn FnMut(Result<File, Skip>)) {
    match fs::metadata(root) {
        Ok(metadata) if metadata.is_dir() => {
            let mut walk = Walk {
                jumps: vec![root.to_owned()],
                found,
            };
            walk.folder(root, prefix);
        }
        Ok(metadata) => {
            let name = root.file_name().unwrap_or(root.as_os_str());
            let id = format!("{prefix}{}", id::printable(name.as_encoded_bytes()));
            found(Ok(file(id, root.to_owned(), &metadata)));
        }
        Err(cause) => {
            let id = format!(
                "{prefix}{}",
                id::printable(root.as_os_str().as_encoded_bytes())
            );
            found(Err(Skip {
                id,
                reason: unreadable(&cause),
            }));
        }
    }
}

/// Links inside linked folders: more than this are a loop in all but name, and
/// their paths multiply.
const JUMPS_MAX: usize = 8;

struct Walk<'w> {
    /// The root, and the target of each folder link that led here.
    jumps: Vec<PathBuf>,
    found: &'w mut dyn FnMut(Result<File, Skip>),
}

/// What a folder lists, told without following it further.
enum Entry {
    File(Metadata),
    Folder { linked: bool },
    Failed(SkipReason),
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, prefix: &str) {
        let listed = match list(folder) {
            Ok(listed) => listed,
            Err(cause) => return self.skip(prefix.trim_end_matches('/'), unreadable(&cause)),
        };
        for (path, entry) in listed {
            let name = path.file_name().unwrap_or_default();
            let id = format!("{prefix}{}", id::printable(name.as_encoded_bytes()));
            match entry {
                Entry::File(metadata) => (self.found)(Ok(file(id, path, &metadata))),
                Entry::Folder { linked: false } => self.folder(&path, &(id + "/")),
                Entry::Folder { linked: true } => self.linked_folder(folder, &path, &id),
                Entry::Failed(reason) => self.skip(&id, reason),
            }
        }
    }

    fn linked_folder(&mut self, parent: &Path, path: &Path, id: &str) {
        let (target, parent) = match (fs::canonicalize(path), fs::canonicalize(parent)) {
            (Ok(target), Ok(parent)) => (target, parent),
            (Err(cause), _) | (_, Err(cause)) => return self.skip(id, unreadable(&cause)),
        };
        if self.jumps.len() > JUMPS_MAX || self.is_being_walked(&target, parent) {
            let reason = "a link that leads back to a folder it is in".to_owned();
            return self.skip(id, SkipReason::Unreadable(reason));
        }
        self.jumps.push(path.to_owned());
        self.folder(path, &format!("{id}/"));
        self.jumps.pop();
    }

    /// True if `target` is one of the folders between the root and here. Each
    /// jump starts a stretch of plain folders; the next one leaves it.
    fn is_being_walked(&self, target: &Path, here: PathBuf) -> bool {
        let mut end = here;
        for jump in self.jumps.iter().rev() {
            let Ok(start) = fs::canonicalize(jump) else {
                return true;
            };
            if target.starts_with(&start) && end.starts_with(target) {
                return true;
            }
            let parent = jump.parent().map(fs::canonicalize);
            let Some(Ok(parent)) = parent else { break };
            end = parent;
        }
        false
    }

    fn skip(&mut self, id: &str, reason: SkipReason) {
        let id = if id.is_empty() { "." } else { id };
        (self.found)(Err(Skip {
            id: id.to_owned(),
            reason,
        }));
    }
}

/// What `folder` holds, sorted as the paths below it sort. The folder is
/// closed again before anything in it is walked, so that depth costs no file
/// handles.
fn list(folder: &Path) -> io::Result<Vec<(PathBuf, Entry)>> {
    let mut listed = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if !is_ignored(&path) {
            let told = tell(&entry, &path);
            listed.push((path, told));
        }
    }
    listed.sort_unstable_by(|a, b| sort_key(a).cmp(sort_key(b)));
    Ok(listed)
}

/// A folder sorts as its name with a slash: `a.txt` stands before `a/b.txt`.
fn sort_key((path, entry): &(PathBuf, Entry)) -> impl Iterator<Item = u8> + '_ {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    let slash = matches!(entry, Entry::Folder { .. }).then_some(b'/');
    name.iter().copied().chain(slash)
}

/// One `stat` for a file, none for a folder: folders come typed.
fn tell(entry: &DirEntry, path: &Path) -> Entry {
    match entry.file_type() {
        Ok(kind) if kind.is_dir() => Entry::Folder { linked: false },
        Ok(kind) if kind.is_symlink() => match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Entry::Folder { linked: true },
            Ok(metadata) => told_file(metadata),
            Err(cause) => Entry::Failed(unreadable(&cause)),
        },
        Ok(kind) if FileType::is_file(&kind) => match entry.metadata() {
            Ok(metadata) => told_file(metadata),
            Err(cause) => Entry::Failed(unreadable(&cause)),
        },
        Ok(_) => Entry::Failed(not_a_file()),
        Err(cause) => Entry::Failed(unreadable(&cause)),
    }
}

fn told_file(metadata: Metadata) -> Entry {
    if metadata.is_file() {
        Entry::File(metadata)
    } else {
        Entry::Failed(not_a_file())
    }
}

/// A pipe would wait for ever, a device may never end.
fn not_a_file() -> SkipReason {
    SkipReason::Unreadable("not a regular file".to_owned())
}

fn file(id: String, path: PathBuf, metadata: &Metadata) -> File {
    File {
        id,
        path,
        size: metadata.len(),
        mtime_ns: mtime_ns(metadata),
    }
}

/// Zero where the system does not say; before 1970 it is negative.
fn mtime_ns(metadata: &Metadata) -> i64 {
    let Ok(changed) = metadata.modified() else {
        return 0;
    };
    let nanoseconds = match changed.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()),
        Err(before) => i64::try_from(before.duration().as_nanos()).map(|n| -n),
    };
    nanoseconds.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(root: &Path, prefix: &str) -> Vec<String> {
        let mut lines = Vec::new();
        files(root, prefix, &mut |found| {
            lines.push(match found {
                Ok(file) => format!("{} {}", file.id, file.size),
                Err(skip) => format!("{}: {}", skip.id, skip.reason),
            });
        });
        lines
    }

    fn make(root: &Path, paths: &[&str]) {
        for path in paths {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
    }

    #[test]
    fn in_order_without_hidden_files_and_backups() {
        let root = tempfile::tempdir().unwrap();
        make(
            root.path(),
            &[
                "b.txt", "a/z.txt", "a.txt", "a-b.txt", "a/.git/x", ".hidden", "b.txt~", "x.swp",
                "é#1.txt",
            ],
        );
        let wanted = [
            "a-b.txt 1",
            "a.txt 1",
            "a/z.txt 1",
            "b.txt 1",
            "é%231.txt 1",
        ];
        assert_eq!(walked(root.path(), ""), wanted);
        assert_eq!(walked(&root.path().join("b.txt"), "out/"), ["out/b.txt 1"]);
        assert_eq!(walked(&root.path().join(".hidden"), ""), [".hidden 1"]);
    }

    #[test]
    fn a_missing_root_is_reported() {
        let lines = walked(Path::new("/nonexistent/x"), "");
        assert_eq!(
            lines,
            ["/nonexistent/x: cannot read: no such file or directory"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn loops_and_broken_links_are_reported() {
        use std::os::unix::fs::symlink;
        let root = tempfile::tempdir().unwrap();
        make(root.path(), &["a/1.txt", "b/2.txt"]);
        symlink("..", root.path().join("a/up")).unwrap();
        symlink("../b", root.path().join("a/b")).unwrap();
        symlink("../a", root.path().join("b/a")).unwrap();
        symlink("nowhere", root.path().join("broken")).unwrap();
        let lines = walked(root.path(), "");
        let files: Vec<_> = lines.iter().filter(|l| !l.contains("cannot")).collect();
        assert_eq!(
            files,
            ["a/1.txt 1", "a/b/2.txt 1", "b/2.txt 1", "b/a/1.txt 1"]
        );
        let skips: Vec<_> = lines
            .iter()
            .filter_map(|l| l.split_once(": cannot"))
            .collect();
        let ids: Vec<_> = skips.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, ["a/b/a", "a/up", "b/a/b", "b/a/up", "broken"]);
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_text_are_printable() {
        use std::os::unix::ffi::OsStrExt;
        let root = tempfile::tempdir().unwrap();
        let name = std::ffi::OsStr::from_bytes(b"a\xff\n.txt");
        fs::write(root.path().join(name), "").unwrap();
        assert_eq!(walked(root.path(), ""), ["a%FF%0A.txt 0"]);
    }

    #[cfg(unix)]
    #[test]
    fn pipes_are_reported_not_opened() {
        let root = tempfile::tempdir().unwrap();
        let socket = std::os::unix::net::UnixListener::bind(root.path().join("s.txt")).unwrap();
        assert_eq!(
            walked(root.path(), ""),
            ["s.txt: cannot read: not a regular file"]
        );
        drop(socket);
    }
}
