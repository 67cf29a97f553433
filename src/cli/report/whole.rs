//! A whole report: every view of a door on one page, and one such page a department.
//!
//! Everything is made before a byte is written, so that a department whose figures cannot be shown
//! leaves no half of a folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::folder::Folder;
use super::{Args, Format, put, say, tabular};
use crate::base::hex;
use crate::base::words::Arg;
use crate::cli::error::{CliError, Kind};
use crate::cli::{Context, Done, Outcome, output};
use crate::report::flat::{self, Head};
use crate::report::view::html::Listed;
use crate::report::view::{Teller, csv, html, json, manifest, markdown, spoken, text};
use crate::report::{sav, xlsx};
use crate::runtime::figures::Reading;
use crate::stats::view::{Name, View, upwards};
use crate::stats::{DoorName, Published, Row};
use crate::survey::Questionnaire;
use crate::survey::model::Profile;
use crate::vault::keyring::KeyRing;
use crate::vault::keyset::{KeySet, is_code};
use crate::vault::own;
use crate::vault::recipient::Recipient;
use crate::vault::seal::seal;
use crate::vault::store::Store;

/// How one view is made of one department, or of all.
pub(super) type Make<'a> = dyn Fn(Name, Option<&str>) -> Result<View, CliError> + 'a;

/// Which views were asked for.
pub(super) fn names(args: &Args, door: DoorName) -> Vec<Name> {
    let all = Name::ALL.into_iter();
    args.view.map_or_else(
        || all.filter(|name| name.doors().contains(&door)).collect(),
        |name| vec![name],
    )
}

/// Whether views are asked for, not tables of every question.
pub(super) fn is_asked(args: &Args) -> bool {
    let is_of_views = match args.format {
        Format::Html | Format::Spoken => true,
        Format::Xlsx => args.table.is_none(),
        _ => false,
    };
    args.view.is_some() || args.upwards || is_of_views || args.out_dir.is_some()
}

/// # Errors
/// Where a profile is asked for of views at the operational door: they are exact, or made to be sent upwards.
pub(super) fn refuse_profile(args: &Args) -> Result<(), CliError> {
    let is_exact = args
        .profile
        .is_none_or(|asked| asked.profile() == Profile::None);
    if is_exact || !is_asked(args) {
        return Ok(());
    }
    let words = "`--profile` is for tables of questions: views of the operational door are exact";
    Err(CliError::new(Kind::Usage, words).hint(
        "take `--upwards` for what may be passed on, or the statistics office's identity; for tables take `--format csv`, `json` or `text`",
    ))
}

/// # Errors
/// At the statistical door, where something is asked for to be sent upwards: all of it may be.
pub(super) fn refuse_upwards(args: &Args) -> Result<(), CliError> {
    if !args.upwards {
        return Ok(());
    }
    let words = "`--upwards` is for the operational door: figures of the statistical door are protected as they are";
    Err(CliError::new(Kind::Usage, words).hint("leave out `--upwards`"))
}

/// The views of one department, or of all.
///
/// # Errors
/// As making one does.
pub(super) fn views(
    args: &Args,
    door: DoorName,
    department: Option<&str>,
    make: &Make<'_>,
) -> Result<Vec<View>, CliError> {
    let names = names(args, door).into_iter();
    let all: Vec<View> = names
        .map(|name| make(name, department))
        .collect::<Result<_, _>>()?;
    if !args.upwards {
        return Ok(all);
    }
    let going: Vec<View> = all.iter().filter_map(upwards).collect();
    if going.is_empty() {
        let words = "this view is about people, and its figures are exact: it does not go upwards";
        return Err(CliError::new(Kind::Usage, words)
            .hint("`--view cover`, `risk`, `demand` and `register` do; without `--view` all of these are written"));
    }
    Ok(going)
}

/// Writes views to the output, and tells what is not in them. Beside a file stands its manifest.
///
/// # Errors
/// Where they cannot be written.
pub(super) fn finish<D>(
    args: &Args,
    context: &mut Context<'_>,
    store: &Store,
    reading: &Reading<D>,
    views: &[View],
) -> Outcome {
    let format = if context.json {
        Format::Json
    } else {
        args.format
    };
    let teller = teller(args, reading);
    let told = told(
        args,
        views,
        minimum(&reading.versions),
        &teller,
        roots(store)?,
    );
    let bytes = bytes(views, format, &teller, &told)?;
    deliver(args, context, format, bytes, &told)?;
    ended(context, reading)
}

