//! What leaves the statistical door is entered in the home's ledger of releases, or stays: `report`
//! comes here before it writes a byte.

use crate::runtime::clock;
use crate::runtime::figures::Holders;
use crate::runtime::home::Home;
use crate::runtime::releases::{self, Candidate, ReleaseError};
use crate::stats::release::{Near, Snapshot, Why};
use crate::vault::keyring::KeyRing;
use crate::vault::seal::OpenError;

use super::error::{CliError, Kind};

/// Enters figures as a release of `wave`, where they are not an earlier release's, unchanged.
/// `json` is what their release file will hold. What must be said of an earlier wave's figures beside them.
///
/// # Errors
/// Exit code 1 where they could be subtracted from an earlier release; else what is wrong with the
/// ledger.
pub(super) fn enter(
    home: &Home,
    ring: &KeyRing,
    holders: &Holders,
    wave: &str,
    snapshot: Snapshot,
    json: &[u8],
) -> Result<Option<Near>, CliError> {
    let candidate = Candidate {
        snapshot,
        wave,
        day: clock::today(),
        json,
    };
    releases::enter(home, holders, ring, candidate).map_err(|error| told(&error))
}

fn told(error: &ReleaseError) -> CliError {
    let kind = match error {
        ReleaseError::Refused(..) => Kind::Refused,
        ReleaseError::Sealed(..) | ReleaseError::Seal(_) => Kind::Keys,
        ReleaseError::Io(..)
        | ReleaseError::Unwritten(..)
        | ReleaseError::Malformed(_)
        | ReleaseError::Lost(_)
        | ReleaseError::Old(..)
        | ReleaseError::Full => Kind::Store,
    };
    let said = CliError::new(kind, error.to_string());
    match error {
        ReleaseError::Refused(refusal, file) => {
            let instead = match refusal.why {
                Why::TooFew { .. } | Why::Regrouped { .. } => {
                    "or wait until more people have answered"
                }
                Why::Withheld(_) => {
                    "under `hesa` and `suppress` the figures of a question leave once a wave, also when the survey is closed; questions whose figures have not left yet can be reported with `--table`"
                }
                Why::OtherProfile(_) => {
                    "keep the profile and the smallest group for the whole wave"
                }
                Why::Recoded(_) => "report the questionnaire as it was, or begin a new wave",
            };
            said.hint(format!(
                "send the earlier release again, number {} of {}: {}",
                refusal.number,
                refusal.date,
                file.display()
            ))
            .hint(instead)
        }
        ReleaseError::Io(..) => {
            said.hint("the ledger of releases is kept in the home's `releases/`: it must be readable")
        }
        ReleaseError::Unwritten(..) => said
            .hint("give the folder `releases` of this home to whoever makes reports, or copy the home to a folder of their own: `tallybox box backup FOLDER`, then `--home FOLDER`")
            .hint("make every later release of this wave there: another home's ledger does not know of it"),
        ReleaseError::Sealed(_, OpenError::Header(_) | OpenError::Damaged)
        | ReleaseError::Malformed(_)
        | ReleaseError::Lost(_) => {
            said.hint("bring `releases/ledger.age` back from a backup that was made after the last release")
        }
        ReleaseError::Old(_, number) => said.hint(format!(
            "bring `releases/ledger.age` back from a backup that was made after release {number}"
        )),
        ReleaseError::Sealed(..) => {
            said.hint("give the statistics identity that earlier releases were made with, or have that office seal the ledger to the newest keys: `tallybox keys reseal --identity FILE -o PARTS` in this home")
        }
        ReleaseError::Seal(_) => said.hint("`tallybox keys list` shows the statistics keys"),
        ReleaseError::Full => said,
    }
}
