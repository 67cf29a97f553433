//! Printing over IPP against a scheduler that nobody here wrote: CUPS takes the job, and its spool holds the
//! page, byte for byte.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tallybox::runtime::printing::Printer;

/// Long enough for a loaded machine; reaching it is a failure, never a pass.
const HANG_GUARD: Duration = Duration::from_secs(20);

/// A CUPS of this test's own, with one queue that prints as it is.
struct Cups {
    daemon: Child,
    folder: tempfile::TempDir,
    port: u16,
}

impl Cups {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let root = folder.path().to_str().unwrap().to_owned();
        for name in ["etc/ppd", "spool/tmp", "cache", "run", "log"] {
            std::fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        // Its filters run as `lp`, which must get as far as the spool.
        let opened = Command::new("chmod")
            .args(["-R", "755", &root])
            .status()
            .unwrap();
        assert!(opened.success());
        let put = |name: &str, text: String| {
            std::fs::write(folder.path().join("etc").join(name), text).unwrap();
        };
        put(
            "cups-files.conf",
            format!(
                "ServerRoot {root}/etc\nRequestRoot {root}/spool\nTempDir {root}/spool/tmp\nCacheDir {root}/cache\n\
             StateDir {root}/run\nAccessLog {root}/log/access\nErrorLog {root}/log/error\nPageLog {root}/log/page\n\
             FileDevice Yes\nUser lp\nGroup lp\nSystemGroup root\nDataDir /usr/share/cups\nServerBin /usr/lib/cups\n"
            ),
        );
        put(
            "cupsd.conf",
            format!(
                "Listen 127.0.0.1:{port}\nBrowsing No\nDefaultAuthType None\nPreserveJobFiles Yes\n\
             <Location />\nOrder allow,deny\nAllow all\n</Location>\n<Policy default>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n"
            ),
        );
        put("printers.conf", "<Printer raw>\nUUID urn:uuid:1c4ac0b1-5b0e-3f2a-6a0d-3d2e8a5f0a11\nInfo raw\nDeviceURI file:///dev/null\nState Idle\nAccepting Yes\nShared No\nJobSheets none none\n</Printer>\n".to_owned());
        let daemon = Command::new("/usr/sbin/cupsd")
            .args([
                "-f",
                "-c",
                &format!("{root}/etc/cupsd.conf"),
                "-s",
                &format!("{root}/etc/cups-files.conf"),
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let cups = Self {
            daemon,
            folder,
            port,
        };
        cups.wait_until_it_listens();
        cups
    }

    fn wait_until_it_listens(&self) {
        let address = std::net::SocketAddr::from(([127, 0, 0, 1], self.port));
        let mut tries = std::iter::repeat_with(|| TcpStream::connect_timeout(&address, HANG_GUARD));
        let listening = tries
            .by_ref()
            .take(100_000)
            .any(|connected| connected.is_ok());
        let log = || std::fs::read_to_string(self.folder.path().join("log/error"));
        assert!(listening, "{:?}", log());
    }

    fn printer(&self, queue: &str) -> Printer {
        Printer::parse(&format!("ipp://127.0.0.1:{}/printers/{queue}", self.port)).unwrap()
    }

    fn page(&self, number: u32) -> Vec<u8> {
        let name = format!("spool/d{number:05}-001");
        std::fs::read(Path::new(self.folder.path()).join(name)).unwrap()
    }
}

impl Drop for Cups {
    fn drop(&mut self) {
        drop(self.daemon.kill());
        drop(self.daemon.wait());
    }
}

#[test]
fn cups_takes_a_page_over_ipp_and_has_it_whole() {
    let cups = Cups::start();
    let printer = cups.printer("raw");
    printer
        .print("Eich wyth gair: dŵr, tŷ\nabandon ability", 80)
        .unwrap();
    let expected = "Eich wyth gair: dŵr, tŷ\r\nabandon ability\r\n";
    assert_eq!(String::from_utf8(cups.page(1)).unwrap(), expected);
    // A page of many pieces.
    let long = "a line of some length that is printed again and again\n".repeat(20_000);
    printer.print(&long, 80).unwrap();
    assert_eq!(cups.page(2).len(), long.len() + 20_000);
    // A queue that is not there is refused, and said to be.
    let refused = cups.printer("other").print("words", 80).unwrap_err();
    assert!(refused.to_string().contains("refused"), "{refused}");
}
