//! The folder of an index: a manifest that names the generation in use, and
//! one folder for each generation. A rebuild makes the next generation beside
//! the one in use; replacing the manifest, one rename, is the swap.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::corpus::Choice;
use crate::error::{Error, Result};

use super::schema::FORMAT;

const MANIFEST: &str = "manifest.json";
const PROGRAM: &str = "onrecord";

/// The manifest: read before anything else, so that an index of another
/// version or of another program is recognised and not opened.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Manifest {
    program: String,
    format: u32,
    generation: String,
}

/// True if there is an index in `home`, whether or not it can be used.
pub fn exists(home: &Path) -> bool {
    home.join(MANIFEST).exists() || home.join("meta.json").exists()
}

/// The folder of the generation in use. Errors say which command mends them.
pub(crate) fn current(home: &Path) -> Result<PathBuf> {
    let path = home.join(MANIFEST);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Err(missing(home)),
        Err(cause) => return Err(Error::io("read the manifest", &path, cause)),
    };
    let manifest: Manifest = serde_json::from_str(&text)
        .map_err(|_| Error::index(home, "the manifest is damaged; run `onrecord rebuild`"))?;
    if manifest.program != PROGRAM {
        let message = format!(
            "the index was made by another program ({}); name another folder with --index",
            printable(&manifest.program)
        );
        return Err(Error::index(home, message));
    }
    if manifest.format != FORMAT {
        let message = format!(
            "the index has format {} and this onrecord reads format {FORMAT}; run `onrecord rebuild`",
            manifest.format
        );
        return Err(Error::index(home, message));
    }
    if !is_generation(&manifest.generation) {
        return Err(Error::index(
            home,
            "the manifest is damaged; run `onrecord rebuild`",
        ));
    }
    Ok(home.join(manifest.generation))
}

fn missing(home: &Path) -> Error {
    if home.join("meta.json").exists() {
        return Error::index(
            home,
            "the index was made by another program; name another folder with --index",
        );
    }
    Error::index(home, "no index here; run `onrecord index`")
}

fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// Refuses a folder that holds another program's index: nothing is to be made
/// in it.
pub(crate) fn refuse_foreign(home: &Path) -> Result<()> {
    let foreign = match fs::read_to_string(home.join(MANIFEST)) {
        Ok(text) => serde_json::from_str::<Manifest>(&text)
            .is_ok_and(|manifest| manifest.program != PROGRAM),
        Err(_) => home.join("meta.json").exists(),
    };
    if foreign {
        let message =
            "the folder holds the index of another program; name another folder with --index";
        return Err(Error::index(home, message));
    }
    Ok(())
}

/// The generation that the manifest names, whatever wrote it; `None` where no
/// manifest can be read.
fn named(home: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(home.join(MANIFEST)).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
    let name = manifest.get("generation")?.as_str()?;
    is_generation(name).then(|| home.join(name))
}

/// The roots outside the corpus that the last commit names, also where the
/// index is of another version and cannot be opened.
pub fn former_roots(home: &Path) -> Option<Vec<String>> {
    let payload = former_payload(home)?;
    let roots = payload.get("roots")?.as_array()?;
    Some(
        roots
            .iter()
            .filter_map(|root| root.as_str().map(str::to_owned))
            .collect(),
    )
}

/// Which records the index was made of, likewise.
pub fn former_choice(home: &Path) -> Option<Choice> {
    let payload = former_payload(home)?;
    serde_json::from_value(payload.get("choice")?.clone()).ok()
}

fn former_payload(home: &Path) -> Option<serde_json::Value> {
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    let meta = json(&fs::read_to_string(named(home)?.join("meta.json")).ok()?)?;
    json(meta.get("payload")?.as_str()?)
}

/// Removes what killed runs left. Call with the lock held. The generation in
/// use stays, also one of another version; where no manifest says which it is,
/// all stay.
pub fn tidy(home: &Path) {
    if let Some(in_use) = named(home) {
        sweep(home, Some(&in_use));
    }
}

/// A folder for the next generation, made empty. Call with the lock held.
pub(crate) fn next(home: &Path) -> Result<PathBuf> {
    let last = generations(home)
        .iter()
        .filter_map(|path| number(path))
        .max()
        .unwrap_or(0);
    let folder = home.join(format!("g{}", last + 1));
    fs::create_dir(&folder).map_err(|cause| Error::io("make a folder", &folder, cause))?;
    Ok(folder)
}

