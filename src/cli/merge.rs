//! `tallybox merge`: the union of several boxes in one home; needs no identity and opens nothing.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::base::language::Language;
use crate::base::text::one_line;
use crate::base::words::Words;
use crate::merge::apply::{Asks, Merge, Terms};
use crate::merge::report::{BoxReport, MergeReport, Why};
use crate::merge::source::{self, Source};
use crate::runtime::home::{Home, read_limited};
use crate::runtime::watch::{Watch, Watched};
use crate::survey;
use crate::ui::lead::Trouble;
use crate::vault::keyset::KeySet;
use crate::vault::store::Store;

use super::error::{CliError, Kind};
use super::lead::packs::{self, Pack};
use super::store::{self, line};
use super::{Context, Outcome};

/// Take the records of other boxes into a home.
#[derive(clap::Args)]
pub struct Args {
    /// The home that takes them in.
    into: PathBuf,
    /// Homes and bundles of enrolled boxes, and packs of this home's institution, in any order.
    #[arg(required = true)]
    from: Vec<PathBuf>,
}

/// Runs `tallybox merge …`.
///
/// # Errors
/// What the command could not do, in words.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let report = merge(&Home::at(args.into.clone()), &args.from, &store::program()?)?;
    if context.json {
        let words = json!(report);
        line(context.out, &words.to_string())?;
    } else {
        let lines = report.boxes.iter().flat_map(BoxReport::lines);
        lines
            .collect::<Vec<_>>()
            .iter()
            .try_for_each(|words| line(context.out, words))?;
    }
    match report.not_stored() {
        Some(first) => Err(not_stored(first)),
        None => Ok(store::done(!report.has_findings())),
    }
}

/// Not a finding about a bundle: this home's own disk.
fn not_stored(first: &BoxReport) -> CliError {
    let words = format!(
        "not everything was stored: {}",
        one_line(&first.refused_words)
    );
    CliError::new(Kind::Store, words)
        .hint("each line says what became of one; what was stored is not counted twice when all are merged again")
}

/// Merges homes, bundles and packs into a home, one after another; `program` exports the homes.
///
/// # Errors
/// Where INTO is no home, its keys are refused, or its store fails. What is wrong with a FROM stands
/// in the report.
pub fn merge(into: &Home, from: &[PathBuf], program: &Path) -> Result<MergeReport, CliError> {
    merge_watched(into, from, program, &Watch::default())
}

/// As [`merge`]; a step is a byte. Where it is stopped, a box that was begun leaves nothing.
///
/// # Errors
/// As [`merge`].
pub(super) fn merge_watched(
    into: &Home,
    from: &[PathBuf],
    program: &Path,
    watch: &Watch,
) -> Result<MergeReport, CliError> {
    store::takes_in(into)?;
    let from: Vec<Given> = from.iter().map(|path| Given::find(path, into)).collect();
    let mut store = Store::open_or_create(&into.box_folder())?;
    let ring = store::ring(into, &store)?;
    let trust = store::trust(&ring);
    let surveys = surveys(into);
    let here = RefCell::new(store::key_sets_here(&ring, &store)?);
    let terms = Terms {
        trust: &trust,
        surveys: surveys.as_ref(),
        key_set: &|document| store::key_set_is(&ring, &mut here.borrow_mut(), document),
        questionnaire: &asks,
        newest_epoch: ring.current().map(KeySet::epoch),
    };
    let mut merge = Merge::begin(&mut store, terms)?;
    let mut bundles = Vec::new();
    for one in &from {
        match one {
            Given::Refused(refused) => bundles.push(Err(refused.clone())),
            Given::Bundle(path) => bundles.push(Ok((path, path.display().to_string()))),
            Given::Pack(pack) => bundles.extend(pack.called().into_iter().map(Ok)),
        }
    }
    let together = bundles.len() > 1;
    if together && abreast(&mut merge, &bundles, program, watch) {
        bundles.clear();
    }
    for one in bundles {
        match one {
            Err(refused) => {
                merge.note(refused);
            }
            Ok(_) if watch.is_stopped() => break,
            Ok((path, name)) => {
                let source = source::open(path, program);
                take(&mut merge, &name, source, together, watch)?;
            }
        }
    }
    Ok(MergeReport {
        boxes: merge.finish(),
    })
}

