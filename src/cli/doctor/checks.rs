//! What the institution must have done: questionnaires, notice, dates, keys, the drill, headcounts, the box.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Line;
use crate::base::time::Day;
use crate::runtime::home::{self, Home};
use crate::runtime::{clock, desk_files};
use crate::survey::Questionnaire;
use crate::survey::diagnostic::Severity;
use crate::survey::model::Role;
use crate::survey::waves;
use crate::vault::issue;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::KeySet;
use crate::vault::own;
use crate::vault::store::{Store, StoreError};

/// Who proved with `keys drill` that they can open, by recipient, with the day.
const DRILLED: &str = "drilled.json";

/// Every look at the home.
pub(super) fn all(home: &Home) -> Vec<Line> {
    let (mut lines, surveys) = questionnaires(home);
    for survey in &surveys {
        lines.push(notice(survey));
        lines.push(dates(survey, &surveys));
        lines.push(headcounts(home, survey));
    }
    lines.extend(waves_of(&surveys));
    let (line, set) = keys(home, &surveys);
    lines.push(line);
    if let Some(set) = set {
        lines.extend(surveys.iter().map(|survey| departments(&set, survey)));
        lines.push(drill(home, &set));
    }
    lines.push(the_box(home));
    lines.extend(made_up(home));
    lines
}

fn questionnaires(home: &Home) -> (Vec<Line>, Vec<Arc<Questionnaire>>) {
    let mut lines = Vec::new();
    let mut surveys = Vec::new();
    for file in home.survey_files() {
        let shown = file.display();
        let todo = format!("`tallybox survey check {shown}` names every problem");
        match home::check_file(&file) {
            Err(error) => lines.push(Line::fault(
                "questionnaire",
                format!("{shown}: {error}"),
                todo,
            )),
            Ok(checked) => {
                let errors = checked
                    .diagnostics
                    .iter()
                    .filter(|found| found.severity == Severity::Error);
                let errors = errors.count();
                lines.push(match &checked.questionnaire {
                    Some(survey) => Line::good("questionnaire", format!("{} ({shown})", survey.id)),
                    None => Line::fault(
                        "questionnaire",
                        format!("{shown} has {errors} errors"),
                        todo,
                    ),
                });
                surveys.extend(checked.questionnaire);
            }
        }
    }
    if lines.is_empty() {
        let todo = "`tallybox init` makes a home, or copy the questionnaire into `surveys/`";
        lines.push(Line::fault("questionnaire", "this home has none", todo));
    }
    (lines, surveys)
}

fn notice(survey: &Questionnaire) -> Line {
    let privacy = &survey.privacy;
    let wants = [
        ("notice", privacy.notice.is_some()),
        ("approved_by", privacy.approved_by.is_some()),
        ("approved_on", privacy.approved_on.is_some()),
        ("contact", privacy.contact.is_some()),
        ("retention_days", privacy.retention_days.is_some()),
    ];
    let lacking: Vec<&str> = wants
        .iter()
        .filter(|(_, is_there)| !is_there)
        .map(|(name, _)| *name)
        .collect();
    let id = &survey.id;
    if !lacking.is_empty() {
        let todo =
            "let the data protection officer write and approve it; until then it is a sample";
        return Line::fault(
            "notice",
            format!("{id}: `[privacy]` lacks {}", lacking.join(", ")),
            todo,
        );
    }
    match privacy.approved_on.filter(|day| *day > clock::today()) {
        Some(day) => Line::fault(
            "notice",
            format!("{id}: it is approved on {day}, which is to come"),
            "check that date, and the clock",
        ),
        None => Line::good("notice", format!("{id}: approved")),
    }
}

/// Several files of one survey id: nobody must have to guess which is meant.
fn waves_of(surveys: &[Arc<Questionnaire>]) -> Vec<Line> {
    let mut of_id: BTreeMap<&str, Vec<Arc<Questionnaire>>> = BTreeMap::new();
    for survey in surveys {
        of_id
            .entry(&survey.id)
            .or_default()
            .push(Arc::clone(survey));
    }
    let several = of_id.values().filter(|waves| waves.len() > 1);
    several
        .map(|waves| {
            let names = waves::names(waves);
            let shown = names.join(", ");
            let different: BTreeSet<&String> = names.iter().collect();
            let open = waves
                .iter()
                .filter(|one| waves::is_open(one, clock::today()));
            match (different.len() == names.len(), open.count()) {
                (false, _) => Line::fault(
                    "waves",
                    format!("{shown}: two files are one wave"),
                    "give each its own `wave`, or take one out of `surveys/`",
                ),
                (true, 0 | 1) => Line::good(
                    "waves",
                    format!("{shown}: the one that is open is filled in; `--survey` names another"),
                ),
                (true, _) => Line::fault(
                    "waves",
                    format!("{shown}: several are open today, so no kiosk knows which to ask"),
                    "let one close before the next one opens",
                ),
            }
        })
        .collect()
}

