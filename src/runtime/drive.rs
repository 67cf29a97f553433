//! A drive that somebody put in: where it is mounted, and new files on it. Nothing that is there is ever
//! overwritten, no link is followed, and nothing is written where no drive is mounted.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use rustix::fs::{FileType, Mode, OFlags, fstat, fsync, major, minor, openat};

/// A mounted drive: where, and its device's numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drive {
    folder: PathBuf,
    device: (u32, u32),
}

/// Why there is no drive to write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDrive {
    /// None is mounted.
    None,
    /// More than one is: whose is which cannot be told.
    Many,
}

/// A name is tried with numbers up to this.
const NAMES: u32 = 99;

/// The kernel's list of what is mounted, opened before a session is confined: a confined one cannot open
/// it any more, and each reading from its beginning gives what is mounted then.
pub struct Mounts(Option<File>);

impl Mounts {
    /// Opens the list.
    pub fn open() -> Self {
        Self(File::open("/proc/self/mountinfo").ok())
    }

    /// What is mounted now. A system that does not say has no drive that could be trusted to be one.
    fn now(&self) -> String {
        let read = |mut list: &File| {
            let mut text = String::new();
            list.seek(io::SeekFrom::Start(0)).ok()?;
            list.read_to_string(&mut text).ok()?;
            Some(text)
        };
        self.0.as_ref().and_then(read).unwrap_or_default()
    }
}

/// The one drive that is mounted below a folder.
///
/// # Errors
/// Where there is none, or more than one.
pub fn only(mounts: &Mounts, folder: &Path) -> Result<Drive, NoDrive> {
    let mut found = mounted(&mounts.now(), folder);
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(_), false) => Err(NoDrive::Many),
        (None, _) => Err(NoDrive::None),
    }
}

/// The drives below a folder, of the kernel's list of mounts (proc(5), `/proc/pid/mountinfo`): read-write,
/// and of a device. What has no device, such as memory and networks, has the major number 0.
pub fn mounted(mounts: &str, folder: &Path) -> Vec<Drive> {
    let mut found: Vec<Drive> = mounts
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ').skip(2);
            let (numbers, _root, at, options) = (
                fields.next()?,
                fields.next()?,
                fields.next()?,
                fields.next()?,
            );
            let (major, minor) = numbers.split_once(':')?;
            let device = (major.parse().ok()?, minor.parse().ok()?);
            let at = PathBuf::from(unescaped(at));
            let writes = options.split(',').any(|option| option == "rw");
            let is_below = at.starts_with(folder) && at != folder;
            (writes && is_below && device.0 != 0).then_some(Drive { folder: at, device })
        })
        .collect();
    // What was mounted later over the same place hides what was there.
    found.dedup_by(|later, earlier| {
        let same = later.folder == earlier.folder;
        if same {
            earlier.device = later.device;
        }
        same
    });
    found
}

/// The kernel writes space, tab, line feed and backslash as three octal digits.
fn unescaped(path: &str) -> String {
    let codes = [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ];
    codes.iter().fold(path.to_owned(), |path, (code, letter)| {
        path.replace(code, letter)
    })
}

impl Drive {
    /// A folder as a drive, for tests: what is mounted there is what is there.
    #[cfg(test)]
    fn at(folder: &Path) -> Self {
        let device = fstat(File::open(folder).unwrap()).unwrap().st_dev;
        Self {
            folder: folder.to_path_buf(),
            device: (major(device), minor(device)),
        }
    }

    /// Writes a new file with `write`, makes it durable, and gives the name it got: `stem.ending`, or
    /// `stem-2.ending` and so on where that is taken.
    ///
    /// # Errors
    /// Where the drive is no longer what was mounted, or does not take the file; what was written of it
    /// is removed.
    pub fn create<E: From<io::Error>>(
        &self,
        (stem, ending): (&str, &str),
        write: impl FnOnce(&mut File) -> Result<(), E>,
    ) -> Result<String, E> {
        let folder = self.open()?;
        for number in 1..=NAMES {
            let name = match number {
                1 => format!("{stem}.{ending}"),
                _ => format!("{stem}-{number}.{ending}"),
            };
            let flags =
                OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            match openat(&folder, &name, flags, Mode::RUSR | Mode::WUSR) {
                Err(rustix::io::Errno::EXIST | rustix::io::Errno::LOOP) => {}
                Err(error) => return Err(io::Error::from(error).into()),
                Ok(file) => {
                    let mut file = File::from(file);
                    let done = finish(&mut file, &folder, write);
                    if done.is_err() {
                        // What went wrong is told; that half a file could not be removed as well is not.
                        rustix::fs::unlinkat(&folder, &name, rustix::fs::AtFlags::empty()).ok();
                    }
                    return done.map(|()| name);
                }
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists).into())
    }

