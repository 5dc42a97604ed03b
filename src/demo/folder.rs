//! The demo's folder: a note that says what it is, the passwords, the database, the letters.
//!
//! The note is how the demo knows its own folder again. It is also locked while a demo runs, so
//! that no two run on one database. Nothing is ever deleted that the demo did not make.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::staff::Member;

const NOTE: &str = "KEYWARD-DEMO.txt";
const NOTE_TEXT: &str = "\
This folder holds Keyward's demo school. Everybody in it is made up.
`keyward demo --reset` deletes what the demo made here and begins afresh.
Never keep anything of a real school in it.
";
const PEOPLE: &str = "people.txt";
const MAILBOX: &str = "mailbox";
/// What the demo makes beside the note and the mailbox. The people go first: without them the
/// demo begins afresh, so a reset that was interrupted is finished by the next start.
const MADE: [&str; 6] = [
    PEOPLE,
    "keyward.db",
    "keyward.db-wal",
    "keyward.db-shm",
    "keyward.db-journal",
    "master.key",
];

/// Why a folder is not used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Somebody else's things are in it.
    #[error(
        "the folder {0} is not empty and no demo made it, so the demo leaves it alone. Name \
         another folder with --data-dir."
    )]
    NotOurs(PathBuf),
    /// A demo is running there.
    #[error(
        "a demo is running in the folder {0} already. Stop it, or name another folder with --data-dir."
    )]
    Busy(PathBuf),
    /// The operating system says no.
    #[error("the demo's folder {path} cannot be used: {source}")]
    Unusable {
        /// Which folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// The demo's folder, held for as long as the demo runs.
pub struct Folder {
    path: PathBuf,
    /// Locked until this is dropped.
    _note: File,
}

impl Folder {
    /// Takes the folder, making it where there is none. With `afresh`, or where an earlier start
    /// did not come to its end, what the demo made there is deleted.
    ///
    /// # Errors
    /// When the folder is somebody else's, in use, or cannot be used.
    pub fn take(path: &Path, afresh: bool) -> Result<Self, FolderError> {
        let unusable = |source| FolderError::Unusable {
            path: path.into(),
            source,
        };
        let note = path.join(NOTE);
        if !note.is_file() && !is_empty(path).map_err(unusable)? {
            return Err(FolderError::NotOurs(path.into()));
        }
        make(path).map_err(unusable)?;
        let mut note = owned(&note).map_err(unusable)?;
        match note.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(FolderError::Busy(path.into())),
            Err(TryLockError::Error(source)) => return Err(unusable(source)),
        }
        note.set_len(0).map_err(unusable)?;
        note.write_all(NOTE_TEXT.as_bytes()).map_err(unusable)?;
        let folder = Self {
            path: path.into(),
            _note: note,
        };
        if afresh || !folder.path.join(PEOPLE).is_file() {
            folder.clear().map_err(unusable)?;
        }
        Ok(folder)
    }

    /// The people and their passwords, where an earlier start has left them.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn people(&self) -> Result<Option<Vec<Member>>, FolderError> {
        match fs::read_to_string(self.path.join(PEOPLE)) {
            Ok(text) => Ok(Some(text.lines().filter_map(member).collect())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(self.unusable(source)),
        }
    }

    /// Keeps the people and their passwords, in a file that its owner alone can read. This is the
    /// last thing that a first start does.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&self, people: &[Member]) -> Result<(), FolderError> {
        let lines: String = people
            .iter()
            .map(|member| {
                let Member {
                    email,
                    password,
                    group,
                } = member;
                format!("{email}\t{password}\t{group}\n")
            })
            .collect();
        let unfinished = self.path.join(format!("{PEOPLE}.new"));
        let kept = owned(&unfinished).and_then(|mut file| {
            file.set_len(0)?;
            file.write_all(lines.as_bytes())?;
            file.sync_all()?;
            fs::rename(&unfinished, self.path.join(PEOPLE))
        });
        kept.map_err(|source| self.unusable(source))
    }

    fn clear(&self) -> io::Result<()> {
        for name in MADE {
            unless_missing(fs::remove_file(self.path.join(name)))?;
        }
        let mailbox = self.path.join(MAILBOX);
        if !mailbox.is_dir() {
            return Ok(());
        }
        for letter in fs::read_dir(&mailbox)? {
            let letter = letter?.path();
            if letter
                .extension()
                .is_some_and(|extension| extension == "eml")
            {
                fs::remove_file(letter)?;
            }
        }
        Ok(())
    }

    fn unusable(&self, source: io::Error) -> FolderError {
        FolderError::Unusable {
            path: self.path.clone(),
            source,
        }
    }
}

fn member(line: &str) -> Option<Member> {
    let mut columns = line.split('\t').map(str::to_owned);
    Some(Member {
        email: columns.next()?,
        password: columns.next()?,
        group: columns.next()?,
    })
}

fn is_empty(path: &Path) -> io::Result<bool> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

fn unless_missing(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn make(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn owned(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<Member> {
        vec![Member {
            email: "amira.khan@hawthorn-park.example".into(),
            password: "lamp-orchid-ferry-button".into(),
            group: "Deputy DSL".into(),
        }]
    }

    #[test]
    fn what_was_kept_is_there_again_and_a_reset_forgets_it() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("var").join("demo");
        let folder = Folder::take(&path, false).unwrap();
        assert_eq!(folder.people().unwrap(), None);
        folder.keep(&people()).unwrap();
        drop(folder);
        let folder = Folder::take(&path, false).unwrap();
        assert_eq!(folder.people().unwrap(), Some(people()));
        drop(folder);
        let folder = Folder::take(&path, true).unwrap();
        assert_eq!(folder.people().unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn its_owner_alone_reads_the_passwords() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::take(&home.path().join("demo"), false).unwrap();
        folder.keep(&people()).unwrap();
        let kept = fs::metadata(home.path().join("demo").join(PEOPLE)).unwrap();
        assert_eq!(kept.permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_folder_of_somebody_elses_stays_as_it_is() {
        let home = tempfile::tempdir().unwrap();
        let theirs = home.path().join("keyward.db");
        fs::write(&theirs, "records").unwrap();
        for afresh in [false, true] {
            let refused = Folder::take(home.path(), afresh).err().unwrap();
            assert!(matches!(refused, FolderError::NotOurs(_)), "{refused}");
        }
        assert_eq!(fs::read_to_string(theirs).unwrap(), "records");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_reset_leaves_what_the_demo_did_not_make() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("demo");
        drop(Folder::take(&path, false).unwrap());
        fs::create_dir(path.join(MAILBOX)).unwrap();
        for name in [
            "keyward.db",
            "mailbox/1.eml",
            "mailbox/notes.md",
            "notes.md",
        ] {
            fs::write(path.join(name), "words").unwrap();
        }
        drop(Folder::take(&path, true).unwrap());
        assert!(!path.join("keyward.db").exists() && !path.join("mailbox/1.eml").exists());
        assert!(path.join("notes.md").exists() && path.join("mailbox/notes.md").exists());
    }

    #[test]
    fn no_two_demos_run_in_one_folder() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("demo");
        let _first = Folder::take(&path, false).unwrap();
        assert!(matches!(
            Folder::take(&path, true),
            Err(FolderError::Busy(_))
        ));
    }

    #[test]
    fn a_first_start_that_was_interrupted_begins_again() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("demo");
        drop(Folder::take(&path, false).unwrap());
        fs::write(path.join("keyward.db"), "half").unwrap();
        drop(Folder::take(&path, false).unwrap());
        assert!(!path.join("keyward.db").exists());
    }
}