/// Writes a file, and beside one that has a name its manifest; both sealed where that was asked for.
///
/// # Errors
/// Where they cannot be written.
pub(super) fn deliver(
    args: &Args,
    context: &mut Context<'_>,
    format: Format,
    bytes: Vec<u8>,
    told: &Json,
) -> Result<(), CliError> {
    // A page of text says itself what it is.
    if let Some(path) = args.output.as_ref().filter(|_| !format.is_told()) {
        let (mut path, json) = manifest_of(path, &bytes, told);
        let json = maybe_sealed(&mut path, json, args.seal_to.as_ref())?;
        output::may_take(&path, context)?;
        output::write_private(&path, &json)?;
    }
    // The name of the file itself was typed, and stays.
    let bytes = maybe_sealed(&mut PathBuf::new(), bytes, args.seal_to.as_ref())?;
    put(args, context, &bytes)
}

/// A file that goes with another.
pub(super) struct Beside {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
    pub(super) told: Json,
}

/// Writes a file that nobody typed the name of, with its manifest; both sealed where that was asked for.
///
/// # Errors
/// Where they cannot be written.
pub(super) fn put_beside(args: &Args, file: Beside) -> Result<(), CliError> {
    let (mut beside, json) = manifest_of(&file.path, &file.bytes, &file.told);
    let json = maybe_sealed(&mut beside, json, args.seal_to.as_ref())?;
    let mut path = file.path;
    let bytes = maybe_sealed(&mut path, file.bytes, args.seal_to.as_ref())?;
    output::write_private(&beside, &json)?;
    output::write_private(&path, &bytes)
}

/// What the manifest says of views.
fn told(
    args: &Args,
    views: &[View],
    minimum: u64,
    teller: &Teller,
    roots: Vec<(String, String)>,
) -> Json {
    let roots = if args.upwards {
        manifest::roots_alone(roots)
    } else {
        roots
    };
    let mut told = manifest::of_views(views, minimum, &roots);
    told["marking"] = marking(views, teller).into();
    told
}

/// Writes a report a department into a folder, with an index; all of them are made first.
///
/// # Errors
/// As [`views`], and where the folder cannot be written.
pub(super) fn each<D>(
    args: &Args,
    context: &mut Context<'_>,
    (store, ring): (&Store, &KeyRing),
    reading: &Reading<D>,
    published: &Published,
    make: &Make<'_>,
) -> Outcome {
    let teller = teller(args, reading);
    let (mark, _) = teller.standing(published.door());
    let roots = roots(store)?;
    let mut folder = Folder::default();
    let mut without_key = Vec::new();
    for department in departments(reading, published) {
        let Ok(recipient) = recipient(args, ring, &department) else {
            without_key.push(department);
            continue;
        };
        let views = views(args, published.door(), Some(&department), make)?;
        let least = minimum(&reading.versions);
        let told = told(args, &views, least, &teller, roots.clone());
        let bytes = bytes(&views, args.format, &teller, &told)?;
        let mut path = PathBuf::from(format!("{mark}-{department}.{}", extension(args.format)));
        let (mut beside, json) = manifest_of(&path, &bytes, &told);
        let bytes = maybe_sealed(&mut path, bytes, recipient.as_ref())?;
        let json = maybe_sealed(&mut beside, json, recipient.as_ref())?;
        let listed = listed(args, &views, (&path, &beside), &teller);
        folder.take(listed, [(path, bytes), (beside, json)]);
    }
    folder.put(args, published.door(), &teller, context)?;
    let done = ended(context, reading)?;
    for department in &without_key {
        let words = format!(
            "left out: the department `{department}` has no key to seal its report to; `tallybox keys new department {department}` makes one"
        );
        say(context.err, &words)?;
    }
    Ok(if without_key.is_empty() {
        done
    } else {
        Done::Findings
    })
}

