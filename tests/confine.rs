//! What a session may no longer do: asked of the kernel in a thread of its own (the fence is a thread's),
//! and of the real program by what the kernel says about its process.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs::{self, Permissions};
use std::io;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;

use support::home::{TestHome, binary};
use support::journey::{answer, begin, send};
use support::pty::Terminal;
use tallybox::runtime::confine::{self, Fence, Reach};
use tallybox::runtime::home::Home;
use tallybox::vault::store::Store;

/// What is tried, by name; `true` where the kernel let it.
fn tries(outside: &Path, port: u16) -> Vec<(&'static str, bool)> {
    let read = |path: &str| fs::read(path).is_ok();
    let ran = Command::new("/bin/true").stdin(Stdio::null()).status();
    vec![
        ("read a file elsewhere", read("/etc/passwd")),
        ("list a folder elsewhere", fs::read_dir("/root").is_ok()),
        ("read about its own process", read("/proc/self/maps")),
        (
            "make a file elsewhere",
            fs::write(outside.join("new"), b"x").is_ok(),
        ),
        (
            "write a file elsewhere",
            fs::write(outside.join("there"), b"x").is_ok(),
        ),
        (
            "delete a file elsewhere",
            fs::remove_file(outside.join("there")).is_ok(),
        ),
        ("start a program", ran.is_ok()),
        ("call out", TcpStream::connect(("127.0.0.1", port)).is_ok()),
        ("listen", TcpListener::bind("127.0.0.1:0").is_ok()),
        ("send a datagram", UdpSocket::bind("127.0.0.1:0").is_ok()),
        ("talk to a socket", UnixDatagram::unbound().is_ok()),
        (
            "change a mode elsewhere",
            fs::set_permissions(outside, Permissions::from_mode(0o700)).is_ok(),
        ),
        (
            "give a file away",
            std::os::unix::fs::chown(outside, None, None).is_ok(),
        ),
    ]
}

/// What a session has to do.
fn duties(home: &Home) -> Vec<(&'static str, bool)> {
    let mut store = Store::open(&home.box_folder());
    let wrote = store
        .as_mut()
        .is_ok_and(|store| store.set_setting("tried", b"x").is_ok());
    let shuffled = store.is_ok_and(|mut store| store.shuffle().is_ok());
    vec![
        ("open and write the store", wrote),
        ("shuffle it", shuffled),
        (
            "read a questionnaire",
            fs::read(home.surveys().join("small.toml")).is_ok(),
        ),
        ("list the keys", fs::read_dir(home.keys()).is_ok()),
        (
            "draw random bytes",
            tallybox::runtime::random::bytes::<16>().is_ok(),
        ),
    ]
}

#[test]
fn a_session_reaches_its_box_and_nothing_else() {
    let home = TestHome::with_keys("Chemistry stores");
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("there"), b"x").unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let place = Home::at(home.path());
    // The control: without the fence all of it can be done.
    for (what, done) in tries(outside.path(), port)
        .into_iter()
        .chain(duties(&place))
    {
        assert!(done, "{what} should be possible here");
    }
    fs::remove_file(outside.path().join("new")).unwrap();
    fs::write(outside.path().join("there"), b"x").unwrap();
    let (fence, tried, did) = std::thread::scope(|scope| {
        let confined = scope.spawn(|| {
            let reach = Reach::of_session(&place);
            let fence = confine::fence(&reach);
            assert!(confine::refuse_calls(&reach), "this kernel has no seccomp");
            (fence, tries(outside.path(), port), duties(&place))
        });
        confined.join().unwrap()
    });
    assert_eq!(fence, Fence::Whole, "this kernel has no Landlock");
    for (what, done) in tried {
        assert!(!done, "a session could still {what}");
    }
    for (what, done) in did {
        assert!(done, "a session can no longer {what}");
    }
    assert!(!outside.path().join("new").exists());
}

#[test]
fn a_printers_port_and_a_files_folder_can_be_let_through() {
    let home = TestHome::bare();
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let file = folder.path().join("mine.txt");
    let mut reach = Reach::of_session(&Home::at(home.path())).and_folder_of(Some(&file));
    reach.ports.push(port);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            confine::fence(&reach);
            assert!(confine::refuse_calls(&reach));
            fs::write(&file, b"x").unwrap();
            let here = UnixDatagram::unbound().unwrap_err();
            assert_eq!(here.kind(), io::ErrorKind::PermissionDenied);
            TcpStream::connect(("127.0.0.1", port)).unwrap();
            let other = TcpStream::connect(("127.0.0.1", 1)).unwrap_err();
            assert_eq!(other.kind(), io::ErrorKind::PermissionDenied);
        });
    });
}

/// A field of `/proc/PID/status`.
fn status(pid: u32, name: &str) -> String {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap();
    line.split(':').nth(1).unwrap().trim().to_owned()
}

fn limit(pid: u32, name: &str) -> String {
    let text = fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().rev().nth(1).unwrap().to_owned()
}

