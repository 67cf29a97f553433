//! From what fails on the floors below to what a lead is told: each kind of failure has its fault, and what
//! only somebody who helps can use goes along as it was said.

use std::io;
use std::path::Path;

use crate::base::problem::Problem;
use crate::base::text::one_line;
use crate::base::words::{Arg, Message};
use crate::cli::error::{CliError, Kind};
use crate::runtime::desk_files::Unusable;
use crate::runtime::figures::FiguresError;
use crate::runtime::parcels;
use crate::runtime::releases::ReleaseError;
use crate::runtime::texts::MarkError;
use crate::stats::release::{Refusal, Why};
use crate::ui::lead::{Fault, Trouble};
use crate::vault::bundle;
use crate::vault::identity::IdentityError;
use crate::vault::keyring::{KeyRingError, PinError};
use crate::vault::parcel;
use crate::vault::seal::OpenError;
use crate::vault::store::StoreError;

/// What comes of something at the desk.
pub(in crate::cli) type Told<T> = Result<T, Trouble>;

/// A file that cannot be read.
pub(super) fn unread(path: &Path, error: &io::Error) -> Trouble {
    let fault = match error.kind() {
        io::ErrorKind::NotFound => Fault::NoFile,
        _ => Fault::Unread,
    };
    Trouble::at(fault, path.display()).says(error)
}

/// A file or folder that cannot be written.
pub(super) fn unwritten(path: &Path, error: &io::Error) -> Trouble {
    Trouble::at(Fault::Unwritten, path.display()).says(error)
}

/// A fault of the program, in its words.
pub(super) fn internal(words: impl std::fmt::Display) -> Trouble {
    Trouble::new(Fault::Internal).says(words)
}

/// A key file that does not open. A wrong passphrase is asked for again, and is none of these.
pub(super) fn of_key(path: &Path, error: &IdentityError) -> Trouble {
    use IdentityError as E;
    let fault = match error {
        E::Io(error) => return unread(path, error),
        E::NotAFile | E::TooLong | E::Line(..) | E::Empty | E::Header(_) => Fault::NotAKey,
        E::Exposed(_) => Fault::KeyExposed,
        E::TooMuchWork(_) => Fault::KeyTooHard,
        E::NoPassphrase | E::WrongPassphrase | E::Damaged | E::Age(_) => Fault::KeyDamaged,
    };
    Trouble::at(fault, path.display()).says(error)
}

/// Which fault a bundle has of which nothing is taken.
pub(super) const fn of_bundle(refused: &bundle::Refused) -> Fault {
    use bundle::Refused as R;
    match refused {
        R::NotABundle => Fault::NotABundle,
        R::Unread(_) => Fault::Unread,
        R::Verifier
        | R::Checkpoint(_)
        | R::Cut(_)
        | R::TooLarge(_)
        | R::Garbled(_)
        | R::Order
        | R::Size { .. }
        | R::Root
        | R::Trailing
        | R::EndHash => Fault::BundleDamaged,
    }
}

/// Which fault a merge's one word for a refusal is.
pub(super) fn of_refusal(code: &str) -> Fault {
    match code {
        "not_a_bundle" => Fault::NotABundle,
        "unread" => Fault::Unread,
        "not_enrolled" => Fault::BoxUnknown,
        "home" => Fault::HomeUnread,
        "pack" => Fault::PackDamaged,
        "store_full" => Fault::DiskFull,
        "store_read_only" => Fault::BoxReadOnly,
        "store_busy" => Fault::BoxBusy,
        "store" => Fault::BoxFault,
        _ => Fault::BundleDamaged,
    }
}

/// A pack that is refused.
pub(super) fn of_pack(path: &Path, refused: &parcel::Refused) -> Trouble {
    use parcel::Refused as R;
    let fault = match refused {
        R::Unread(error) => return unread(path, error),
        R::NotThis(_) => Fault::NotABundle,
        R::Cut(_) | R::Manifest(_) | R::Changed(_) | R::Trailing => Fault::PackDamaged,
        R::Signature | R::Signer | R::Statement(_) => Fault::PackForged,
    };
    Trouble::at(fault, path.display()).says(refused)
}

