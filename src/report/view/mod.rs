//! Views as text, Markdown, CSV and JSON. What a view shows is decided in `stats::view`; here it only
//! gets words and a layout. Bars are drawn from the values that are shown, never from exact ones.

pub mod csv;
pub mod html;
pub mod json;
pub mod manifest;
pub mod markdown;
pub mod own;
pub mod shown;
pub mod spoken;
pub mod text;
pub mod withheld;

use crate::base::language::Language;
use crate::base::text::one_line;
use crate::base::words::{Arg, Message, Words};
use crate::stats::view::{About, Grid, Label, Name, Row, Shade, Sheet, Value, View};
use crate::stats::{DoorName, Figure, MadeUp};
use crate::survey::model::Profile;

use super::label::reason_message;

/// A view's words in one language.
pub struct Teller {
    words: Words,
    /// The message that says what the operational door is to whoever reads this.
    operational: &'static str,
}

/// The words for the operational door where something is sent upwards of it.
const UPWARDS: &str = "view-door-upwards";

impl Teller {
    /// Words in a language.
    pub fn new(language: &Language) -> Self {
        Self {
            words: Words::new(language),
            operational: "report-door-operational",
        }
    }

    /// Words for what may be sent upwards of the operational door: nobody is told to keep it there.
    #[must_use]
    pub const fn upwards(mut self) -> Self {
        self.operational = UPWARDS;
        self
    }

    /// What a file of figures of a door is called by, and what every page of it says of who may read it.
    pub fn standing(&self, door: DoorName) -> (&'static str, String) {
        let (mark, id) = match door {
            DoorName::Statistical => ("protected", "lead-mark-protected"),
            DoorName::Operational if self.operational == UPWARDS => {
                ("upwards", "lead-mark-upwards")
            }
            DoorName::Operational => ("EXACT", "lead-mark-exact"),
        };
        (mark, self.words.say(id))
    }

    /// The program's words in the same language.
    pub const fn words(&self) -> &Words {
        &self.words
    }

    /// A message, on one line.
    pub fn tell(&self, message: &Message) -> String {
        one_line(&self.words.tell(message))
    }

    /// The title of a page of several views, of which this is the first.
    pub fn report_title(&self, first: &View) -> String {
        let title = match &first.about.department {
            Some(label) => {
                let department = ("department", Arg::Words(self.label(label)));
                self.words.say_with("view-report-title", [department])
            }
            None => self.words.say("view-report-title-all"),
        };
        self.marked(&first.about, title)
    }

    /// The view's title.
    pub fn title(&self, view: &View) -> String {
        let id = match (view.name, &view.about.department) {
            (Name::Department, None) => "view-title-department-all",
            (name, _) => title_id(name),
        };
        self.marked(&view.about, self.words.say(id))
    }

    /// A title, before which it stands where nobody gave the answers.
    fn marked(&self, about: &About, title: String) -> String {
        match about.made_up {
            MadeUp::None => title,
            MadeUp::Some | MadeUp::Of { .. } => {
                let title = ("title", Arg::Words(title));
                self.words.say_with("view-made-up-title", [title])
            }
        }
    }

    /// What stands above every view, one sentence per line: whose figures, which door, base, profile, day; then what
    /// must be looked at before the figures of a file without notes.
    pub fn about(&self, about: &About) -> Vec<String> {
        let whose = self.marked(about, self.whose(about));
        let mut lines = vec![
            whose,
            self.door(about.door),
            self.base(about),
            self.profile(about.profile),
        ];
        lines.extend(about.flags.iter().map(|flag| self.tell(flag)));
        lines
    }

    fn whose(&self, about: &About) -> String {
        let survey = one_line(about.survey.get(self.words.language()));
        let of = match &about.department {
            Some(label) => self.label(label),
            None => self.words.say("view-all-departments"),
        };
        let wave = one_line(&about.wave);
        let run = [survey, wave].into_iter().filter(|word| !word.is_empty());
        let run = run.collect::<Vec<_>>().join(" ");
        format!("{of}. {run}. {}", about.day)
    }

    fn door(&self, door: DoorName) -> String {
        self.words.say(match door {
            DoorName::Operational => self.operational,
            DoorName::Statistical => "report-door-statistical",
        })
    }

    /// How many answered, of how many on the staff list.
    pub fn base(&self, about: &About) -> String {
        let Figure::Count(responses) = about.responses else {
            return self.words.say("view-base-withheld");
        };
        let responses_arg = number(responses);
        match about.staff {
            Some(staff) => self.words.say_with(
                "view-base-of",
                [("responses", responses_arg), ("staff", number(staff))],
            ),
            None => self
                .words
                .say_with("view-base", [("responses", responses_arg)]),
        }
    }

