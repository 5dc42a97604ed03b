//! The master key: one file, readable by its owner alone, never in the database.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::{Broken, KEY_BYTES, SchoolKey, open, random, seal};

/// The key that wraps every school's key.
pub struct MasterKey(Zeroizing<[u8; KEY_BYTES]>);

/// The master key's file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// The file cannot be read or made.
    #[error("the master key file {path} cannot be used: {source}")]
    Unusable {
        /// Which file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file does not hold 64 hexadecimal digits.
    #[error(
        "the master key file {0} is damaged: it should hold 64 hexadecimal digits. Put back the \
         copy that was kept apart from the database."
    )]
    Damaged(PathBuf),
    /// Others than the owner may read the file.
    #[error("the master key file {0} can be read by others. Run: chmod 600 {0}")]
    ReadableByOthers(PathBuf),
    /// There is no file, and one must not be made because the database has been used already.
    #[error(
        "the master key file {0} is missing, but the database holds records sealed under it. Put \
         back the copy that was kept apart from the database."
    )]
    Missing(PathBuf),
}

impl MasterKey {
    /// Reads the key from its file. `Ok(None)` when there is no such file.
    ///
    /// # Errors
    /// When the file cannot be read, is damaged, or can be read by others than its owner.
    pub fn read(path: &Path) -> Result<Option<Self>, MasterKeyError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(unusable(path, source)),
        };
        owner_alone(path)?;
        let key = from_hex(text.trim()).ok_or_else(|| MasterKeyError::Damaged(path.into()))?;
        Ok(Some(Self(key)))
    }

    /// Makes a new key and its file, readable by its owner alone. An existing file stays.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn create(path: &Path) -> Result<Self, MasterKeyError> {
        let key = random::<KEY_BYTES>();
        let mut text = Zeroizing::new(String::with_capacity(2 * KEY_BYTES + 1));
        for byte in key.iter() {
            text.push_str(&format!("{byte:02x}"));
        }
        text.push('\n');
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(path).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        written.map_err(|source| unusable(path, source))?;
        Ok(Self(key))
    }

    /// Wraps a school's key for keeping in the database.
    pub fn wrap(&self, school: &str, key: &SchoolKey) -> Vec<u8> {
        seal(&self.0, wrapping(school).as_bytes(), &key.0[..])
    }

    /// Unwraps a school's key.
    ///
    /// # Errors
    /// [`Broken`] when it was wrapped under another master key or for another school.
    pub fn unwrap(&self, school: &str, wrapped: &[u8]) -> Result<SchoolKey, Broken> {
        let bytes = open(&self.0, wrapping(school).as_bytes(), wrapped)?;
        let key = <[u8; KEY_BYTES]>::try_from(bytes.as_slice()).map_err(|_| Broken)?;
        Ok(SchoolKey(Zeroizing::new(key)))
    }
}

fn wrapping(school: &str) -> String {
    format!("keyward school key {school}")
}

fn unusable(path: &Path, source: io::Error) -> MasterKeyError {
    MasterKeyError::Unusable {
        path: path.into(),
        source,
    }
}

fn from_hex(text: &str) -> Option<Zeroizing<[u8; KEY_BYTES]>> {
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    if text.len() != 2 * KEY_BYTES || !text.is_ascii() {
        return None;
    }
    for (index, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).ok()?;
    }
    Some(key)
}

#[cfg(unix)]
fn owner_alone(path: &Path) -> Result<(), MasterKeyError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)
        .map_err(|source| unusable(path, source))?
        .permissions()
        .mode();
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(MasterKeyError::ReadableByOthers(path.into()))
    }
}

#[cfg(not(unix))]
fn owner_alone(_path: &Path) -> Result<(), MasterKeyError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn file() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        (folder, path)
    }

    #[test]
    fn a_key_is_made_once_readable_by_its_owner_alone_and_read_back() {
        let (_folder, path) = file();
        assert!(MasterKey::read(&path).unwrap().is_none());
        let made = MasterKey::create(&path).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(
            MasterKey::create(&path).is_err(),
            "an existing key is never overwritten"
        );
        let school = SchoolKey::generate();
        let wrapped = made.wrap("s1", &school);
        let read = MasterKey::read(&path).unwrap().unwrap();
        assert_eq!(read.unwrap("s1", &wrapped).unwrap().0, school.0);
        assert!(
            read.unwrap("s2", &wrapped).is_err(),
            "wrapped for its school alone"
        );
    }

    #[test]
    fn a_file_that_others_can_read_is_refused() {
        let (_folder, path) = file();
        MasterKey::create(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(
            MasterKey::read(&path),
            Err(MasterKeyError::ReadableByOthers(_))
        ));
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let (_folder, path) = file();
        MasterKey::create(&path).unwrap();
        fs::write(&path, "not a key").unwrap();
        assert!(matches!(
            MasterKey::read(&path),
            Err(MasterKeyError::Damaged(_))
        ));
    }
}