/// What the index says of a department's report. Where each is for another lead it says nothing of how many
/// answered: that would tell everybody.
fn listed(args: &Args, views: &[View], files: (&Path, &Path), teller: &Teller) -> Listed {
    let (file, manifest) = (file_name(files.0), file_name(files.1));
    let words = teller.words();
    let about = views.first().map(|view| &view.about);
    let whose = about.and_then(|about| about.department.as_ref());
    let whose = whose.map_or_else(|| file.clone(), |label| teller.label(label));
    let names: Vec<String> = views.iter().map(|view| teller.title(view)).collect();
    let holds = words.say_with(
        "view-report-file",
        [
            ("file", Arg::Words(file.clone())),
            (
                "views",
                Arg::Number(i64::try_from(names.len()).unwrap_or(i64::MAX)),
            ),
            ("names", Arg::Words(names.join(", "))),
        ],
    );
    let base = about.filter(|_| !args.seal_to_leads);
    let sealed = match (args.seal_to_leads, &args.seal_to) {
        (true, _) => Some("view-report-sealed"),
        (false, Some(_)) => Some("view-report-sealed-to"),
        (false, None) => None,
    };
    let beside = [("file", Arg::Words(manifest))];
    let lines = [
        Some(whose),
        base.map(|about| teller.base(about)),
        Some(holds),
        sealed.map(|id| words.say(id)),
        Some(words.say_with("view-report-manifest", beside)),
    ];
    Listed {
        file,
        lines: lines.into_iter().flatten().collect(),
    }
}

/// The departments that have figures.
fn departments<D>(reading: &Reading<D>, published: &Published) -> Vec<String> {
    let known = reading.versions[0].departments();
    let is_one = |code: &String| known.is_some_and(|list| list.get(code).is_some());
    let rows = published.tables().first().into_iter();
    let groups = rows.flat_map(|table| &table.rows);
    // A row of nobody has no report; nor has one that shows nothing at all.
    let has_figures = |row: &&Row| row.base.count().is_some_and(|base| base > 0);
    groups
        .filter(has_figures)
        .map(|row| row.group.clone())
        .filter(is_one)
        .filter(|code| is_code(code))
        .collect()
}

/// A department's lead has no key: its report is left out, never written for everybody.
struct NoKey;

/// Whom a department's report is sealed to; nobody where that was not asked for.
fn recipient(args: &Args, ring: &KeyRing, department: &str) -> Result<Option<Recipient>, NoKey> {
    if !args.seal_to_leads {
        return Ok(args.seal_to.clone());
    }
    let members = ring.current().map(KeySet::members);
    let found = members.and_then(|members| members.departments.get(department));
    found.cloned().map(Some).ok_or(NoKey)
}

/// The manifest of a file: its path and its bytes.
pub(in crate::cli) fn manifest_of(path: &Path, bytes: &[u8], told: &Json) -> (PathBuf, Vec<u8>) {
    let mut beside = path.to_path_buf();
    beside.as_mut_os_string().push(".manifest.json");
    let hash = hex::encode(&Sha256::digest(bytes));
    let json = manifest::file(told, &file_name(path), &hash);
    (beside, json.into_bytes())
}

/// The name of a file in its folder.
pub(super) fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// What each box whose responses are here says that it holds: its name, and its signed checkpoint. This
/// home's own box says it now, where its key is here; an enrolled one said it when it was last merged.
pub(in crate::cli) fn roots(store: &Store) -> Result<Vec<(String, String)>, CliError> {
    let mut roots = Vec::new();
    // A copy of the home that holds no key makes reports all the same.
    if let Ok(Some(own)) = own::load(store) {
        let note = own.checkpoint(store.leaves()?);
        roots.push((own.name, note));
    }
    for one in store.enrolled()? {
        if let Some(note) = store.checkpoint(&one.key)? {
            roots.push((one.name, note));
        }
    }
    Ok(roots)
}

/// Seals what is to be sealed, and says so in the file's name.
///
/// # Errors
/// Where it cannot be sealed.
pub(super) fn maybe_sealed(
    path: &mut PathBuf,
    bytes: Vec<u8>,
    recipient: Option<&Recipient>,
) -> Result<Vec<u8>, CliError> {
    let Some(recipient) = recipient else {
        return Ok(bytes);
    };
    path.as_mut_os_string().push(".age");
    seal(&bytes, std::slice::from_ref(recipient))
        .map_err(|error| CliError::new(Kind::Keys, error.to_string()))
}