impl From<parcels::Fault> for Trouble {
    fn from(fault: parcels::Fault) -> Self {
        use parcels::Fault as F;
        let told = match &fault {
            F::Io(path, error) => return unwritten(path, error),
            F::KeyRing(_) => Fault::OwnKeys,
            F::Older(..) => Fault::OlderKeys,
            F::Foreign | F::Fork(_) | F::Stranger(_) => Fault::OtherInstitution,
            F::Questionnaire(_) | F::Name(_) | F::Secret(_) => Fault::PackSurvey,
        };
        Self::new(told).says(&fault)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        use StoreError as E;
        let told = match &error {
            E::Full => Self::new(Fault::DiskFull),
            E::ReadOnly => Self::new(Fault::BoxReadOnly),
            E::Busy => Self::new(Fault::BoxBusy),
            E::Missing(path) => Self::at(Fault::BoxMissing, path.display()),
            E::NotAStore { path, .. } => Self::at(Fault::BoxDamaged, path.display()),
            E::Damaged { .. } => Self::new(Fault::BoxDamaged),
            E::Exists(_)
            | E::ContinuedElsewhere
            | E::NotInvited
            | E::Unsound(_)
            | E::Io(_)
            | E::Sqlite(_) => Self::new(Fault::BoxFault),
        };
        told.says(error)
    }
}

impl From<KeyRingError> for Trouble {
    fn from(error: KeyRingError) -> Self {
        Self::new(Fault::OwnKeys).says(error)
    }
}

impl From<PinError> for Trouble {
    fn from(error: PinError) -> Self {
        Self::new(Fault::OwnKeys).says(error)
    }
}

impl From<FiguresError> for Trouble {
    fn from(error: FiguresError) -> Self {
        use FiguresError as E;
        match error {
            E::Store(error) => error.into(),
            E::Stranger => Self::new(Fault::OtherHome),
            E::BothDoors => Self::new(Fault::BothDoors),
            E::WhichSurvey(ids) => Self::new(Fault::WhichSurvey).says(ids.join(", ")),
            E::NoSurvey(_) => Self::new(Fault::NoResponses).says(error),
            E::Vanished | E::Stopped => Self::new(Fault::Vanished),
            E::Questionnaire(..) => Self::new(Fault::KeptSurvey).says(error),
        }
    }
}

impl From<Unusable> for Trouble {
    fn from(why: Unusable) -> Self {
        match &why {
            Unusable::Unread(path, error) => unread(path, error),
            Unusable::NotText(path) => Self::at(Fault::FileNotText, path.display()),
            Unusable::Faulty(problems) => {
                let (ours, authors): (Vec<_>, Vec<_>) =
                    problems.iter().partition(|one| one.is_translated());
                let told = Self::new(Fault::FileFaulty).detailed(ours.into_iter().map(line));
                authors.iter().fold(told, Self::says)
            }
        }
    }
}

/// A line of a file, with what is wrong in it and what to do.
fn line(problem: &Problem) -> Message {
    let args = [
        ("place", Arg::from(one_line(&problem.at()))),
        ("what", Arg::from(problem.what.clone())),
        ("next", Arg::from(problem.next.clone())),
    ];
    Message::with("lead-fault-line", args)
}

/// Beside which release figures would tell too much, and why.
fn of_release(refusal: &Refusal) -> Message {
    let number = ("number", Arg::from(i64::from(refusal.number)));
    let table = |table: &String| ("table", Arg::from(table.as_str()));
    match &refusal.why {
        Why::OtherProfile(profile) => {
            let args = [number, ("profile", Arg::from(profile.as_str()))];
            Message::with("lead-ledger-profile", args)
        }
        Why::Recoded(of) => Message::with("lead-ledger-recoded", [number, table(of)]),
        Why::Withheld(of) => Message::with("lead-ledger-withheld", [number, table(of)]),
        Why::Regrouped { table: of, group } => {
            let args = [number, table(of), ("group", Arg::from(of_group(group)))];
            Message::with("lead-ledger-regrouped", args)
        }
        Why::TooFew {
            table: of,
            group,
            fewest,
        } => {
            let fewest = Arg::Number(i64::try_from(*fewest).unwrap_or(i64::MAX));
            let args = [
                number,
                table(of),
                ("group", Arg::from(of_group(group))),
                ("fewest", fewest),
            ];
            Message::with("lead-ledger-too-few", args)
        }
    }
}

/// A group by its departments or codes.
fn of_group(group: &[String]) -> Message {
    match group {
        [] => Message::plain("lead-ledger-everyone"),
        [code] if code.is_empty() => Message::plain("lead-ledger-no-answer"),
        codes => Message::same(&codes.join(", ")),
    }
}

impl From<ReleaseError> for Trouble {
    fn from(error: ReleaseError) -> Self {
        use ReleaseError as E;
        match &error {
            E::Refused(refusal, file) => {
                let fault = match refusal.why {
                    Why::TooFew { .. } | Why::Regrouped { .. } | Why::Withheld(_) => {
                        Fault::Subtracted
                    }
                    Why::OtherProfile(_) => Fault::OtherProfile,
                    Why::Recoded(_) => Fault::Recoded,
                };
                Self::at(fault, file.display()).detailed([of_release(refusal)])
            }
            E::Io(path, error) | E::Unwritten(path, error) => unwritten(path, error),
            E::Sealed(path, why @ (OpenError::Header(_) | OpenError::Damaged)) => {
                Self::at(Fault::LedgerLost, path.display()).says(why)
            }
            E::Sealed(path, why) => Self::at(Fault::LedgerSealed, path.display()).says(why),
            E::Malformed(path) | E::Lost(path) | E::Old(path, _) => {
                Self::at(Fault::LedgerLost, path.display())
            }
            E::Seal(why) => Self::new(Fault::LedgerUnsealed).says(why),
            E::Full => Self::new(Fault::LedgerFull),
        }
    }
}

