//! Makes a throw-away home: folders, keys, a box, and responses of a simulator that obeys the logic,
//! sealed and stored by the same path as a person's.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::choose;
use crate::cli::error::{CliError, Kind};
use crate::cli::init;
use crate::form::simulate::simulate;
use crate::runtime::desk_files::HEADCOUNTS;
use crate::runtime::home::Home;
use crate::runtime::keeper::Keeper;
use crate::runtime::{clock, random};
use crate::stats::demand::headcounts;
use crate::survey::Questionnaire;
use crate::vault::checkpoint::BoxKey;
use crate::vault::identity::NewIdentity;
use crate::vault::issue::{self, Request};
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::Holder;
use crate::vault::own;
use crate::vault::store::Store;

/// The box's public name.
const BOX_NAME: &str = "Demo box";
/// The first respondent's seed: the same demo every time.
const SEED: u64 = 2027;
/// A prime larger than any number of staff.
const STRIDE: usize = 7919;
/// How unequal departments are: a large one, small ones under the publishing threshold.
const SIZES: [usize; 8] = [31, 18, 24, 7, 13, 28, 5, 16];

/// A demo: its home and where each identity lies. Nothing in it is protected.
pub struct Demo {
    /// The home.
    pub home: Home,
    /// Its questionnaire.
    pub questionnaire: Arc<Questionnaire>,
    /// The institution's identity.
    pub institution: PathBuf,
    /// The second one, which a real institution keeps offline.
    pub offline: PathBuf,
    /// The statistics office's.
    pub statistics: PathBuf,
    /// The departments', by code.
    pub departments: Vec<(String, PathBuf)>,
}

/// A folder of its own for a demo that nobody named a place for.
pub(super) fn fresh_folder() -> Result<PathBuf, CliError> {
    let bytes = random::bytes::<8>()?;
    Ok(std::env::temp_dir().join(format!(
        "tallybox-demo-{}",
        crate::base::hex::encode(&bytes)
    )))
}

/// Makes the demo at `root` with so many responses.
///
/// # Errors
/// Where the folder is a home already or cannot be written.
pub fn make(root: &Path, responses: usize) -> Result<Demo, CliError> {
    init::make(root, &[])?;
    let home = Home::at(root.to_path_buf());
    let mut found = choose::all(&home)?;
    let questionnaire = found
        .pop()
        .ok_or_else(|| CliError::new(Kind::Internal, "no questionnaire"))?;
    let codes = departments(&questionnaire);
    let demo = make_keys(home, &questionnaire, &codes)?;
    make_box(&demo.home)?;
    answer(&demo.home, &questionnaire, &codes, responses)?;
    staff_list(&demo.home, &codes, responses)?;
    Ok(demo)
}

/// The departments one can work in.
fn departments(questionnaire: &Questionnaire) -> Vec<String> {
    let Some(list) = questionnaire.departments() else {
        return Vec::new();
    };
    let leaves = list
        .entries
        .iter()
        .filter(|entry| !list.is_heading(&entry.code));
    leaves.map(|entry| entry.code.clone()).collect()
}

fn make_keys(
    home: Home,
    questionnaire: &Arc<Questionnaire>,
    codes: &[String],
) -> Result<Demo, CliError> {
    let folder = home.root().join("identities");
    crate::vault::store::files::private_folder(&folder)
        .map_err(|error| CliError::write(&folder, &error))?;
    let mut ring = KeyRing::default();
    let mut maker = KeyMaker {
        home: &home,
        folder: &folder,
        ring: &mut ring,
        signer: None,
    };
    let institution = maker.make(Holder::Institution, "institution")?;
    let offline = maker.make(Holder::Institution, "institution-offline")?;
    let statistics = maker.make(Holder::Statistics, "statistics")?;
    let mut departments = Vec::new();
    for code in codes {
        let path = maker.make(
            Holder::Department(code.clone()),
            &format!("department-{code}"),
        )?;
        departments.push((code.clone(), path));
    }
    issue::remember_signer(&home.keys(), &institution)
        .map_err(|error| CliError::write(&home.keys(), &error))?;
    Ok(Demo {
        home,
        questionnaire: Arc::clone(questionnaire),
        institution,
        offline,
        statistics,
        departments,
    })
}

