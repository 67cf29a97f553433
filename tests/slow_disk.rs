//! A disk that takes its time: the screen says that it is saving, what is typed meanwhile is kept, and
//! nothing is called sent before it is stored.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use portable_pty::CommandBuilder;

use support::home::{TestHome, binary};
use support::journey::{answer, begin};
use support::pty::Terminal;

const SAID: &str = "Saving. Keys typed now are kept.";

/// A program over a disk that flushes nothing while a file is there.
struct Slow {
    terminal: Terminal,
    switch: PathBuf,
    _folder: tempfile::TempDir,
}

impl Slow {
    fn start(home: &TestHome) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (library, switch) = (folder.path().join("shim.so"), folder.path().join("slow"));
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rigs/shim.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-o"]).arg(&library);
        assert!(compiler.args([source, "-ldl"]).status().unwrap().success());
        let mut command = CommandBuilder::new(binary());
        command.args(["--home", home.path().to_str().unwrap(), "fill"]);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        command.env_remove("SSH_CONNECTION");
        command.env("LD_PRELOAD", &library);
        command.env("RIG_SLOW", &switch);
        Self {
            terminal: Terminal::start(command),
            switch,
            _folder: folder,
        }
    }

    fn is_slow(&self) {
        fs::write(&self.switch, "").unwrap();
    }

    fn is_quick(&self) {
        fs::remove_file(&self.switch).unwrap();
    }
}

#[test]
fn what_is_typed_while_a_disk_is_slow_is_kept_and_the_screen_says_that_it_saves() {
    let home = TestHome::with_keys("Chemistry stores");
    let mut slow = Slow::start(&home);
    begin(&mut slow.terminal);
    answer(&mut slow.terminal, 0, 1);
    slow.terminal.wait_for("How many years");
    slow.is_slow();
    slow.terminal.send("12\r");
    slow.terminal.wait_for(SAID);
    // Four answers to questions that nobody has seen yet.
    slow.terminal.send("1\r1\r6.5\r2\rhel");
    slow.terminal.send("lo\r");
    slow.is_quick();
    let check = slow.terminal.wait_for("Check your answers");
    assert!(!check.contains(SAID), "{check}");
    let check = slow.terminal.wait_for("hello");
    for given in ["12", "6.5"] {
        assert!(check.contains(given), "{given} is lost:\n{check}");
    }
    slow.is_slow();
    slow.terminal.send("\t\r");
    let waiting = slow.terminal.wait_for(SAID);
    assert!(!waiting.contains("Answers sent"), "{waiting}");
    slow.is_quick();
    let receipt = slow.terminal.wait_for("Answers sent");
    assert!(!receipt.contains(SAID), "{receipt}");
    assert_eq!(home.status()["counting"], 1);
}
