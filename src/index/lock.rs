//! One writer at a time: a kernel lock on a file, which vanishes with the
//! process that held it. Readers never take it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// How often a waiting writer tries again.
const RETRY: Duration = Duration::from_millis(50);

/// The right to write to an index; given back when dropped, or by the kernel
/// when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of the index in `home`, waiting up to `patience` for
    /// another writer. `holder` says who takes it, for the others to read.
    pub fn take(home: &Path, holder: &str, patience: Duration) -> Result<Self> {
        let path = path(home);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|cause| Error::io("take the writer lock", &path, cause))?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if started.elapsed() < patience => sleep(RETRY),
                Err(TryLockError::WouldBlock) => return Err(busy(home, &mut file)),
                Err(TryLockError::Error(cause)) => {
                    return Err(Error::io("take the writer lock", &path, cause));
                }
            }
        }
        // A full disk must not keep anybody from the lock: the name of the
        // holder is a courtesy.
        let _ = file
            .set_len(0)
            .and_then(|()| file.write_all(holder.as_bytes()));
        Ok(Lock { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

/// Who is writing to the index in `home` just now, if anybody.
pub fn holder(home: &Path) -> Option<String> {
    let mut file = File::open(path(home)).ok()?;
    match file.try_lock_shared() {
        Ok(()) => None,
        Err(_) => Some(name(&mut file)),
    }
}

fn path(home: &Path) -> PathBuf {
    home.join("writer.lock")
}

fn name(file: &mut File) -> String {
    let mut text = String::new();
    let read = file
        .seek(SeekFrom::Start(0))
        .and_then(|_| file.take(500).read_to_string(&mut text));
    match read {
        Ok(_) if !text.trim().is_empty() => text.trim().to_owned(),
        _ => "another process".to_owned(),
    }
}

fn busy(home: &Path, file: &mut File) -> Error {
    let holder = name(file);
    Error::index(
        home,
        format!("the index is being written by {holder}; try again when it is done"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_writer_is_told_who_holds_the_lock() {
        let home = tempfile::tempdir().unwrap();
        let lock = Lock::take(home.path(), "onrecord index (process 7)", Duration::ZERO).unwrap();
        let refused = Lock::take(home.path(), "other", Duration::from_millis(60)).unwrap_err();
        assert!(
            refused.to_string().contains("onrecord index (process 7)"),
            "{refused}"
        );
        assert_eq!(
            holder(home.path()).as_deref(),
            Some("onrecord index (process 7)")
        );
        drop(lock);
        assert_eq!(holder(home.path()), None);
        Lock::take(home.path(), "other", Duration::ZERO).unwrap();
    }
}