/// What a FROM is.
enum Given {
    /// A bundle, a home, or nothing at all: merging says which.
    Bundle(PathBuf),
    /// A pack that was taken apart, of which the home has all but the records.
    Pack(Pack),
    /// A pack that is not taken.
    Refused(BoxReport),
}

impl Given {
    /// Looks at a path. What comes with a pack's bundles goes into the home before anything is merged:
    /// key sets decide what is believed.
    fn find(path: &Path, into: &Home) -> Self {
        if !packs::is_pack(path) {
            return Self::Bundle(path.to_path_buf());
        }
        let taken = packs::open(path).and_then(|pack| {
            pack.take_unattended(into)?;
            Ok(pack)
        });
        taken.map_or_else(
            |trouble| {
                let english = Words::new(&Language::new("en"));
                let what = Trouble::message(trouble.fault);
                let technical = trouble.technical.iter().map(|said| format!(" ({said})"));
                let words = english.tell(&what) + &technical.collect::<String>();
                let name = path.display().to_string();
                Self::Refused(BoxReport::new(&name).refuse(&Why::Pack(words)))
            },
            Self::Pack,
        )
    }
}

/// Takes a few bundle files in at once; whether that was done.
fn abreast(
    merge: &mut Merge<'_>,
    bundles: &[Result<(&PathBuf, String), BoxReport>],
    program: &Path,
    watch: &Watch,
) -> bool {
    let bytes: Option<u64> = bundles.iter().map(length).sum();
    if !bytes.is_some_and(|bytes| merge.goes_abreast(bundles.len(), bytes)) {
        return false;
    }
    let open = |(path, name): &(&PathBuf, String)| {
        let from = source::open(path, program).ok()?;
        Some((name.clone(), Watched { from, watch }))
    };
    let sources: Option<Vec<_>> = bundles.iter().flatten().map(open).collect();
    let Some(sources) = sources else {
        return false;
    };
    let (done, of) = watch.progress();
    let is_done = merge.take_abreast(sources);
    if !is_done {
        // All of it is to be done once more.
        watch.begin(of);
        watch.add(done);
    }
    is_done
}

/// How long a bundle's file is; `None` where it is none.
fn length(bundle: &Result<(&PathBuf, String), BoxReport>) -> Option<u64> {
    let (path, _) = bundle.as_ref().ok()?;
    let found = path.metadata().ok()?;
    found.is_file().then_some(found.len())
}

/// Takes in what a path gives: one by itself as it streams by, several together.
fn take(
    merge: &mut Merge<'_>,
    name: &str,
    source: io::Result<Source>,
    together: bool,
    watch: &Watch,
) -> Result<(), CliError> {
    let source = match source {
        Ok(source) => source,
        Err(error) => {
            merge.note(BoxReport::new(name).refuse(&Why::Unread(error.to_string())));
            return Ok(());
        }
    };
    let mut watched = Watched {
        from: source,
        watch,
    };
    let report = if together {
        merge.gather(name, &mut watched)
    } else {
        let taken = merge.take(name, &mut watched)?;
        merge.note(taken)
    };
    let source = watched.from;
    // A child knows better than a stream that broke off why it did.
    if let Some(words) = report.is_broken_off().then(|| source.failure()).flatten() {
        *report = report.refuse(&Why::Home(words));
    }
    Ok(())
}

/// The ids of the surveys that a home knows; `None` where it has no questionnaire and takes any.
/// Only the id is read: a questionnaire with a mistake in it is still that survey.
fn surveys(home: &Home) -> Option<BTreeSet<String>> {
    let files = home.survey_files();
    let ids: BTreeSet<String> = files.iter().filter_map(|path| survey_id(path)).collect();
    (!ids.is_empty()).then_some(ids)
}

/// What a questionnaire's canonical form asks for.
fn asks(canonical: &[u8]) -> Option<Asks> {
    let questionnaire = survey::from_canonical(canonical).ok()?;
    let audiences = questionnaire.audiences.iter();
    Some(Asks {
        survey: questionnaire.id.clone(),
        wave: questionnaire.wave.clone(),
        audiences: audiences.map(|audience| audience.id.clone()).collect(),
    })
}

fn survey_id(path: &Path) -> Option<String> {
    let bytes = read_limited(path).ok()?;
    let table: toml::Table = std::str::from_utf8(&bytes).ok()?.parse().ok()?;
    Some(table.get("survey")?.get("id")?.as_str()?.to_owned())
}