const fn extension(format: Format) -> &'static str {
    match format {
        Format::Text | Format::Spoken => "txt",
        Format::Csv => "csv",
        Format::Json => "json",
        Format::Markdown => "md",
        Format::Html => "html",
        Format::Xlsx => "xlsx",
        Format::Parquet => "parquet",
        Format::Sav => "sav",
        Format::Ddi => "xml",
    }
}

/// The size below which a group is not shown on its own, by the strictest version.
pub(in crate::cli) fn minimum(versions: &[Arc<Questionnaire>]) -> u64 {
    let all = versions
        .iter()
        .map(|version| u64::from(version.privacy.minimum_group));
    all.max().unwrap_or_default()
}

/// Views in a format. A table for programs holds one view: two of them have other columns.
fn bytes(
    views: &[View],
    format: Format,
    teller: &Teller,
    told: &Json,
) -> Result<Vec<u8>, CliError> {
    let joined = |write: fn(&View, &Teller) -> String| {
        let all: Vec<String> = views.iter().map(|view| write(view, teller)).collect();
        Ok(all.join("\n").into_bytes())
    };
    match (format, views) {
        (Format::Text, _) => joined(text::write),
        (Format::Spoken, _) => joined(spoken::write),
        (Format::Markdown, _) => joined(markdown::write),
        (Format::Html, _) => Ok(html::write(views, teller, &marking(views, teller)).into_bytes()),
        (Format::Json, [view]) => Ok((json::write(view, teller) + "\n").into_bytes()),
        (Format::Csv, [view]) => csv::write(view, teller, &marking(views, teller))
            .map_err(|error| CliError::new(Kind::Internal, error.to_string())),
        (Format::Xlsx, _) => xlsx::views(views, teller, &head(views, teller)?, told)
            .map_err(|fault| tabular::too_long(&fault)),
        (Format::Parquet, [_]) => {
            let flat = flat::views::of(views, teller);
            tabular::parquet(&flat, &head(views, teller)?)
        }
        (Format::Sav, [_]) => {
            let flat = flat::views::of(views, teller);
            Ok(sav::write(&flat, &head(views, teller)?))
        }
        (Format::Ddi, _) => Err(CliError::new(
            Kind::Usage,
            "a codebook with frequencies is made of tables, not of views",
        )
        .hint("leave out `--view` and `--each-department`; `--department CODE` gives one department's")),
        (Format::Parquet | Format::Sav, _) => Err(CliError::new(
            Kind::Usage,
            "Parquet and SPSS files of each department hold one view",
        )
        .hint("name it with `--view`; `--department CODE` gives the rows of one department")),
        (Format::Json | Format::Csv, _) => Err(CliError::new(
            Kind::Usage,
            "CSV and JSON hold one view in a file",
        )
        .hint("name it with `--view`, or take `--format html`")),
    }
}

/// What a file of views says of itself.
fn head(views: &[View], teller: &Teller) -> Result<Head, CliError> {
    let title = match views {
        [one] => teller.title(one),
        [first, ..] => teller.report_title(first),
        [] => String::new(),
    };
    let Some(first) = views.first() else {
        return Err(CliError::new(Kind::Internal, "there is no view to write"));
    };
    let marking = marking(views, teller);
    Ok(Head::of(title, marking, &first.about, teller))
}

/// What every page says of who may read it.
fn marking(views: &[View], teller: &Teller) -> String {
    let door = views.first().map(|view| view.about.door);
    teller.standing(door.unwrap_or(DoorName::Operational)).1
}

fn teller<D>(args: &Args, reading: &Reading<D>) -> Teller {
    let teller = Teller::new(&reading.versions[0].default_language());
    if args.upwards {
        teller.upwards()
    } else {
        teller
    }
}

pub(super) fn ended<D>(context: &mut Context<'_>, reading: &Reading<D>) -> Outcome {
    for line in reading.left_out.lines() {
        say(context.err, &line)?;
    }
    Ok(done(reading))
}

/// How a report ends: some responses may have been set aside.
pub(super) const fn done<D>(reading: &Reading<D>) -> Done {
    if reading.left_out.set_aside.is_empty() {
        Done::Clean
    } else {
        Done::Findings
    }
}
