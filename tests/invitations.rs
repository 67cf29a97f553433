//! Invitations: made once and never kept, good until a response is committed and never after, and linked
//! to no response.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Barrier;

use support::home::{TestHome, binary};
use support::life::asked;
use support::story::{self, type_in};
use tallybox::base::hex;
use tallybox::form::Form;
use tallybox::response::code::Code;
use tallybox::response::invitation::Invitation;
use tallybox::runtime::keeper::{Found, Keeper, SaveError, expires};

/// Makes invitations and reads the list.
fn made(home: &TestHome, count: usize) -> Vec<Invitation> {
    let list = home.done(&["invite", "new", "--count", &count.to_string(), "-o", "-"]);
    read(&list)
}

fn read(list: &str) -> Vec<Invitation> {
    let mut lines = list.lines();
    assert_eq!(lines.next(), Some("invitation"));
    lines
        .map(|line| Invitation::parse(line).ok().unwrap())
        .collect()
}

fn left(home: &TestHome) -> u64 {
    asked(home, &["invite", "count"])["left"].as_u64().unwrap()
}

fn invited(home: &TestHome) -> Keeper {
    let mut keeper = story::keeper(home);
    keeper.ask_invitations();
    keeper
}

fn answered(keeper: &Keeper, invitation: Option<&Invitation>) -> Form {
    let mut form = story::form(keeper);
    let answers = [("dept", "chem"), ("years", "4"), ("share", "career")];
    type_in(&mut form, &answers);
    type_in(&mut form, &[("teach", "no"), ("next", "same")]);
    if let Some(invitation) = invitation {
        form.set_invitation(invitation.clone());
    }
    form
}

fn saved(keeper: &mut Keeper, form: &Form) -> Code {
    let code = keeper.draw().unwrap();
    let until = expires(keeper.questionnaire(), story::today());
    keeper.save(&code, &form.to_draft(None), until).unwrap();
    code
}

fn is_not_invited(sent: &Result<tallybox::runtime::keeper::Receipt, SaveError>) -> bool {
    matches!(sent, Err(SaveError::NotInvited))
}

/// Every file of a home.
fn files(folder: &Path, found: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(std::fs::read(&path).unwrap());
        }
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn what_is_made_is_written_once_for_its_maker_and_the_home_keeps_hashes_alone() {
    let home = TestHome::with_keys("Remote");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.csv");
    let words = [
        "invite",
        "new",
        "--count",
        "40",
        "-o",
        file.to_str().unwrap(),
    ];
    assert!(home.done(&words).is_empty());
    let mode = file.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let list = std::fs::read_to_string(&file).unwrap();
    let codes: std::collections::BTreeSet<&str> = list.lines().skip(1).collect();
    assert_eq!((codes.len(), left(&home)), (40, 40));
    let mut all = Vec::new();
    files(&home.path(), &mut all);
    for code in &codes {
        let plain = code.replace('-', "");
        let kept = |part: &str| all.iter().any(|bytes| holds(bytes, part.as_bytes()));
        assert!(!kept(code) && !kept(&plain), "{code}");
    }
    // A file that is there is not written over, and nothing is made for it.
    assert_eq!(home.run(&words).status.code(), Some(3));
    assert_eq!(left(&home), 40);
    // Whoever has the home reads hashes: no label, no number, no time.
    let clear = asked(&home, &["doctor", "--clear"]);
    let rows = clear["store"]["invitation"].as_array().unwrap().clone();
    let hashes: Vec<String> = read(&list)
        .iter()
        .map(|one| hex::encode(&one.hash("small", "2027")))
        .collect();
    assert_eq!(rows.len(), 40);
    for row in rows {
        assert_eq!(row.as_object().unwrap().len(), 1, "{row}");
        let hash = row["hash"]["hex"].as_str().unwrap().to_owned();
        assert!(hashes.contains(&hash), "{hash}");
    }
    assert_eq!(asked(&home, &["invite", "end", "--yes"])["taken_back"], 40);
    assert_eq!(left(&home), 0);
}