    fn profile(&self, profile: Profile) -> String {
        self.words.say(match profile {
            _ if self.operational == UPWARDS => "view-profile-upwards",
            Profile::None => "report-profile-none",
            Profile::Hesa => "view-profile-hesa",
            Profile::MinimumN => "view-profile-minimum-n",
            Profile::Suppress => "report-profile-suppress",
        })
    }

    /// A label's words; its code where it has none.
    pub fn label(&self, label: &Label) -> String {
        let words = one_line(label.text.get(self.words.language()));
        if words.is_empty() {
            one_line(&label.code)
        } else {
            words
        }
    }

    /// A value in words.
    pub fn value(&self, value: &Value) -> String {
        match value {
            Value::Nothing => String::new(),
            Value::Count(count) => count.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Of(count, of) => {
                let args = [("count", number(*count)), ("of", number(*of))];
                self.words.say_with("view-of", args)
            }
            Value::Percent(share) => format!("{share} %"),
            Value::Withheld(reason) => self.words.say(reason_message(*reason)),
            Value::Label(label) => self.label(label),
            Value::Word(_, message) => self.tell(message),
            Value::Typed(text) => one_line(text),
            Value::Day(day) => day.to_string(),
            Value::List(values) => {
                let all: Vec<String> = values.iter().map(|value| self.value(value)).collect();
                all.join(", ")
            }
        }
    }

    /// A fact's value in words: what is not known is said to be so.
    pub fn fact(&self, value: &Value) -> String {
        match value {
            Value::Nothing => self.words.say("view-not-known"),
            value => self.value(value),
        }
    }

    /// A table's headings.
    pub fn headings(&self, sheet: &Sheet) -> Vec<String> {
        let columns = sheet.columns.iter();
        columns.map(|column| self.tell(&column.title)).collect()
    }

    /// A row's values in words.
    pub fn row(&self, row: &Row) -> Vec<String> {
        row.values.iter().map(|value| self.value(value)).collect()
    }

    /// A grid as headings and rows of words, each cell with its mark.
    pub fn grid(&self, grid: &Grid) -> (Vec<String>, Vec<Vec<String>>) {
        self.grid_of(grid, |value| self.value(value))
    }

    /// The same with cells as `tell` says them.
    fn grid_of(
        &self,
        grid: &Grid,
        tell: impl Fn(&Value) -> String,
    ) -> (Vec<String>, Vec<Vec<String>>) {
        let corner = self.words.say_with(
            "view-grid-corner",
            [
                ("down", Arg::Words(self.tell(&grid.down.0))),
                ("across", Arg::Words(self.tell(&grid.across.0))),
            ],
        );
        let across = grid.across.1.iter().map(|label| self.value(label));
        let headings = std::iter::once(corner).chain(across).collect();
        let rows = grid.down.1.iter().zip(&grid.cells).map(|(label, cells)| {
            let cells = cells
                .iter()
                .map(|(value, shade)| self.shaded(value, *shade, tell(value)));
            std::iter::once(self.value(label)).chain(cells).collect()
        });
        (headings, rows.collect())
    }

    fn shaded(&self, value: &Value, shade: Shade, words: String) -> String {
        let mark = match shade {
            // An empty place of a risk grid is no risk of any colour.
            _ if matches!(value, Value::Count(0)) => return words,
            Shade::Plain | Shade::Level(_) => return words,
            Shade::Red => "view-red",
            Shade::Amber => "view-amber",
            Shade::Green => "view-green",
        };
        if words.is_empty() {
            words
        } else {
            format!("{words} {}", self.words.say(mark))
        }
    }
}

/// The id of a view's title.
pub const fn title_id(name: Name) -> &'static str {
    match name {
        Name::Department => "view-title-department",
        Name::Skills => "view-title-skills",
        Name::Cover => "view-title-cover",
        Name::Register => "view-title-register",
        Name::Risk => "view-title-risk",
        Name::Horizon => "view-title-horizon",
        Name::Demand => "view-title-demand",
        Name::Training => "view-title-training",
        Name::Hidden => "view-title-hidden",
        Name::Mentors => "view-title-mentors",
        Name::Registration => "view-title-registration",
        Name::Roles => "view-title-roles",
        Name::Entry => "view-title-entry",
        Name::Htq => "view-title-htq",
        Name::Career => "view-title-career",
        Name::Commitment => "view-title-commitment",
        Name::Comparison => "view-title-comparison",
        Name::Staff => "view-title-staff",
        Name::University => "lead-university-title",
        Name::Question => "lead-questions",
    }
}

fn number(count: u64) -> Arg {
    Arg::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The number that a bar's length stands for; none where it is withheld.
fn magnitude(value: &Value) -> Option<rust_decimal::Decimal> {
    match value {
        Value::Count(count) | Value::Of(count, _) => Some((*count).into()),
        Value::Number(number) | Value::Percent(number) => Some(*number),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