fn dates(survey: &Questionnaire, all: &[Arc<Questionnaire>]) -> Line {
    let today = clock::today();
    let id = &survey.id;
    let follows = |other: &Arc<Questionnaire>| {
        other.id == *id && other.closes.is_none_or(|closes| closes >= today)
    };
    match (survey.opens, survey.closes) {
        (_, Some(closes)) if closes < today && all.iter().any(follows) => Line::good(
            "dates",
            format!(
                "{id}@{}: it closed on {closes}, and another wave follows",
                survey.wave
            ),
        ),
        (_, Some(closes)) if closes < today => Line::fault(
            "dates",
            format!("{id}: it closed on {closes}"),
            "set `opens` and `closes` for this wave",
        ),
        (_, None) => Line::fault(
            "dates",
            format!("{id}: it has no closing day"),
            "set `closes`: drafts are kept until then, and everyone is told",
        ),
        (Some(opens), Some(closes)) if opens > today => Line::good(
            "dates",
            format!(
                "{id}: opens on {opens}, in {} days, until {closes}",
                today.days_until(opens)
            ),
        ),
        (_, Some(closes)) => Line::good("dates", format!("{id}: open until {closes}")),
    }
}

/// The codes of departments that people can be in.
fn codes(survey: &Questionnaire) -> Vec<&str> {
    let list = survey.departments();
    let entries = list.into_iter().flat_map(|list| {
        list.entries
            .iter()
            .filter(|entry| !list.is_heading(&entry.code))
    });
    entries.map(|entry| entry.code.as_str()).collect()
}

/// Whether this home was set up by a kit. That carries what a machine needs, and nothing of what only the desk keeps:
/// who holds which key, which identity signed last, and who proved that they can open.
fn is_by_kit(home: &Home) -> bool {
    let keys = home.keys();
    let is_drilled = keys.join(DRILLED).symlink_metadata().is_ok();
    !is_drilled && !issue::was_done_here(&keys)
}

fn headcounts(home: &Home, survey: &Questionnaire) -> Line {
    let id = &survey.id;
    let path = desk_files::headcounts_file(home);
    if is_by_kit(home) && !path.exists() {
        let found = format!("{id}: none at {}", path.display());
        return Line::look(
            "headcounts",
            found,
            "only the desk that makes figures needs them",
        );
    }
    let todo = format!(
        "write {} (department,people): rates and small departments go by it",
        path.display()
    );
    let known = match desk_files::headcounts(home, survey) {
        Ok(known) => known.people,
        Err(error) => return Line::fault("headcounts", error.to_string(), todo),
    };
    let codes = codes(survey);
    let lacking: Vec<&str> = codes
        .iter()
        .filter(|code| !known.contains_key(**code))
        .copied()
        .collect();
    if lacking.is_empty() {
        return Line::good("headcounts", format!("{id}: {} departments", codes.len()));
    }
    Line::fault(
        "headcounts",
        format!("{id}: none for {}", some(&lacking)),
        todo,
    )
}

fn keys(home: &Home, surveys: &[Arc<Questionnaire>]) -> (Line, Option<KeySet>) {
    let ring = match KeyRing::load(&home.keys()) {
        Ok(ring) => ring,
        Err(error) => {
            let todo = "bring the institution's own `keys/` folder back";
            return (Line::fault("keys", error.to_string(), todo), None);
        }
    };
    let Some(set) = ring.current().cloned() else {
        let todo = "`docs/keys.md` says who makes which key";
        return (
            Line::fault(
                "keys",
                "there is no key set, so nothing could be sealed",
                todo,
            ),
            None,
        );
    };
    let not_ready = surveys
        .iter()
        .find_map(|survey| set.is_ready_for(survey).err());
    if let Some(error) = not_ready {
        let todo = "add the recipients that are missing: `docs/keys.md`";
        return (Line::fault("keys", format!("{error}"), todo), Some(set));
    }
    let found = format!(
        "epoch {}, {}: compare these words with the institution's sheet: {}",
        set.epoch(),
        set.date(),
        set.fingerprint()
    );
    (Line::good("keys", found), Some(set))
}