#[test]
fn the_kernel_says_so_of_the_real_program() {
    let home = TestHome::with_keys("Chemistry stores");
    let mut command = CommandBuilder::new(binary());
    command.args(["--home", home.path().to_str().unwrap(), "fill"]);
    command.env("TERM", "xterm-256color");
    let mut terminal = Terminal::start(command);
    begin(&mut terminal);
    let pid = terminal.process();
    assert_eq!(status(pid, "NoNewPrivs"), "1");
    assert_eq!(status(pid, "Seccomp"), "2");
    assert_eq!(status(pid, "Umask"), "0077");
    assert_eq!(limit(pid, "Max core file size"), "0");
    assert_eq!(limit(pid, "Max open files"), "128");
    assert_ne!(limit(pid, "Max address space"), "unlimited");
    answer(&mut terminal, 0, 7);
    send(&mut terminal);
    terminal.send("\x1b[C\r");
    assert!(terminal.end().success());
}

#[test]
fn a_session_tells_the_kernel_before_the_first_question() {
    let home = TestHome::with_keys("Chemistry stores");
    let log = home.path().join("calls");
    let mut command = Command::new("strace");
    command.args([
        "-f",
        "-qq",
        "-e",
        "trace=landlock_restrict_self,seccomp,prctl,prlimit64,execve",
        "-o",
    ]);
    command.arg(&log).arg(binary());
    command.args(["--home", home.path().to_str().unwrap(), "fill", "--plain"]);
    let output = command.stdin(Stdio::null()).output().unwrap();
    let calls = fs::read_to_string(&log).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for wanted in [
        "prctl(PR_SET_DUMPABLE, SUID_DUMP_DISABLE",
        "prctl(PR_SET_NO_NEW_PRIVS, 1",
        "RLIMIT_CORE, {rlim_cur=0, rlim_max=0}",
        "landlock_restrict_self(",
        "seccomp(SECCOMP_SET_MODE_FILTER",
    ] {
        let call = calls.lines().find(|line| line.contains(wanted));
        assert!(
            call.is_some_and(|call| call.ends_with("= 0")),
            "{wanted}:\n{calls}"
        );
    }
    assert_eq!(calls.matches("execve(").count(), 1, "it started a program");
}

#[test]
fn memory_is_locked_exactly_where_all_that_may_be_asked_for_may_be() {
    let home = TestHome::with_keys("Chemistry stores");
    let mut command = CommandBuilder::new("prlimit");
    command.arg(format!("--as={}", 512 << 20));
    command.arg(binary());
    command.args(["--home", home.path().to_str().unwrap(), "fill"]);
    command.env("TERM", "xterm-256color");
    let mut terminal = Terminal::start(command);
    begin(&mut terminal);
    let pid = terminal.process();
    let bytes = |name: &str| limit(pid, name).parse().unwrap_or(u64::MAX);
    let may = bytes("Max locked memory") >= bytes("Max address space");
    let locked = status(pid, "VmLck");
    assert_eq!(locked != "0 kB", may, "{locked}");
}

#[test]
fn descriptors_left_open_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    let before = confine::inherited();
    let file = fs::File::create(folder.path().join("x")).unwrap();
    let after = confine::inherited();
    let number = std::os::fd::AsRawFd::as_raw_fd(&file);
    assert!(
        after.contains(&u32::try_from(number).unwrap()),
        "{before:?} {after:?}"
    );
}

/// A FIFO's reading end, which tells whether anybody still has the other one open.
struct Other(fs::File);

impl Other {
    fn of(path: &Path) -> Self {
        let made = Command::new("mkfifo").arg(path).status().unwrap();
        assert!(made.success());
        let mut options = fs::OpenOptions::new();
        let flags = rustix::fs::OFlags::NONBLOCK.bits();
        options.read(true);
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.cast_signed());
        Self(options.open(path).unwrap())
    }

    fn is_open(&mut self) -> bool {
        let read = io::Read::read(&mut self.0, &mut [0]);
        matches!(read, Err(error) if error.kind() == io::ErrorKind::WouldBlock)
    }
}

/// The program, started by a shell that leaves descriptor 7 open.
fn left_open(fifo: &Path, home: &TestHome, words: &str) -> CommandBuilder {
    let (fifo, home, program) = (fifo.display(), home.path(), binary());
    let (home, program) = (home.display(), program.display());
    let mut command = CommandBuilder::new("sh");
    let script = format!(
        "exec 7>'{fifo}'; echo started; read line; exec '{program}' --home '{home}' {words}"
    );
    command.args(["-c", &script]);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command
}

#[test]
fn what_was_left_open_is_closed_before_a_person_sits_down() {
    let home = TestHome::with_keys("Chemistry stores");
    for words in ["fill", "me", "kiosk"] {
        let fifo = home.path().join(format!("{words}.fifo"));
        let mut other = Other::of(&fifo);
        let mut terminal = Terminal::start(left_open(&fifo, &home, words));
        terminal.wait_for("started");
        // The control: the shell has it open.
        assert!(other.is_open(), "{words}");
        terminal.send("\r");
        terminal.wait_for("language");
        assert!(!other.is_open(), "{words} keeps what was left open");
    }
}

#[test]
fn a_limit_on_file_sizes_is_told_and_ends_nothing() {
    let home = TestHome::with_keys("Chemistry stores");
    let file = home.path().join("answers.json");
    fs::write(
        &file,
        r#"{ "dept": "chem", "years": 4, "share": ["none"], "teach": false }"#,
    )
    .unwrap();
    // Blocks of 512 bytes: less than the store takes with its log.
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -f 60; exec \"$@\"", "sh"]);
    command
        .arg(binary())
        .args(["--home", home.path().to_str().unwrap()]);
    command.args(["fill", "--answers", file.to_str().unwrap()]);
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(5), "{:?} {told}", output.status);
    assert!(told.contains("error: "), "{told}");
}
