//! One Print-Job request of IPP/1.1 over HTTP/1.1, and what the printer says to it. The encoding is RFC
//! 8010 section 3, the operation RFC 8011 section 4.2.1; nothing else of IPP is spoken.

use std::io::{self, Read, Write};

/// A printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its host's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The path of its queue, from the first slash on.
    pub path: String,
}

/// The most bytes of an answer: one that is longer is no answer to a Print-Job.
const LIMIT: u64 = 64 << 10;
/// Print-Job (RFC 8011, 5.4.15).
const PRINT_JOB: [u8; 2] = [0x00, 0x02];
/// Delimiter tags (RFC 8010, 3.5.1).
const OPERATION: u8 = 0x01;
const END: u8 = 0x03;
/// Value tags (RFC 8010, 3.5.2).
const NAME: u8 = 0x42;
const URI: u8 = 0x45;
const CHARSET: u8 = 0x47;
const LANGUAGE: u8 = 0x48;
const MIME: u8 = 0x49;
/// The first status code that is not a success (RFC 8011, appendix B).
const NOT_A_SUCCESS: u16 = 0x0100;

/// Sends a text and waits until the printer has taken it.
///
/// # Errors
/// Where the link breaks or the printer refuses.
pub(super) fn print(
    stream: &mut (impl Read + Write),
    target: &Target,
    text: &[u8],
) -> io::Result<()> {
    let body = request(target, text);
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/ipp\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        target.path,
        host(target),
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)?;
    stream.flush()?;
    taken(stream)
}

fn host(target: &Target) -> String {
    // An IPv6 address stands in brackets.
    if target.host.contains(':') {
        format!("[{}]:{}", target.host, target.port)
    } else {
        format!("{}:{}", target.host, target.port)
    }
}

/// The request's bytes: version, operation, request id, operation attributes, document.
fn request(target: &Target, text: &[u8]) -> Vec<u8> {
    let uri = format!("ipp://{}{}", host(target), target.path);
    let attributes: [(u8, &str, &str); 6] = [
        // These two come first, in this order (RFC 8011, 4.1.4).
        (CHARSET, "attributes-charset", "utf-8"),
        (LANGUAGE, "attributes-natural-language", "en"),
        (URI, "printer-uri", &uri),
        (NAME, "requesting-user-name", "tallybox"),
        (NAME, "job-name", "tallybox"),
        (MIME, "document-format", "text/plain"),
    ];
    let mut bytes = vec![1, 1];
    bytes.extend(PRINT_JOB);
    bytes.extend(1_u32.to_be_bytes());
    bytes.push(OPERATION);
    for (tag, name, value) in attributes {
        bytes.push(tag);
        for part in [name, value] {
            let length = u16::try_from(part.len()).unwrap_or(u16::MAX);
            bytes.extend(length.to_be_bytes());
            bytes.extend(part.as_bytes().iter().take(length.into()));
        }
    }
    bytes.push(END);
    bytes.extend(text);
    bytes
}

/// Reads the answer: whether the job was taken. The connection is not kept, but a printer may keep it
/// all the same, so nothing is read beyond the eight bytes that say it.
fn taken(stream: &mut impl Read) -> io::Result<()> {
    let mut answer = io::BufReader::new(stream.take(LIMIT));
    let mut head = read_head(&mut answer)?;
    while status(&head) == Some(100) {
        head = read_head(&mut answer)?;
    }
    if status(&head) != Some(200) {
        return Err(io::Error::other("the printer refused the request"));
    }
    if is_chunked(&head) {
        // The length of the first piece; a printer that sends less than the status in it sends nothing of use.
        read_line(&mut answer)?;
    }
    let mut first = [0; 4];
    answer.read_exact(&mut first)?;
    let code = u16::from_be_bytes([first[2], first[3]]);
    if code < NOT_A_SUCCESS {
        Ok(())
    } else {
        Err(io::Error::other(format!(
            "the printer refused the job: status 0x{code:04x}"
        )))
    }
}

fn read_line(answer: &mut impl Read) -> io::Result<String> {
    let mut line = Vec::new();
    let mut byte = [0];
    loop {
        answer.read_exact(&mut byte)?;
        match byte[0] {
            b'\n' => return Ok(String::from_utf8_lossy(&line).trim_end().to_owned()),
            other => line.push(other),
        }
    }
}

fn read_head(answer: &mut impl Read) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    loop {
        let line = read_line(answer)?;
        if line.is_empty() {
            return Ok(lines);
        }
        lines.push(line.to_ascii_lowercase());
    }
}

fn status(head: &[String]) -> Option<u16> {
    let line = head.first()?.strip_prefix("http/")?;
    line.split(' ').nth(1)?.parse().ok()
}

fn is_chunked(head: &[String]) -> bool {
    let mut fields = head.iter().filter_map(|line| line.split_once(':'));
    fields.any(|(name, value)| name == "transfer-encoding" && value.trim() == "chunked")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target() -> Target {
        Target {
            host: "printer".to_owned(),
            port: 631,
            path: "/ipp/print".to_owned(),
        }
    }

    /// The example of RFC 8010, appendix A.1, as far as it goes for these attributes.
    #[test]
    fn a_request_is_encoded_as_the_rfc_writes_it() {
        let bytes = request(&target(), b"text");
        let mut expected = vec![0x01, 0x01, 0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x01];
        expected.extend(b"\x47\x00\x12attributes-charset\x00\x05utf-8");
        expected.extend(b"\x48\x00\x1battributes-natural-language\x00\x02en");
        expected.extend(b"\x45\x00\x0bprinter-uri\x00\x1bipp://printer:631/ipp/print");
        expected.extend(b"\x42\x00\x14requesting-user-name\x00\x08tallybox");
        expected.extend(b"\x42\x00\x08job-name\x00\x08tallybox");
        expected.extend(b"\x49\x00\x0fdocument-format\x00\x0atext/plain");
        expected.extend(b"\x03text");
        assert_eq!(expected, bytes);
    }

    #[test]
    fn an_answer_is_believed_only_where_it_says_so() {
        let told = |answer: &[u8]| taken(&mut io::Cursor::new(answer)).is_ok();
        assert!(told(
            b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n\x01\x01\x00\x00\x00\x00\x00\x01"
        ));
        assert!(told(
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\x01\x01\x00\x01"
        ));
        assert!(told(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n\x01\x01\x00\x00"
        ));
        assert!(!told(b"HTTP/1.1 200 OK\r\n\r\n\x01\x01\x04\x0a"));
        assert!(!told(b"HTTP/1.1 401 Unauthorized\r\n\r\n\x01\x01\x00\x00"));
        assert!(!told(b"HTTP/1.1 200 OK\r\n\r\n\x01"));
        assert!(!told(b"hello"));
    }
}