fn departments(set: &KeySet, survey: &Questionnaire) -> Line {
    let wants = survey
        .audiences
        .iter()
        .any(|audience| audience.sealed_to.contains(&Role::Department));
    if !wants {
        return Line::good(
            "departments",
            format!("{}: nothing is sealed to departments", survey.id),
        );
    }
    let keyed = &set.members().departments;
    let codes = codes(survey);
    let lacking: Vec<&str> = codes
        .iter()
        .filter(|code| !keyed.contains_key(**code))
        .copied()
        .collect();
    if lacking.is_empty() {
        return Line::good(
            "departments",
            format!("{}: all {} have a key", survey.id, codes.len()),
        );
    }
    Line::fault(
        "departments",
        format!(
            "{}: {} of {} have no key: {}",
            survey.id,
            lacking.len(),
            codes.len(),
            some(&lacking)
        ),
        "their leads could read nothing: `keys request` and `keys add`, before the first response",
    )
}

/// At most five of a list, and how many more there are.
fn some(codes: &[&str]) -> String {
    let shown = codes
        .get(..5.min(codes.len()))
        .unwrap_or_default()
        .join(", ");
    match codes.len().saturating_sub(5) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn drill(home: &Home, set: &KeySet) -> Line {
    let path = home.keys().join(DRILLED);
    if is_by_kit(home) {
        let found = format!("{} is kept at the institution's desk alone", path.display());
        return Line::look(
            "drill",
            found,
            "`tallybox doctor` at the desk says who has shown to open",
        );
    }
    let todo = "`tallybox keys drill`: a lost key shows now or when it is too late";
    let bytes = home::read_limited(&path).unwrap_or_else(|_| b"{}".to_vec());
    let Ok(drilled) = serde_json::from_slice::<BTreeMap<String, String>>(&bytes) else {
        return Line::fault(
            "drill",
            format!("`{DRILLED}` is not what `keys drill` wrote"),
            todo,
        );
    };
    let has = |recipient: &str| {
        drilled
            .get(recipient)
            .and_then(|day| Day::parse(day))
            .is_some()
    };
    let lacking: Vec<String> = set
        .members()
        .holders()
        .filter(|(_, recipient)| !has(recipient.as_str()))
        .map(|(holder, _)| holder.to_string())
        .collect();
    if lacking.is_empty() {
        return Line::good("drill", "every holder has opened a canary");
    }
    let shown: Vec<&str> = lacking.iter().map(String::as_str).collect();
    Line::fault(
        "drill",
        format!("not yet shown to open: {}", some(&shown)),
        todo,
    )
}

/// What to do about a box that is there and is not as it should be.
const LOOK: &str = "look at `box/` (owner, modes, whether its medium takes writing); `tallybox box verify` looks into it, a backup brings it back";

fn the_box(home: &Home) -> Line {
    let todo = "`tallybox box init --name …` makes one; `tallybox box verify` looks into one";
    let store = match Store::open(&home.box_folder()) {
        Ok(store) => store,
        // Only where there is none one is to be made.
        Err(error @ StoreError::Missing(_)) => return Line::fault("box", error.to_string(), todo),
        Err(error) => {
            let hint = error.hint().unwrap_or(LOOK);
            return Line::fault("box", error.to_string(), hint);
        }
    };
    let pins = own::pins(&store).ok().flatten();
    let Some(pins) = pins else {
        return Line::fault("box", "`box init` was never run here", todo);
    };
    match own::load(&store) {
        Ok(Some(_)) => {}
        Ok(None) => return Line::fault("box", "it signs nothing yet", todo),
        Err(error) => return Line::fault("box", error.to_string(), error.hint().unwrap_or(LOOK)),
    }
    let agrees = KeyRing::load(&home.keys()).is_ok_and(|ring| ring.check(&pins).is_ok());
    if !agrees {
        return Line::fault(
            "box",
            "the key set is older than, or another than, the one it has seen",
            "bring the institution's newest `keys/` folder",
        );
    }
    let name = own::name(&store).ok().flatten().unwrap_or_default();
    match store.leaves().map(|leaves| leaves.len()) {
        Ok(0) => Line::good("box", format!("{name}, empty")),
        Ok(records) => Line::look(
            "box",
            format!("{name} holds {records} records already"),
            "where these are tries, annul them or begin with a new box",
        ),
        Err(error) => Line::fault("box", error.to_string(), todo),
    }
}

/// Whether the box mixes answers that `survey simulate` made up with those of people.
fn made_up(home: &Home) -> Option<Line> {
    let store = Store::open_to_read(&home.box_folder()).ok()?;
    let (made_up, responses) = store.made_up().ok()?;
    if made_up == 0 {
        return None;
    }
    let found = format!("{made_up} of {responses} responses are made up (`survey simulate`)");
    let todo = "begin with a new box before people answer";
    Some(if made_up == responses {
        Line::look("made_up", found, todo)
    } else {
        let todo = "no figure of this box is one of people alone: annul the made-up ones (`response annul --reason test`), which `box status --json` names under `made_up`";
        Line::fault("made_up", found, todo)
    })
}