/// Puts `generation` into use: all or nothing. The former ones are removed
/// afterwards; a reader that has them open keeps them open.
pub(crate) fn swap(home: &Path, generation: &Path) -> Result<()> {
    let path = home.join(MANIFEST);
    let failed = |cause| Error::io("write the manifest", &path, cause);
    let name = generation
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let manifest = Manifest {
        program: PROGRAM.to_owned(),
        format: FORMAT,
        generation: name.unwrap_or_default(),
    };
    let mut file = tempfile::Builder::new()
        .permissions(file_permissions())
        .tempfile_in(home)
        .map_err(failed)?;
    let text = serde_json::to_string(&manifest).map_err(|e| failed(e.into()))?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&path).map_err(|e| failed(e.error))?;
    sync_folder(home).map_err(failed)?;
    sweep(home, Some(generation));
    Ok(())
}

/// Readable by whoever may read the folder: temporary files are private by
/// default, and an index may serve another user.
fn file_permissions() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    fs::Permissions::from_mode(0o644)
}

fn sync_folder(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Removes generations but one. What cannot be removed only wastes space.
fn sweep(home: &Path, in_use: Option<&Path>) {
    for generation in generations(home) {
        if Some(generation.as_path()) != in_use {
            let _ = fs::remove_dir_all(generation);
        }
    }
}

fn generations(home: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(home).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| number(path).is_some())
        .collect()
}

fn number(path: &Path) -> Option<u64> {
    let name = path.file_name()?.to_str()?;
    is_generation(name)
        .then(|| name[1..].parse().ok())
        .flatten()
}

fn is_generation(name: &str) -> bool {
    name.strip_prefix('g')
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Bytes on disk of everything in `home`.
pub fn size(home: &Path) -> u64 {
    let mut total = 0;
    let mut folders = vec![home.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(data) if data.is_dir() => folders.push(entry.path()),
                Ok(data) => total += data.len(),
                Err(_) => {}
            }
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home_with(manifest: &str) -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join(MANIFEST), manifest).unwrap();
        home
    }

    #[test]
    fn a_swap_leaves_one_generation() {
        let home = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let generation = next(home.path()).unwrap();
            swap(home.path(), &generation).unwrap();
            assert_eq!(current(home.path()).unwrap(), generation);
        }
        assert_eq!(generations(home.path()).len(), 1);
    }

    #[test]
    fn a_generation_of_another_version_is_not_swept() {
        let home = home_with(r#"{"program":"onrecord","format":99,"generation":"g3"}"#);
        for name in ["g3", "g4"] {
            fs::create_dir(home.path().join(name)).unwrap();
        }
        let meta = r#"{"payload":"{\"roots\":[\"/data\"],\"format\":99}"}"#;
        fs::write(home.path().join("g3/meta.json"), meta).unwrap();
        tidy(home.path());
        assert_eq!(generations(home.path()), [home.path().join("g3")]);
        assert_eq!(next(home.path()).unwrap(), home.path().join("g4"));
        assert_eq!(former_roots(home.path()).unwrap(), ["/data"]);
    }

    #[test]
    fn another_programs_folder_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        assert!(refuse_foreign(home.path()).is_ok());
        fs::write(home.path().join("meta.json"), "{}").unwrap();
        assert!(refuse_foreign(home.path()).is_err());
        let other = home_with(r#"{"program":"other","format":1,"generation":"g1"}"#);
        assert!(refuse_foreign(other.path()).is_err());
        assert!(refuse_foreign(home_with("damaged").path()).is_ok());
    }

    #[test]
    fn strange_manifests_are_refused_with_a_hint() {
        for (manifest, hint) in [
            (
                r#"{"program":"onrecord","format":99,"generation":"g1"}"#,
                "rebuild",
            ),
            (
                r#"{"program":"other","format":1,"generation":"g1"}"#,
                "another program",
            ),
            (
                r#"{"program":"onrecord","format":5,"generation":"../../etc"}"#,
                "damaged",
            ),
            ("", "damaged"),
        ] {
            let refused = current(home_with(manifest).path()).unwrap_err().to_string();
            assert!(refused.contains(hint), "{manifest}: {refused}");
        }
    }
}
