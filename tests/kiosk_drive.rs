//! A drive at the shared terminal: a disk of its own, put in while the kiosk runs, as a keeper or a person
//! would. Nothing else of the machine is touched: it is mounted in the terminal's own view of it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;

use support::home::{TestHome, binary};
use support::journey::{answer, send, to_the_words, words_asked_back};
use support::machine::run;
use support::pty::Terminal;

const SECRET: &str = "six green bottles";

/// A kiosk in front of which drives can be put in.
struct Stand {
    home: TestHome,
    folder: tempfile::TempDir,
}

impl Stand {
    fn new() -> Self {
        let home = TestHome::with_keys("Chemistry stores");
        let folder = tempfile::tempdir().unwrap();
        let drives = folder.path().join("media");
        std::fs::create_dir_all(drives.join("drive")).unwrap();
        let settings = format!("[kiosk]\ndrives = \"{}\"\n", drives.display());
        std::fs::write(home.path().join("tallybox.toml"), settings).unwrap();
        let secret = folder.path().join("secret");
        std::fs::write(&secret, SECRET).unwrap();
        home.done(&[
            "kiosk",
            "--set-secret",
            "--secret-file",
            secret.to_str().unwrap(),
        ]);
        Self { home, folder }
    }

    /// The kiosk, in a view of what is mounted that is its own.
    fn open(&self) -> Terminal {
        let mut command = CommandBuilder::new("unshare");
        command.args(["--mount", "--propagation", "private"]);
        command.arg(binary());
        command.args(["--home", self.home.path().to_str().unwrap(), "kiosk"]);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        command.env_remove("SSH_CONNECTION");
        // Whoever runs the tests may sit in one of these.
        for name in ["TMUX", "STY", "ZELLIJ"] {
            command.env_remove(name);
        }
        let terminal = Terminal::start(command);
        terminal.wait_for("Fill in the survey");
        terminal
    }

    /// Puts a new drive in.
    fn put_in(&self, terminal: &Terminal) -> PathBuf {
        let image = self.folder.path().join("image");
        std::fs::File::create(&image)
            .unwrap()
            .set_len(4 << 20)
            .unwrap();
        let place = self.folder.path().join("media/drive");
        run("mkfs.ext4", &["-q", image.to_str().unwrap()]);
        let process = terminal.process().to_string();
        let (image, place) = (image.to_str().unwrap(), place.to_str().unwrap());
        run(
            "nsenter",
            &[
                "--mount", "--target", &process, "mount", "-o", "loop", image, place,
            ],
        );
        // As the terminal sees it.
        Path::new(&format!("/proc/{process}/root{place}")).to_path_buf()
    }
}

fn keeper(terminal: &mut Terminal) {
    terminal.send("\x0b");
    terminal.wait_for("Type your secret");
    terminal.send(&format!("{SECRET}\r"));
    terminal.wait_for("Write the sealed records to a drive");
}

#[test]
fn words_overview_and_sealed_records_are_written_to_a_drive_that_was_put_in_later() {
    let stand = Stand::new();
    let mut terminal = stand.open();
    let words = to_the_words(&mut terminal);
    terminal.wait_for("Put these words on my drive");
    terminal.send("1");
    terminal.wait_for("There is no drive to write to");
    let drive = stand.put_in(&terminal);
    terminal.send("1");
    terminal.wait_for("Written to your drive as tallybox-words.txt");
    let written = std::fs::read_to_string(drive.join("tallybox-words.txt")).unwrap();
    for word in words.split(' ') {
        assert!(written.contains(word), "{written}");
    }
    terminal.send("\r");
    words_asked_back(&mut terminal, &words);
    answer(&mut terminal, 0, 7);
    send(&mut terminal);
    terminal.send("\r");
    choose(&mut terminal, "Put my overview on my drive");
    terminal.wait_for("Written to your drive as tallybox-overview.txt, tallybox-overview.html");
    let page = std::fs::read_to_string(drive.join("tallybox-overview.txt")).unwrap();
    assert!(page.contains("How many years"), "{page}");
    let html = std::fs::read_to_string(drive.join("tallybox-overview.html")).unwrap();
    assert!(html.starts_with("<!"), "{html}");
    terminal.send("\x1b[21~");
    terminal.wait_for("Fill in the survey");
    keeper(&mut terminal);
    terminal.send("2");
    terminal.wait_for("records were written as");
    let names = std::fs::read_dir(&drive).unwrap().flatten();
    let bundles = names.filter(|entry| entry.path().extension().is_some_and(|it| it == "bundle"));
    assert_eq!(bundles.count(), 1);
}

/// Chooses the line with these words by its number.
fn choose(terminal: &mut Terminal, words: &str) {
    let screen = terminal.wait_for(words);
    let line = screen.lines().find(|line| line.contains(words)).unwrap();
    let number = line
        .split_whitespace()
        .find(|word| word.parse::<u8>().is_ok());
    terminal.send(number.unwrap());
}

#[test]
fn a_kit_is_taken_from_a_drive_and_the_terminal_begins_anew_with_it() {
    let stand = Stand::new();
    let mut terminal = stand.open();
    let drive = stand.put_in(&terminal);
    // What the institution sends: the same questionnaire under another title.
    let survey = stand.home.path().join("surveys/small.toml");
    let before = std::fs::read_to_string(&survey).unwrap();
    let kit = drive.join("machines.kit");
    let make = |text: &str| {
        std::fs::write(&survey, text).unwrap();
        stand
            .home
            .done(&["kit", "make", "-o", kit.to_str().unwrap()]);
        std::fs::write(&survey, &before).unwrap();
    };
    let renamed = before.replacen("A small survey", "A renewed survey", 1);
    assert_ne!(renamed, before);
    keeper(&mut terminal);
    terminal.send("32");
    terminal.wait_for("one file that ends in .kit");
    // A sample notice, then a byte that is not the institution's.
    let sample = before.lines().filter(|line| !line.starts_with("approved_"));
    make(&(sample.collect::<Vec<_>>().join("\n") + "\n"));
    terminal.send("\r32");
    terminal.wait_for("so nobody may be asked under it");
    make(&renamed);
    let sound = std::fs::read(&kit).unwrap();
    let mut changed = sound.clone();
    *changed.last_mut().unwrap() ^= 1;
    std::fs::write(&kit, changed).unwrap();
    terminal.send("\r32");
    terminal.wait_for("refused");
    assert!(!stand.home.path().join("box/arrived.kit").exists());
    std::fs::write(&kit, sound).unwrap();
    terminal.send("\r32");
    terminal.wait_for("machines.kit is whole");
    assert_eq!(std::fs::read_to_string(&survey).unwrap(), before);
    terminal.send("\r9");
    assert_eq!(terminal.end().exit_code(), 70);
    // What keeps it running starts it anew.
    let again = stand.open();
    again.wait_for("A renewed survey");
    assert_eq!(std::fs::read_to_string(&survey).unwrap(), renamed);
    assert!(!stand.home.path().join("box/arrived.kit").exists());
}
