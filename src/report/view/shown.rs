//! A released view as somebody else's screen needs it: in its JSON the member `shown` holds every figure once
//! more, with its words in every language of the program, since codes alone cannot be drawn by who has neither
//! the lists nor the comparators of the office that released it.
//!
//! What comes back is what was released: through the statistical door, protected, its figures those of
//! `blocks`. Anything else is refused, with its place where it has one.

mod wire;

use std::fmt;

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::base::language::{Language, Text};
use crate::base::time::Day;
use crate::stats::view::{About, Block, Label, Name, Names, Rules, View};
use crate::stats::{DoorName, Figure, MadeUp, Reason};
use crate::survey::model::Profile;

use super::{Teller, json as codes};
use wire::Piece;

/// No released view is longer: HESA's staff table of eighteen departments takes a twentieth of it.
pub const LONGEST: usize = 8 << 20;

/// What is said of a view without words.
const OLD: &str =
    "it lacks `shown`, the words that a screen needs: write it again with this program";

/// Why a file is no released view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Line and column, where it is a matter of one place.
    pub place: Option<(usize, usize)>,
    /// What is wrong.
    pub what: String,
}

/// A released view as JSON writes it. Members that nobody knows are refused: they may say something.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// What an export of the desk says first.
    #[serde(default, rename = "marking")]
    _marking: Option<String>,
    survey: String,
    wave: String,
    fingerprint: String,
    view: String,
    door: String,
    profile: String,
    department: Option<String>,
    responses: Json,
    staff: Option<u64>,
    day: String,
    blocks: Vec<Json>,
    /// The words of the reasons for which figures are withheld: the codes say it to a program.
    #[serde(default, rename = "reasons")]
    _reasons: Option<Json>,
    /// Views of the other door, and those that an earlier program released, have none.
    shown: Option<Vec<Piece>>,
}

/// The member of a view of the statistical door; the other door's views are shown to nobody else.
pub(super) fn write(view: &View) -> Option<Json> {
    let is_released = view.about.door == DoorName::Statistical && Name::ALL.contains(&view.name);
    is_released.then(|| {
        let tellers = wire::tellers();
        let pieces = view.blocks.iter().filter_map(|one| wire::of(one, &tellers));
        json!(pieces.collect::<Vec<Piece>>())
    })
}

/// Whether a file says that it is a view, and no release of tables.
pub fn is_view(json: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Which {
        view: Option<serde::de::IgnoredAny>,
    }
    serde_json::from_slice::<Which>(json).is_ok_and(|which| which.view.is_some())
}

/// Reads a released view.
///
/// # Errors
/// Where it is none, or one of exact figures.
pub fn read(json: &[u8], names: &dyn Names) -> Result<View, Refused> {
    if json.len() > LONGEST {
        return Err(refused("it is longer than any view"));
    }
    let file: File = serde_json::from_slice(json).map_err(|error| Refused::at(&error))?;
    let name = Name::find(&file.view).filter(|name| name.doors().contains(&DoorName::Statistical));
    let name = name.ok_or_else(|| refused("`view` names no view of the statistical door"))?;
    if file.door != DoorName::Statistical.code() {
        return Err(refused("`door` is not `statistical`"));
    }
    let shown = file.shown.ok_or_else(|| refused(OLD))?;
    let blocks = shown.into_iter().map(Piece::block);
    let blocks: Vec<Block> = blocks.collect::<Result<_, _>>().map_err(refused)?;
    let teller = Teller::new(&Language::new("en"));
    let shown = blocks.iter().map(|one| codes::block(one, &teller));
    if !shown.map(figures).eq(file.blocks.into_iter().map(figures)) {
        return Err(refused("`shown` and `blocks` do not hold the same figures"));
    }
    let profile = profile(&file.profile)?;
    let department = file.department.map(|code| Label {
        text: names.group(&code),
        code,
    });
    Ok(View {
        name,
        about: About {
            door: DoorName::Statistical,
            profile,
            survey: Text::same(&file.survey),
            wave: file.wave,
            fingerprint: file.fingerprint,
            department,
            responses: responses(&file.responses)?,
            staff: file.staff,
            day: Day::parse(&file.day).ok_or_else(|| refused("`day` is not a day"))?,
            // It goes upwards as it is: it was protected when it was made.
            made_up: MadeUp::None,
            flags: Vec::new(),
            rules: Rules {
                profile,
                minimum: 0,
            },
        },
        blocks,
    })
}

impl Refused {
    /// What a reader of JSON says, its place apart.
    pub fn at(error: &serde_json::Error) -> Self {
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        Self {
            place: (error.line() > 0).then(|| (error.line(), error.column())),
            what: what.to_owned(),
        }
    }
}

fn profile(code: &str) -> Result<Profile, Refused> {
    match code {
        "hesa" => Ok(Profile::Hesa),
        "minimum-n" => Ok(Profile::MinimumN),
        "suppress" => Ok(Profile::Suppress),
        _ => Err(refused("`profile` is none that protects")),
    }
}

fn responses(json: &Json) -> Result<Figure, Refused> {
    if let Some(count) = json.as_u64() {
        return Ok(Figure::Count(count));
    }
    let code = json.get("withheld").and_then(Json::as_str);
    let mut all = Reason::ALL.into_iter();
    let reason = all.find(|reason| Some(reason.code()) == code);
    reason
        .map(Figure::Withheld)
        .ok_or_else(|| refused("`responses` is no figure"))
}

/// A block without its sentences, which are in the language of whoever wrote the file.
fn figures(block: Json) -> Json {
    match block {
        Json::Object(mut members) => {
            if members.get("kind").and_then(Json::as_str) == Some("note") {
                members.remove("text");
            }
            let members = members.into_iter();
            Json::Object(members.map(|(id, one)| (id, figures(one))).collect())
        }
        Json::Array(all) => all.into_iter().map(figures).collect(),
        other => other,
    }
}

fn refused(what: impl Into<String>) -> Refused {
    Refused {
        place: None,
        what: what.into(),
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}