struct KeyMaker<'a> {
    home: &'a Home,
    folder: &'a Path,
    ring: &'a mut KeyRing,
    signer: Option<ed25519_dalek::SigningKey>,
}

impl KeyMaker<'_> {
    fn make(&mut self, holder: Holder, name: &str) -> Result<PathBuf, CliError> {
        let secret = zeroize::Zeroizing::new(random::bytes()?);
        let seed = zeroize::Zeroizing::new(random::bytes()?);
        let failed = |error: String| CliError::new(Kind::Keys, error);
        let identity = NewIdentity::from_random(holder, &secret, &seed)
            .map_err(|error| failed(error.to_string()))?;
        let out = self.folder.join(format!("{name}.key"));
        let request = Request {
            folder: &self.home.keys(),
            identity: &identity,
            out: &out,
            passphrase: None,
            signer: self.signer.as_ref(),
            day: clock::today(),
        };
        issue::issue(self.ring, &request).map_err(|error| failed(error.to_string()))?;
        self.signer = self.signer.take().or_else(|| identity.signer().cloned());
        Ok(out)
    }
}

fn make_box(home: &Home) -> Result<(), CliError> {
    let mut store = Store::create(&home.box_folder())?;
    let seed = random::bytes()?;
    own::init(&mut store, BoxKey::from_seed(&seed), BOX_NAME)?;
    let ring = KeyRing::load(&home.keys())
        .map_err(|error| CliError::new(Kind::Keys, error.to_string()))?;
    let pins = ring
        .pins()
        .ok_or_else(|| CliError::new(Kind::Internal, "the demo has no key set"))?;
    Ok(own::set_pins(&mut store, &pins)?)
}

fn answer(
    home: &Home,
    questionnaire: &Arc<Questionnaire>,
    codes: &[String],
    responses: usize,
) -> Result<(), CliError> {
    let mut keeper = Keeper::open(home, Arc::clone(questionnaire))?;
    let today = clock::today();
    for (seed, department) in (SEED..).zip(asked(codes, responses)) {
        let form = simulate(Arc::clone(questionnaire), seed, department, today);
        let code = keeper.draw()?;
        keeper.submit(&code, &form, today)?;
    }
    keeper.end();
    keeper.shuffle()?;
    Ok(())
}

/// The department of each respondent: a stride that no number of staff divides takes them in a mixed
/// order, each once a round.
fn asked(codes: &[String], responses: usize) -> impl Iterator<Item = Option<&str>> {
    let staff = staff(codes);
    let people = staff.len().max(1);
    (0..responses).map(move |person| staff.get(person * STRIDE % people).copied())
}

/// How many people each department has: a few more than answered, and in one of five many more, so that
/// both sides of the share from which silence is told as absence are seen.
fn staff_list(home: &Home, codes: &[String], responses: usize) -> Result<(), CliError> {
    let mut people = vec![0_u64; codes.len()];
    for department in asked(codes, responses).flatten() {
        let at = codes.iter().position(|code| code == department);
        at.and_then(|at| people.get_mut(at))
            .into_iter()
            .for_each(|answered| *answered += 1);
    }
    let mut list: Option<Vec<u8>> = None;
    for (at, (code, answered)) in codes.iter().zip(people).enumerate() {
        let silent = if at % 5 == 4 { answered } else { answered / 8 };
        let all = Some(answered + silent).filter(|&all| all > 0);
        list = Some(headcounts::with(list.as_deref(), code, all));
    }
    let path = home.root().join(HEADCOUNTS);
    std::fs::write(&path, list.unwrap_or_default()).map_err(|error| CliError::write(&path, &error))
}

/// Everyone who works there: each department as often as its size says.
fn staff(codes: &[String]) -> Vec<&str> {
    let sized = codes.iter().zip(SIZES.into_iter().cycle());
    sized
        .flat_map(|(code, size)| std::iter::repeat_n(code.as_str(), size))
        .collect()
}