impl From<MarkError> for Trouble {
    fn from(error: MarkError) -> Self {
        match &error {
            MarkError::Io(path, error) => unwritten(path, error),
            MarkError::Sealed(path, why) => Self::at(Fault::MarksSealed, path.display()).says(why),
        }
    }
}

/// What a command that the desk shares says.
impl From<CliError> for Trouble {
    fn from(error: CliError) -> Self {
        let fault = match error.kind {
            Kind::Keys => Fault::OwnKeys,
            Kind::Store => Fault::BoxFault,
            Kind::Input | Kind::Enough => Fault::Unread,
            Kind::Refused | Kind::Usage => Fault::NotHere,
            Kind::Internal => Fault::Internal,
        };
        error
            .hints
            .iter()
            .fold(Self::new(fault).says(error.message), |told, hint| {
                told.says(hint)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::language::Language;
    use crate::base::words::Words;
    use crate::runtime::home::flagship;
    use crate::stats::demand;

    const NEEDS: &str = "schema = 2\ndepartment = \"chemistri\"\nbase_rate = 7\ncolour = 1\nstarter = 3\n\
        [[need]]\nskill = \"mat.sen\"\nlevel = 9\ncriticality = 3\nwhy = \"teeching\"\nby = \"soon\"\n\
        [[need]]\nplan_ref = 4\n";
    const PEOPLE: &[u8] =
        b"department,people\nchemistri,14\nphysics,about nine\nphysics,9\n,3\nmaths,1,200\n";

    /// Each message in English and in Welsh, which differ.
    fn in_both(details: &[Message]) -> Vec<String> {
        let [en, cy] = ["en", "cy"].map(|tag| Words::new(&Language::new(tag)));
        let both = details.iter().map(|one| (en.tell(one), cy.tell(one)));
        both.map(|(english, welsh)| {
            assert_ne!(english, welsh);
            let is_bare = |words: &String| words.contains("desk-file") || words.contains("lead-");
            assert!(!is_bare(&english) && !is_bare(&welsh), "{english}\n{welsh}");
            english
        })
        .collect()
    }

    #[test]
    fn a_leads_own_files_say_their_faults_in_the_language_of_the_screens() {
        let survey = flagship().unwrap();
        let needs = demand::parse(NEEDS, "d.toml", &survey).unwrap_err();
        let people = demand::headcounts::parse(PEOPLE, "h.csv", &survey).unwrap_err();
        for (problems, first) in [
            (
                needs,
                "d.toml:1:10: this is not a schema that is known; write",
            ),
            (
                people,
                "h.csv:2:1: there is no department `chemistri`; did you",
            ),
        ] {
            let count = problems.len();
            let told = Trouble::from(Unusable::Faulty(problems));
            assert_eq!((told.details.len(), told.technical.len()), (count, 0));
            let said = in_both(&told.details);
            assert!(count > 4 && said[0].starts_with(first), "{said:?}");
            // A page has room for five, and says how many more there are.
            let (page, _) = told.paragraphs(&Words::new(&Language::new("en")));
            let more = page.last().unwrap();
            assert!(
                more.contains(&(count - 5).to_string()) || count == 5,
                "{page:?}"
            );
        }
    }

    #[test]
    fn a_refused_release_says_why_in_the_language_of_the_screens() {
        let table = || "skills.gc".to_owned();
        let group = vec!["chemistry".to_owned()];
        let reasons = [
            Why::OtherProfile("hesa".to_owned()),
            Why::Recoded(table()),
            Why::Withheld(table()),
            Why::Regrouped {
                table: table(),
                group: Vec::new(),
            },
            Why::Regrouped {
                table: table(),
                group: vec![String::new()],
            },
            Why::TooFew {
                table: table(),
                group,
                fewest: 5,
            },
        ];
        let refused = |why| {
            of_release(&Refusal {
                number: 3,
                date: "2027-05-01".to_owned(),
                why,
            })
        };
        let said = in_both(&reasons.map(refused));
        assert!(said.iter().all(|words| words.contains('3')), "{said:?}");
        assert!(
            said[5].contains("fewer than 5") && said[5].contains("chemistry"),
            "{said:?}"
        );
    }
}
