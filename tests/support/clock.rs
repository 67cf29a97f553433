//! The machine's clock under a program, moved on by a test (`tests/rigs/clock.c`), so that the binary is the
//! one that people run and nobody waits for minutes.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A clock that goes by a file in a home's box, which is what a confined session may still read.
pub(crate) struct Clock {
    library: PathBuf,
    file: PathBuf,
}

impl Clock {
    /// Compiles it into a home.
    pub(crate) fn new(home: &Path) -> Self {
        let library = home.join("clock.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rigs/clock.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"]);
        compiler.args([&library, &source]).arg("-ldl");
        assert!(compiler.status().unwrap().success());
        let clock = Self {
            library,
            file: home.join("box/clock"),
        };
        clock.set(0);
        clock
    }

    /// What is to stand in a program's environment.
    pub(crate) fn environment(&self) -> [(&'static str, &Path); 2] {
        [("LD_PRELOAD", &self.library), ("CLOCK_AHEAD", &self.file)]
    }

    /// The same as words in front of a program.
    pub(crate) fn before(&self) -> String {
        let words = self.environment();
        let words = words.map(|(name, value)| format!("{name}={}", value.display()));
        format!("env {}", words.join(" "))
    }

    /// So many seconds ahead of the machine's. A program sees it when it looks, which no key makes it do:
    /// a window that changes its size does.
    pub(crate) fn set(&self, seconds: u32) {
        std::fs::write(&self.file, seconds.to_string()).unwrap();
    }
}
