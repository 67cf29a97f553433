//! Where bundles come from: files, and homes, which a child of this program exports.
//!
//! A home's store was written by another machine. The child opens it; what reaches the merging
//! process is a bundle and nothing else.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::JoinHandle;

use crate::vault::store::files;

/// At most this much of what a child says is kept.
const WORDS_LIMIT: u64 = 4 << 10;
/// Bundles are read in pieces of this size.
const PIECE: usize = 1 << 18;

/// A bundle as a stream.
pub enum Source {
    /// A bundle file.
    File(BufReader<File>),
    /// A home, exported by a child.
    Home(Exporter),
}

/// The child that exports a home; ended when dropped.
pub struct Exporter {
    child: Child,
    out: BufReader<ChildStdout>,
    words: Option<JoinHandle<String>>,
}

/// Opens a bundle file, or a home through `program`, which is this one.
///
/// # Errors
/// Where there is nothing, or it cannot be read.
pub fn open(from: &Path, program: &Path) -> io::Result<Source> {
    if from.is_dir() {
        return Exporter::start(from, program).map(Source::Home);
    }
    let file = files::open_ordinary(from)?;
    Ok(Source::File(BufReader::with_capacity(PIECE, file)))
}

impl Exporter {
    fn start(home: &Path, program: &Path) -> io::Result<Self> {
        let mut child = Command::new(program)
            .args(["bundle", "export", "--final", "-o", "-", "--for-merge"])
            .arg("--home")
            .arg(home)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let out = child.stdout.take().ok_or_else(no_pipe)?;
        let err = child.stderr.take().ok_or_else(no_pipe)?;
        let words = std::thread::spawn(move || read_words(err));
        Ok(Self {
            child,
            out: BufReader::with_capacity(PIECE, out),
            words: Some(words),
        })
    }

    /// What the child said, where it did not end well.
    fn failure(&mut self) -> Option<String> {
        let ended = self.child.wait();
        let words = self.words.take().and_then(|words| words.join().ok());
        match ended {
            Ok(status) if status.success() => None,
            _ => words
                .filter(|words| !words.is_empty())
                .or_else(|| Some("its export stopped".to_owned())),
        }
    }
}

fn no_pipe() -> io::Error {
    io::Error::other("no pipe to the exporting process")
}

/// The first of a child's words, on one line; the rest is read too, so that the child never waits.
fn read_words(mut from: impl Read) -> String {
    let mut words = Vec::new();
    let read = from.by_ref().take(WORDS_LIMIT).read_to_end(&mut words);
    let rest = io::copy(&mut from, &mut io::sink());
    match read.and(rest) {
        Ok(_) => crate::base::text::one_line(&String::from_utf8_lossy(&words)),
        Err(error) => error.to_string(),
    }
}

impl Source {
    /// Why the stream ended early, where a child knows better than its bytes tell.
    pub fn failure(self) -> Option<String> {
        match self {
            Self::File(_) => None,
            Self::Home(mut exporter) => {
                // A child that still writes is told that nobody reads.
                let ended = exporter.child.try_wait();
                if matches!(ended, Ok(None)) {
                    exporter.drain();
                }
                exporter.failure()
            }
        }
    }
}

impl Exporter {
    fn drain(&mut self) {
        io::copy(&mut self.out, &mut io::sink()).ok();
    }
}

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(into),
            Self::Home(exporter) => exporter.out.read(into),
        }
    }
}

impl Drop for Exporter {
    fn drop(&mut self) {
        // It may have ended already; there is nothing else to do about it either way.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