#[test]
fn an_invitation_is_good_until_a_response_is_committed_and_never_after() {
    let home = TestHome::with_keys("Remote");
    let invitations = made(&home, 2);
    let mut keeper = invited(&home);
    // Nothing is stored without one, nor with one that nobody made.
    let code = keeper.draw().unwrap();
    let none = answered(&keeper, None);
    assert!(is_not_invited(&keeper.submit(&code, &none, story::today())));
    let strange = answered(&keeper, Some(&Invitation::from_random([9; 16])));
    assert!(is_not_invited(&keeper.submit(
        &code,
        &strange,
        story::today()
    )));

    // The draft keeps it, and whoever takes the draft over has it; a submit that fails uses nothing up.
    let form = answered(&keeper, Some(&invitations[0]));
    let code = saved(&mut keeper, &form);
    let mut other = invited(&home);
    let Found::Draft {
        plaintext,
        questionnaire,
    } = other.find(&code).unwrap()
    else {
        panic!("the draft is gone");
    };
    let failed = keeper.submit(&code, &form, story::today());
    assert!(matches!(failed, Err(SaveError::ContinuedElsewhere)));
    assert_eq!(left(&home), 2);
    let (again, _) = Form::from_draft(questionnaire, story::today(), &plaintext).unwrap();
    assert!(again.invitation() == Some(&invitations[0]));
    other.submit(&code, &again, story::today()).unwrap();
    assert_eq!(left(&home), 1);

    // Whoever else has it is told, their draft is kept, and another one sends it.
    let mut late = answered(&keeper, Some(&invitations[0]));
    let latecomer = saved(&mut keeper, &late);
    assert!(is_not_invited(&keeper.submit(
        &latecomer,
        &late,
        story::today()
    )));
    assert_eq!(asked(&home, &["box", "status"])["drafts"], 1);
    assert!(keeper.lacks_invitation(&latecomer, &late).unwrap());
    late.set_invitation(invitations[1].clone());
    assert!(!keeper.lacks_invitation(&latecomer, &late).unwrap());
    keeper.submit(&latecomer, &late, story::today()).unwrap();
    assert_eq!(
        (
            left(&home),
            asked(&home, &["box", "status"])["counting"].as_u64()
        ),
        (0, Some(2))
    );

    // The words alone change and take back.
    let (draft, questionnaire) = keeper.revise(&code).unwrap();
    let (form, _) = Form::from_draft(questionnaire, story::today(), &draft).unwrap();
    assert_eq!(
        keeper
            .submit(&code, &form, story::today())
            .unwrap()
            .revision,
        2
    );
    keeper.withdraw(&latecomer).unwrap();
}

#[test]
fn where_everybody_may_answer_a_draft_brings_its_invitation_along_and_nobody_is_turned_away() {
    let home = TestHome::with_keys("Remote");
    let invitations = made(&home, 1);
    let mut open = story::keeper(&home);
    for left_then in [0, 0] {
        let form = answered(&open, Some(&invitations[0]));
        let code = saved(&mut open, &form);
        open.submit(&code, &form, story::today()).unwrap();
        assert_eq!(left(&home), left_then);
    }
}

#[test]
fn of_two_who_send_with_one_invitation_at_once_exactly_one_does() {
    let home = TestHome::with_keys("Remote");
    let invitations = made(&home, 8);
    let (own, shared) = invitations.split_at(4);
    // Two processes' stores, as under OpenSSH; then two sessions of one keeper, as in `serve`.
    for invitation in own {
        at_once([invited(&home), invited(&home)], invitation);
    }
    let (group, common) = invited(&home).share().unwrap();
    for invitation in shared {
        at_once([common.keeper(), common.keeper()], invitation);
    }
    drop(common);
    assert!(group.join());
    assert_eq!(left(&home), 0);
    let status = asked(&home, &["box", "status"]);
    assert_eq!(
        (&status["counting"], &status["drafts"]),
        (&8.into(), &8.into())
    );
}

