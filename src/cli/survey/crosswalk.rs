//! `survey crosswalk`: which entries of a bank have a SOC or SSC code, and which have none.

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::chosen;
use crate::cli::error::{CliError, Kind};
use crate::cli::{Context, Done, Outcome};
use crate::survey::Questionnaire;
use crate::survey::crosswalk::{COLUMNS, Coverage, Crosswalk, Line, crosswalks};

/// The words of the command.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The questionnaire file; without it, the only one of the home
    file: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Coverage, and what is left to code
    Text,
    /// A line an entry, to be filled in and read as the list again
    Csv,
    /// For scripts
    Json,
}

/// Writes the report; a finding where a SOC code is none of the questionnaire's occupations.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let survey = chosen(args.file.as_deref(), context)?;
    let all = crosswalks(&survey);
    if all.is_empty() {
        let words = format!("no list of `{}` has a column `soc` or `ssc`", survey.id);
        return Err(CliError::new(Kind::Input, words)
            .hint("add the column to the list's CSV file; the questionnaire stays as it is"));
    }
    let format = if context.json {
        Format::Json
    } else {
        args.format
    };
    let written = match format {
        Format::Text => text(&all),
        Format::Csv => csv(&survey, &all)?,
        Format::Json => json(&all),
    };
    context
        .out
        .write_all(written.as_bytes())
        .map_err(CliError::output)?;
    let mut lines = all.iter().flat_map(|one| &one.lines);
    Ok(if lines.any(|line| !line.unknown.is_empty()) {
        Done::Findings
    } else {
        Done::Clean
    })
}

fn text(all: &[Crosswalk<'_>]) -> String {
    let mut lines = Vec::new();
    for one in all {
        let (whole, groups) = one.coverage();
        lines.push(format!("{}: {} entries", one.list, whole.entries));
        for (at, column) in COLUMNS.iter().enumerate() {
            lines.push(if one.has[at] {
                format!("  {column}  {}", share(whole, at))
            } else {
                format!("  {column}  no column: add `{column}` to the list's CSV file")
            });
        }
        lines.push(format!(
            "  {:<16} {:>8} {:>8} {:>8}",
            "group", "entries", "soc", "ssc"
        ));
        let rows = groups.into_iter().map(|(group, coverage)| {
            let Coverage { entries, coded } = coverage;
            format!("  {group:<16} {entries:>8} {:>8} {:>8}", coded[0], coded[1])
        });
        lines.extend(rows);
        lines.extend(left(one));
    }
    lines.join("\n") + "\n"
}

/// Entries without a code, and codes that lead nowhere.
fn left(one: &Crosswalk<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for (at, column) in COLUMNS.iter().enumerate().filter(|(at, _)| one.has[*at]) {
        let none = one.lines.iter().filter(|line| line.codes[at].is_empty());
        let none: Vec<&str> = none.map(|line| line.entry.code.as_str()).collect();
        if !none.is_empty() {
            lines.push(format!("  without {column}: {}", none.join(" ")));
        }
    }
    let unknown = one.lines.iter().filter(|line| !line.unknown.is_empty());
    lines.extend(unknown.map(|line| {
        format!(
            "  {}: {} is none of the questionnaire's occupations",
            line.entry.code,
            line.unknown.join(" ")
        )
    }));
    lines
}

fn share(coverage: Coverage, at: usize) -> String {
    let Coverage { entries, coded } = coverage;
    format!(
        "{} of {entries} have one, {} have none",
        coded[at],
        entries - coded[at]
    )
}

fn csv(survey: &Questionnaire, all: &[Crosswalk<'_>]) -> Result<String, CliError> {
    let fault = |error: csv::Error| CliError::new(Kind::Internal, error.to_string());
    let language = survey.default_language();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["list", "code", "label", "group", "soc", "ssc"])
        .map_err(fault)?;
    for (one, line) in all
        .iter()
        .flat_map(|one| one.lines.iter().map(move |line| (one, line)))
    {
        let label = crate::base::text::one_line(line.entry.label.get(&language));
        let codes = line.codes.clone().map(|codes| codes.join(" "));
        let record = [
            one.list,
            &line.entry.code,
            &label,
            line.group,
            &codes[0],
            &codes[1],
        ];
        writer.write_record(record).map_err(fault)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| fault(error.into_error().into()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn json(all: &[Crosswalk<'_>]) -> String {
    let coverage =
        |one: Coverage| json!({"entries": one.entries, "soc": one.coded[0], "ssc": one.coded[1]});
    let line = |line: &Line<'_>| json!({"code": line.entry.code, "group": line.group, "soc": line.codes[0], "ssc": line.codes[1], "unknown": line.unknown});
    let lists = all.iter().map(|one| {
        let (whole, groups) = one.coverage();
        let groups: serde_json::Map<String, Value> =
            groups.into_iter().map(|(group, one)| (group.to_owned(), coverage(one))).collect();
        let lines: Vec<Value> = one.lines.iter().map(line).collect();
        json!({"list": one.list, "has_soc": one.has[0], "has_ssc": one.has[1], "all": coverage(whole), "groups": groups, "entries": lines})
    });
    format!("{}\n", Value::Array(lists.collect()))
}