    /// The only file of the drive whose name has this ending: its name and what is in it, at most `limit`
    /// bytes. Nothing where there is none, or more than one; folders of the drive are not looked into.
    ///
    /// # Errors
    /// Where the drive is no longer what was mounted, or the file is longer or cannot be read.
    pub fn find(&self, ending: &str, limit: u64) -> io::Result<Option<(String, Vec<u8>)>> {
        let folder = self.open()?;
        let mut names = Vec::new();
        for entry in rustix::fs::Dir::read_from(&folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            // What a desktop leaves beside a file begins with a dot.
            let is_it = Path::new(&name)
                .extension()
                .is_some_and(|one| one == ending);
            names.extend((is_it && !name.starts_with('.')).then_some(name));
        }
        let (Some(name), true) = (names.pop(), names.is_empty()) else {
            return Ok(None);
        };
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = File::from(openat(&folder, &name, flags, Mode::empty())?);
        if !file.metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(Some((name, bytes)))
    }

    /// Opens the drive itself, which is still the device that was mounted there.
    fn open(&self) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let folder = rustix::fs::open(&self.folder, flags, Mode::empty())?;
        let stat = fstat(&folder)?;
        let is_it = (major(stat.st_dev), minor(stat.st_dev)) == self.device
            && FileType::from_raw_mode(stat.st_mode) == FileType::Directory;
        if is_it {
            Ok(File::from(folder))
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }
}

/// Writes and makes durable: the file first, then its name.
fn finish<E: From<io::Error>>(
    file: &mut File,
    folder: &File,
    write: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<(), E> {
    write(file)?;
    file.flush()?;
    file.sync_all()?;
    Ok(fsync(folder).map_err(io::Error::from)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw
30 22 0:25 / /media/memory rw - tmpfs tmpfs rw
31 22 8:17 / /media/sam/My\\040drive rw,nosuid,nodev,noexec - vfat /dev/sdb1 rw
32 22 8:33 / /media/locked ro,nosuid - vfat /dev/sdc1 ro
33 22 8:49 / /mnt/other rw - ext4 /dev/sdd1 rw
34 22 8:65 / /media rw - ext4 /dev/sde1 rw
nonsense
";

    #[test]
    fn only_a_writable_device_that_is_mounted_below_the_folder_is_a_drive() {
        let found = mounted(MOUNTS, Path::new("/media"));
        let expected = Drive {
            folder: PathBuf::from("/media/sam/My drive"),
            device: (8, 17),
        };
        assert_eq!(found, [expected]);
    }

    fn put(drive: &Drive, bytes: &[u8]) -> io::Result<String> {
        drive.create(("tallybox-words", "txt"), |file| file.write_all(bytes))
    }

    #[test]
    fn nothing_is_overwritten_and_no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let elsewhere = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(at("tallybox-words.txt"), "mine").unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), at("tallybox-words-2.txt")).unwrap();
        let drive = Drive::at(folder.path());
        assert_eq!(put(&drive, b"words").unwrap(), "tallybox-words-3.txt");
        assert_eq!(std::fs::read(at("tallybox-words.txt")).unwrap(), b"mine");
        assert_eq!(std::fs::read(at("tallybox-words-3.txt")).unwrap(), b"words");
        assert!(std::fs::read(elsewhere.path()).unwrap().is_empty());
    }

    #[test]
    fn a_drive_that_was_taken_out_is_not_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let gone = Drive {
            folder: folder.path().to_path_buf(),
            device: (8, 17),
        };
        assert!(put(&gone, b"words").is_err());
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path(), &link).unwrap();
        assert!(put(&Drive::at(&link), b"words").is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_only_file_of_an_ending_is_found_and_no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let drive = Drive::at(folder.path());
        assert!(drive.find("kit", 10).unwrap().is_none());
        std::fs::write(at("._machines.kit"), "beside").unwrap();
        std::fs::write(at("machines.kit"), "0123456789").unwrap();
        let found = drive.find("kit", 10).unwrap().unwrap();
        assert_eq!(found, ("machines.kit".to_owned(), b"0123456789".to_vec()));
        assert!(drive.find("kit", 9).is_err());
        std::os::unix::fs::symlink(at("machines.kit"), at("other.kit")).unwrap();
        assert!(drive.find("kit", 10).unwrap().is_none());
        std::fs::remove_file(at("machines.kit")).unwrap();
        assert!(drive.find("kit", 10).is_err());
    }

    #[test]
    fn half_a_file_does_not_stay() {
        let folder = tempfile::tempdir().unwrap();
        let drive = Drive::at(folder.path());
        let full = drive.create(("a", "txt"), |file| {
            file.write_all(b"half")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert!(full.is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
