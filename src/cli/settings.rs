//! `tallybox settings`: what holds in this home and where it is said, and the grammar of the three files that
//! say it, for editors.

use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::error::{CliError, Kind};
use super::{Context, Done, Outcome, choose};
use crate::base::language::Language;
use crate::base::text::one_line;
use crate::runtime::home::Home;
use crate::runtime::looks::Looks;
use crate::runtime::settings::table::{self, SETTINGS, Setting};
use crate::runtime::settings::{self, FILE};
use crate::survey::raw::{Node, from_toml};
use crate::survey::source::Source;
use crate::ui::{keymap, theme};

/// The words of `tallybox settings`.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: What,
}

#[derive(Subcommand)]
enum What {
    /// Print every setting with where it comes from, and what is wrong with the files
    Show,
    /// Print a JSON Schema (draft-07) for editors that complete and check TOML
    Schema {
        /// Of which file
        #[arg(value_enum, default_value_t = Of::Settings)]
        of: Of,
    },
}

/// A file with a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Of {
    /// `tallybox.toml`
    Settings,
    /// `theme.toml`
    Theme,
    /// `keyboard.toml`
    Keyboard,
}

impl Of {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Settings, Self::Theme, Self::Keyboard];

    /// The schema's name in `schema/` of a home.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Theme => "theme",
            Self::Keyboard => "keyboard",
        }
    }

    /// The schema.
    pub fn schema(self) -> Value {
        match self {
            Self::Settings => table::schema(),
            Self::Theme => theme::file::schema(),
            Self::Keyboard => keymap::file::schema(),
        }
    }
}

/// Runs the command.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    match args.command {
        What::Show => show(context),
        What::Schema { of } => {
            writeln!(context.out, "{:#}", of.schema()).map_err(CliError::output)?;
            Ok(Done::Clean)
        }
    }
}

/// A line of the list: what, its value, where it is said.
type Shown = (String, Value, String);

fn show(context: &mut Context<'_>) -> Outcome {
    let home = choose::home(context);
    let text = settings::text(&home).map_err(|wrong| told(&home, &wrong))?;
    let (root, _) = from_toml(&text);
    let source = Source::new(FILE, &text);
    let mut lines: Vec<Shown> = SETTINGS
        .iter()
        .map(|setting| shown(setting, &root, &source))
        .collect();
    let looks = Looks::of(&home);
    lines.extend(of_looks(&looks));
    if context.json {
        let lines = lines.into_iter().map(
            |(setting, value, from)| json!({ "setting": setting, "value": value, "from": from }),
        );
        let value = json!({ "settings": lines.collect::<Vec<_>>() });
        writeln!(context.out, "{value}").map_err(CliError::output)?;
    } else {
        for (setting, value, from) in lines {
            let value = match value {
                Value::Null => "none".to_owned(),
                value => one_line(&value.to_string()),
            };
            writeln!(context.out, "{setting:<24} {value:<32} {from}").map_err(CliError::output)?;
        }
    }
    if let Err(wrong) = settings::read(&text) {
        return Err(told(&home, &wrong));
    }
    faults(&looks)
}

/// Settings that cannot be used, at their place.
/// What is wrong with a home's settings, at its place.
pub(super) fn told(home: &Home, wrong: &settings::Wrong) -> CliError {
    let place = wrong
        .at
        .map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
    let file = home.root().join(FILE);
    CliError::new(
        Kind::Input,
        format!("{}{place}: {}", file.display(), wrong.what),
    )
    .hint("`tallybox settings schema` says what there is to set; every setting has a default")
}

fn faults(looks: &Looks) -> Outcome {
    if looks.problems.is_empty() {
        return Ok(Done::Clean);
    }
    let all: Vec<String> = looks.problems.iter().map(ToString::to_string).collect();
    Err(CliError::new(Kind::Input, all.join("\n"))
        .hint("the screens do without this file until it is mended (docs/display.md)"))
}

fn shown(setting: &Setting, root: &Node, source: &Source<'_>) -> Shown {
    let name = format!("{}.{}", setting.table, setting.key);
    let table = root.entries().iter().find(|one| one.key == setting.table);
    let entries = table.map_or(&[][..], |table| table.value.entries());
    let set = entries.iter().find(|entry| entry.key == setting.key);
    let Some(set) = set else {
        let default = setting.default.and_then(value);
        return (name, default.unwrap_or_default(), "default".to_owned());
    };
    let (line, _) = source.place(set.at.start);
    let words = source.slice(&set.value.span);
    // Only its hash is there, and that is nobody's to copy.
    let given = if setting.key == "keeper" {
        Some(Value::from("(set)"))
    } else {
        value(words)
    };
    (name, given.unwrap_or_default(), format!("{FILE}:{line}"))
}

/// A value of TOML as JSON.
fn value(words: &str) -> Option<Value> {
    let table: toml::Table = format!("value = {words}").parse().ok()?;
    serde_json::to_value(table.get("value")?).ok()
}

fn of_looks(looks: &Looks) -> Vec<Shown> {
    let is_wrong = |file: &str| looks.problems.iter().any(|one| one.file.ends_with(file));
    let from = |file: &str, is_there: bool| match (is_there, is_wrong(file)) {
        (true, _) => file.to_owned(),
        (false, true) => format!("{file}, which cannot be used"),
        (false, false) => "default".to_owned(),
    };
    let language = Language::new("en");
    let theme = looks.own.map(|own| Value::from(own.name.get(&language)));
    let keys = looks.keys.as_ref().map(|keys| keys.commands);
    vec![
        (
            "theme".to_owned(),
            theme.unwrap_or_default(),
            from(theme::file::FILE, looks.own.is_some()),
        ),
        (
            "keyboard".to_owned(),
            keys.map_or(Value::Null, |count| {
                Value::from(format!("further keys for {count} commands"))
            }),
            from(keymap::file::FILE, keys.is_some()),
        ),
    ]
}
