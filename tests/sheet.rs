//! What the program prints about itself and for handing out: the SSH page, shell completions, pages for
//! `man`.
mod support;

use std::process::Command;

use support::home::{TestHome, done, tallybox};

#[test]
fn the_page_for_colleagues_shows_the_fingerprint_that_their_clients_show() {
    let home = TestHome::bare();
    let key = home.path().join("host");
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&key)
        .status();
    assert!(made.unwrap().success());
    let public = home.path().join("host.pub");
    let told = Command::new("ssh-keygen")
        .arg("-lf")
        .arg(&public)
        .output()
        .unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let fingerprint = told.split(' ').nth(1).unwrap();
    let args = [
        "sheet",
        "ssh",
        "--host",
        "lab.example.ac.uk",
        "--host-key",
        public.to_str().unwrap(),
    ];
    let page = home.done(&args);
    assert!(
        page.contains(&format!("    {fingerprint} (ED25519)\n")),
        "{page}"
    );
    assert!(
        page.contains("    ssh survey@lab.example.ac.uk\n"),
        "{page}"
    );
    assert!(
        page.contains("    ssh survey@lab.example.ac.uk me\n"),
        "{page}"
    );
    assert!(
        page.lines().all(|line| line.chars().count() <= 80),
        "{page}"
    );
    let welsh = home.done(
        &[
            &args[..],
            &["--lang", "cy", "--port", "2222", "--format", "html"],
        ]
        .concat(),
    );
    assert!(
        welsh.contains("<html lang=\"cy\">") && welsh.contains(fingerprint),
        "{welsh}"
    );
    assert!(
        welsh.contains("ssh -p 2222 survey@lab.example.ac.uk"),
        "{welsh}"
    );

    // Of an invitation it tells where the host asks for one, and only there.
    let told = [("en", "Your invitation"), ("cy", "Eich gwahoddiad")];
    for (language, heading) in told {
        let more = [&args[..], &["--lang", language]].concat();
        assert!(!home.done(&more).contains(heading), "{language}");
        let page = home.done(&[&more[..], &["--invitation"]].concat());
        assert!(page.contains(&format!("\n{heading}\n")), "{page}");
        assert!(page.contains("20 "), "{page}");
        assert!(
            page.lines().all(|line| line.chars().count() <= 80),
            "{page}"
        );
    }

    // The secret half is not what belongs on a page.
    let wrong = [&args[..5], &[key.to_str().unwrap()]].concat();
    let output = home.run(&wrong);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("host:1: this is not a public key"));
}

#[test]
fn shells_and_man_are_told_every_command() {
    let bash = done(&["completions", "bash"]);
    assert!(bash.contains("complete -F _tallybox"), "{bash}");
    let folder = tempfile::tempdir().unwrap();
    done(&["man", "--out-dir", folder.path().to_str().unwrap()]);
    let page = std::fs::read_to_string(folder.path().join("tallybox-box-init.1")).unwrap();
    assert!(page.contains(".TH"), "{page}");
    let help = String::from_utf8(tallybox(&["--help"]).stdout).unwrap();
    let commands = help.split("Commands:").nth(1).unwrap();
    let commands = commands.split("Options:").next().unwrap();
    for line in commands
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
    {
        let name = line.split_whitespace().next().unwrap();
        assert!(
            folder.path().join(format!("tallybox-{name}.1")).exists(),
            "{name}"
        );
    }
}