fn at_once(keepers: [Keeper; 2], invitation: &Invitation) {
    let start = Barrier::new(2);
    let sends = |mut keeper: Keeper| {
        let form = answered(&keeper, Some(invitation));
        let code = saved(&mut keeper, &form);
        start.wait();
        let sent = keeper.submit(&code, &form, story::today());
        assert!(sent.is_ok() || is_not_invited(&sent));
        let is_kept = matches!(keeper.find(&code), Ok(Found::Draft { .. }));
        !is_kept
    };
    let sent = std::thread::scope(|scope| {
        let both = keepers.map(|keeper| scope.spawn(|| sends(keeper)));
        both.map(|one| one.join().unwrap())
    });
    assert_eq!(sent.iter().filter(|sent| **sent).count(), 1);
}

#[test]
fn no_log_and_no_export_says_which_invitation_went_with_which_response() {
    let home = TestHome::with_keys("Remote");
    let invitations = made(&home, 6);
    let mut keeper = invited(&home);
    let log = home.path().join("box/store.sqlite-wal");
    for invitation in &invitations[..3] {
        let form = answered(&keeper, Some(invitation));
        let code = saved(&mut keeper, &form);
        assert!(log.metadata().unwrap().len() > 0);
        keeper.submit(&code, &form, story::today()).unwrap();
        assert_eq!(
            log.metadata().unwrap().len(),
            0,
            "the log shows what went together"
        );
    }
    drop(keeper);
    let bundle = home.path().join("b");
    home.done(&[
        "bundle",
        "export",
        "--final",
        "-o",
        bundle.to_str().unwrap(),
    ]);
    let bundle_bytes = std::fs::read(&bundle).unwrap();
    for invitation in &invitations {
        assert!(!holds(&bundle_bytes, &invitation.hash("small", "2027")));
        assert!(!holds(&bundle_bytes, invitation.text().as_bytes()));
    }
    // Nor does a home that merges it know of any.
    let desk = home.desk();
    desk.done(&["box", "enrol", home.path().to_str().unwrap(), "--yes"]);
    home.done(&[
        "merge",
        desk.path().to_str().unwrap(),
        bundle.to_str().unwrap(),
    ]);
    assert_eq!((left(&home), left(&desk)), (3, 0));
}

/// `fill --invitation --plain` with lines typed in.
fn fill(home: &TestHome, lines: &[&str]) -> String {
    let mut child = Command::new(binary())
        .args(["fill", "--invitation", "--plain", "--lang", "en", "--home"])
        .arg(home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let typed = lines.join("\n") + "\n";
    // Who is let go early reads no more.
    drop(child.stdin.take().unwrap().write_all(typed.as_bytes()));
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn line_by_line_what_was_typed_is_told_in_words_and_three_that_are_none_end_it() {
    let home = TestHome::with_keys("Remote");
    let invitations = made(&home, 2);
    let good = invitations[0].text().replace('-', " ");
    let mut typo = good.clone();
    let last = typo.pop().unwrap();
    typo.push(if last == '1' { '2' } else { '1' });
    let told = fill(&home, &["", "1234", &typo, "abandon", &good, ""]);
    for words in [
        "type the digits of your invitation",
        "you typed 4",
        "one is wrong, or two have changed places",
        "I have read this",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let strange = |bits: u8| Invitation::from_random([bits; 16]).text().to_string();
    let told = fill(&home, &[&strange(1), &strange(2), &strange(3), &good, ""]);
    assert_eq!(told.matches("does not know this invitation").count(), 3);
    assert!(!told.contains("I have read this"), "{told}");

    // A draft whose invitation was used meanwhile asks for another where it is taken up.
    let mut keeper = invited(&home);
    let form = answered(&keeper, Some(&invitations[0]));
    let code = saved(&mut keeper, &form);
    keeper.end();
    let winner = saved(&mut keeper, &form);
    keeper.submit(&winner, &form, story::today()).unwrap();
    drop(keeper);
    let words = code.words().join(" ");
    let told = fill(&home, &[&words, &invitations[1].text()]);
    assert!(told.contains("Type another invitation"), "{told}");
    assert!(
        told.contains("Check your answers") || told.contains("Welcome back"),
        "{told}"
    );
    // The words of what was sent need none.
    let told = fill(&home, &[&winner.words().join(" "), "quit"]);
    assert!(told.contains("revision 1"), "{told}");
}
