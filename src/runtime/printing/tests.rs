//! Paper, as far as a socket or a pipe is a printer.
use std::io::Read as _;
use std::net::TcpListener;

use rustix::fs::{Mode, OFlags};

use super::*;

#[test]
fn a_printer_is_read_as_the_settings_name_it() {
    let socket = |host: &str, port| Some(Printer::Socket(host.to_owned(), port));
    let ipp = |host: &str, port, path: &str| {
        Some(Printer::Ipp(ipp::Target {
            host: host.to_owned(),
            port,
            path: path.to_owned(),
        }))
    };
    for (words, expected) in [
        (
            "device:/dev/usb/lp0",
            Some(Printer::Device("/dev/usb/lp0".into())),
        ),
        ("socket://192.0.2.7", socket("192.0.2.7", 9100)),
        ("socket://printer:9101", socket("printer", 9101)),
        ("socket://[2001:db8::1]:9100", socket("2001:db8::1", 9100)),
        ("ipp://printer/ipp/print", ipp("printer", 631, "/ipp/print")),
        ("ipp://[::1]:8631/ipp", ipp("::1", 8631, "/ipp")),
        ("device:lp0", None),
        ("socket://", None),
        ("socket://a b", None),
        ("socket://printer:port", None),
        ("ipp://printer/a\r\nHost: other", None),
        ("lp -d office", None),
        ("http://printer", None),
    ] {
        assert_eq!(Printer::parse(words), expected, "{words}");
    }
}

#[test]
fn a_page_holds_nothing_a_printer_could_obey_and_fits_its_columns() {
    let words = "Sg\u{175}r\u{1b}E\u{0}ed\u{0301}\n\nword ".to_owned() + &"long ".repeat(20);
    let bytes = raw(&words, 32);
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("Sgwr"), "{text:?}");
    assert!(text.ends_with("\r\n\u{c}"), "{text:?}");
    let inner = text.trim_end_matches('\u{c}');
    assert!(inner.lines().all(|line| line.len() <= 32), "{text:?}");
    assert!(
        inner.chars().all(|c| matches!(c, ' '..='~' | '\r' | '\n')),
        "{text:?}"
    );
}

#[test]
fn a_port_gets_the_page_and_then_the_end() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let printer = std::thread::spawn(move || {
        let mut got = String::new();
        listener
            .accept()
            .unwrap()
            .0
            .read_to_string(&mut got)
            .unwrap();
        got
    });
    let words = Printer::parse(&format!("socket://127.0.0.1:{port}")).unwrap();
    words.print("abandon ability", COLUMNS).unwrap();
    assert_eq!(printer.join().unwrap(), "abandon ability\r\n\u{c}");
}

#[test]
fn a_device_that_nobody_reads_is_an_error_and_no_wait() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("lp0");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        Mode::RUSR | Mode::WUSR,
        0,
    )
    .unwrap();
    let printer = Printer::Device(pipe.clone());
    assert!(printer.print("words", COLUMNS).is_err());
    // With a reader on the other end it is taken.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK;
    let mut reader = std::fs::File::from(rustix::fs::open(&pipe, flags, Mode::empty()).unwrap());
    printer.print("words", COLUMNS).unwrap();
    let mut got = [0; 64];
    let count = reader.read(&mut got).unwrap();
    assert_eq!(got.get(..count).unwrap(), b"words\r\n\x0c");
}
