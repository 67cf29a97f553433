//! Paper without a shell: plain text to a device file, to a printer's port 9100, or as one IPP job
//! (RFC 8010, 8011). Every step has a time limit, so that a printer without paper never holds a terminal.

#[cfg_attr(unix, path = "device.rs")]
#[cfg_attr(not(unix), path = "device_elsewhere.rs")]
mod device;
mod ipp;

use std::io::{self, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use unicode_normalization::UnicodeNormalization as _;

use super::confine::Reach;
use crate::base::text;

/// How long a printer may take to answer, and to take more bytes.
const PATIENCE: Duration = Duration::from_secs(8);
/// The port of raw printing where none is named (`AppSocket`).
const RAW_PORT: u16 = 9100;
/// IPP's (RFC 8010, 3.4).
const IPP_PORT: u16 = 631;
/// Where the C library looks hosts up (resolver(5), nsswitch.conf(5)), and the port of long answers.
const NAMES: [&str; 6] = [
    "/etc/hosts",
    "/etc/host.conf",
    "/etc/nsswitch.conf",
    "/etc/resolv.conf",
    "/etc/gai.conf",
    "/run/systemd/resolve",
];
const NAMES_PORT: u16 = 53;
/// The columns of a page where none are set.
pub const COLUMNS: usize = 80;
/// The least and the most columns: a till roll, and a wide line printer.
pub const COLUMN_LIMITS: (usize, usize) = (24, 132);

/// Where paper comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Printer {
    /// A device that takes text: `device:/dev/usb/lp0`.
    Device(PathBuf),
    /// A printer that takes text on a port: `socket://HOST[:9100]`.
    Socket(String, u16),
    /// A printer that speaks IPP: `ipp://HOST[:631]/PATH`.
    Ipp(ipp::Target),
}

impl Printer {
    /// Reads a printer as the settings name it.
    pub fn parse(words: &str) -> Option<Self> {
        let (scheme, rest) = words.split_once(':')?;
        match scheme {
            "device" => {
                let path = Path::new(rest);
                path.has_root().then(|| Self::Device(path.to_path_buf()))
            }
            "socket" => {
                let (host, port, path) = address(rest, RAW_PORT)?;
                (path == "/").then_some(Self::Socket(host, port))
            }
            "ipp" => {
                let (host, port, path) = address(rest, IPP_PORT)?;
                Some(Self::Ipp(ipp::Target { host, port, path }))
            }
            _ => None,
        }
    }

    /// Adds to what a confined process reaches what this printer takes: a device that may come and go, or a
    /// port; and for a host with a name what says where it is.
    #[must_use]
    pub fn widen(&self, mut reach: Reach) -> Reach {
        let (host, port) = match self {
            Self::Device(path) => {
                let all = Path::new("/dev");
                let folder = if path.starts_with(all) {
                    Some(all)
                } else {
                    path.parent()
                };
                reach.devices.extend(folder.map(Path::to_path_buf));
                return reach;
            }
            Self::Socket(host, port) => (host, *port),
            Self::Ipp(target) => (&target.host, target.port),
        };
        reach.ports.push(port);
        if host.parse::<std::net::IpAddr>().is_err() {
            reach.ports.push(NAMES_PORT);
            reach.read.extend(NAMES.map(PathBuf::from));
        }
        reach
    }

    /// Prints text.
    ///
    /// # Errors
    /// Where the printer is not there, does not answer in time or refuses.
    pub fn print(&self, words: &str, columns: usize) -> io::Result<()> {
        match self {
            Self::Device(path) => device::write(path, &raw(words, columns)),
            Self::Socket(host, port) => {
                let mut stream = connect(host, *port)?;
                stream.write_all(&raw(words, columns))?;
                stream.shutdown(std::net::Shutdown::Write)
            }
            Self::Ipp(target) => {
                let mut stream = connect(&target.host, target.port)?;
                ipp::print(&mut stream, target, page(words, columns).as_bytes())
            }
        }
    }
}

impl std::fmt::Display for Printer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Device(path) => path.display().fmt(f),
            Self::Socket(host, port) => write!(f, "{host}, port {port}"),
            Self::Ipp(target) => write!(f, "{}, port {}, IPP", target.host, target.port),
        }
    }
}

/// `//HOST[:PORT][/PATH]`: the host without brackets, the port, the path.
fn address(rest: &str, port: u16) -> Option<(String, u16, String)> {
    let rest = rest.strip_prefix("//")?;
    let (place, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, named) = match place.strip_prefix('[') {
        // An IPv6 address has colons of its own.
        Some(inside) => {
            let (host, after) = inside.split_once(']')?;
            (host, after.strip_prefix(':'))
        }
        None => match place.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (place, None),
        },
    };
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '_');
    let sound = |c: char| c.is_ascii_graphic();
    let port = named.map_or(Some(port), |port| port.parse().ok())?;
    (!host.is_empty() && host.chars().all(letter) && path.chars().all(sound))
        .then(|| (host.to_owned(), port, format!("/{path}")))
}

fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => {
                stream.set_write_timeout(Some(PATIENCE))?;
                stream.set_read_timeout(Some(PATIENCE))?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Text as lines of a page: wrapped, without anything that a printer could take for a command.
pub fn page(words: &str, columns: usize) -> String {
    let columns = columns.clamp(COLUMN_LIMITS.0, COLUMN_LIMITS.1);
    let mut out = String::new();
    for line in words.lines() {
        let line = text::sanitise(line);
        for piece in lines(&line, columns) {
            out.push_str(piece.trim_end());
            out.push_str("\r\n");
        }
    }
    out
}

fn lines(line: &str, columns: usize) -> Vec<String> {
    if text::width(line) <= columns {
        return vec![line.to_owned()];
    }
    text::wrap(line, columns)
}

/// For a printer of which nothing is known but that it takes letters: ASCII, and a form feed at the end.
fn raw(words: &str, columns: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = page(words, columns).chars().flat_map(ascii).collect();
    bytes.push(b'\x0c');
    bytes
}

/// A letter as every printer has it.
fn ascii(letter: char) -> Vec<u8> {
    if letter.is_ascii() {
        return vec![letter as u8];
    }
    let folded = letter.nfd().find(char::is_ascii);
    let plain = folded.unwrap_or(match letter {
        '‘' | '’' => '\'',
        '“' | '”' | '«' | '»' => '"',
        '–' | '—' | '‑' | '−' | '─' => '-',
        '•' | '●' => '*',
        '…' | '·' => '.',
        '\u{a0}' | '\u{202f}' => ' ',
        '×' => 'x',
        // What joins onto the letter before is left out.
        letter if text::width(letter.encode_utf8(&mut [0; 4])) == 0 => return Vec::new(),
        _ => '?',
    });
    vec![plain as u8]
}

#[cfg(all(test, unix))]
mod tests;
