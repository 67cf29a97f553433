//! The types of `XLSForm`: a table from each word to what it is here.

/// Where choices come from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// A list of the sheet `choices`.
    Sheet(String),
    /// A list of the sheet `external_choices`.
    External(String),
    /// A file beside the form.
    File(String),
}

/// What a row of the survey sheet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Text,
    /// A code that is read off a thing: typed here.
    Barcode,
    Integer,
    Percentage,
    Decimal,
    Range,
    Date,
    Time,
    DateTime,
    One {
        source: Source,
        other: bool,
    },
    Many {
        source: Source,
        other: bool,
    },
    Rank {
        source: Source,
    },
    Note,
    Acknowledge,
    Computed,
    /// Something that tells who answered, on which device or when.
    Metadata(&'static str),
    /// Something that a terminal cannot take: its name.
    Media(&'static str),
    BeginGroup,
    EndGroup,
    BeginRepeat,
    EndRepeat,
    Unknown,
}

/// Words that stand alone.
const WORDS: &[(&str, Asked)] = &[
    ("text", Asked::Text),
    ("string", Asked::Text),
    ("email address", Asked::Text),
    ("phone number", Asked::Text),
    ("integer", Asked::Integer),
    ("int", Asked::Integer),
    ("percentage", Asked::Percentage),
    ("decimal", Asked::Decimal),
    ("range", Asked::Range),
    ("date", Asked::Date),
    ("time", Asked::Time),
    ("datetime", Asked::DateTime),
    ("date time", Asked::DateTime),
    ("note", Asked::Note),
    ("acknowledge", Asked::Acknowledge),
    ("trigger", Asked::Acknowledge),
    ("calculate", Asked::Computed),
    ("calculation", Asked::Computed),
    ("hidden", Asked::Computed),
    ("start", Asked::Metadata("the moment of starting")),
    ("end", Asked::Metadata("the moment of ending")),
    ("today", Asked::Metadata("the day of answering")),
    ("deviceid", Asked::Metadata("the device")),
    ("device id", Asked::Metadata("the device")),
    ("imei", Asked::Metadata("the device")),
    ("username", Asked::Metadata("the user's name")),
    ("user name", Asked::Metadata("the user's name")),
    ("email", Asked::Metadata("the user's address")),
    ("phonenumber", Asked::Metadata("the telephone's number")),
    ("simserial", Asked::Metadata("the telephone's card")),
    ("sim id", Asked::Metadata("the telephone's card")),
    (
        "subscriberid",
        Asked::Metadata("the telephone's subscriber"),
    ),
    (
        "subscriber id",
        Asked::Metadata("the telephone's subscriber"),
    ),
    (
        "audit",
        Asked::Metadata("each step with its time and place"),
    ),
    (
        "background-audio",
        Asked::Metadata("a recording of the room"),
    ),
    ("start-geopoint", Asked::Metadata("the place of answering")),
    (
        "background-geopoint",
        Asked::Metadata("the place of answering"),
    ),
    ("geopoint", Asked::Media("a place on the map")),
    ("gps", Asked::Media("a place on the map")),
    ("location", Asked::Media("a place on the map")),
    ("geotrace", Asked::Media("a line on the map")),
    ("geoshape", Asked::Media("an area on the map")),
    ("image", Asked::Media("a picture")),
    ("photo", Asked::Media("a picture")),
    ("audio", Asked::Media("a recording")),
    ("video", Asked::Media("a film")),
    ("file", Asked::Media("a file")),
    ("barcode", Asked::Barcode),
    ("csv-external", Asked::Media("a file to look values up in")),
    ("xml-external", Asked::Media("a file to look values up in")),
    ("osm", Asked::Media("a map")),
    ("begin group", Asked::BeginGroup),
    ("begin lgroup", Asked::BeginGroup),
    ("group", Asked::BeginGroup),
    ("end group", Asked::EndGroup),
    ("end lgroup", Asked::EndGroup),
    ("begin repeat", Asked::BeginRepeat),
    ("repeat", Asked::BeginRepeat),
    ("lgroup", Asked::BeginRepeat),
    ("end repeat", Asked::EndRepeat),
];

/// What a word with a list after it makes of the list.
type Choosing = fn(Source, bool) -> Asked;

/// Beginnings that a list follows, longer ones first.
const CHOOSING: &[(&str, Choosing)] = &[
    ("select one from", one),
    ("select all that apply from", many),
    ("select multiple from", many),
    ("add select one prompt using", one),
    ("add select multiple prompt using", many),
    ("select one", one),
    ("select1", one),
    ("select multiple", many),
    ("select all that apply", many),
    ("rank", rank),
];

fn one(source: Source, other: bool) -> Asked {
    Asked::One { source, other }
}

fn many(source: Source, other: bool) -> Asked {
    Asked::Many { source, other }
}

fn rank(source: Source, _: bool) -> Asked {
    Asked::Rank { source }
}

/// What a type cell says.
pub(super) fn asked(cell: &str) -> Asked {
    let words: Vec<&str> = cell.split_whitespace().collect();
    let whole = words.join(" ").to_lowercase().replace('_', " ");
    if let Some((_, asked)) = WORDS.iter().find(|(word, _)| *word == whole) {
        return asked.clone();
    }
    // `select_one_from_file x.csv`, `select_one_external x`, then the usual ones.
    let first = words
        .first()
        .map(|word| word.to_lowercase())
        .unwrap_or_default();
    let list = words.get(1).map(|&word| word.to_owned());
    match (first.as_str(), list) {
        ("select_one_from_file", Some(file)) => one(Source::File(file), false),
        ("select_multiple_from_file", Some(file)) => many(Source::File(file), false),
        ("select_one_external", Some(list)) => one(Source::External(list), false),
        _ => choosing(&words),
    }
}

fn choosing(words: &[&str]) -> Asked {
    let lower: Vec<String> = words
        .iter()
        .flat_map(|word| {
            let word = word.to_lowercase();
            // Only the beginning's underscores are spaces; a list's name keeps its own.
            if CHOOSING
                .iter()
                .any(|(start, _)| start.replace(' ', "_") == word)
            {
                word.split('_').map(str::to_owned).collect()
            } else {
                vec![word]
            }
        })
        .collect();
    let spread = lower.len() - words.len();
    for (start, make) in CHOOSING {
        let length = start.split(' ').count();
        let begins = lower
            .iter()
            .take(length)
            .map(String::as_str)
            .eq(start.split(' '));
        let rest = words
            .get(length.saturating_sub(spread)..)
            .unwrap_or_default();
        if let (true, Some((list, after))) = (begins, rest.split_first()) {
            return make(Source::Sheet((*list).to_owned()), asks_other(after));
        }
    }
    Asked::Unknown
}

fn asks_other(after: &[&str]) -> bool {
    let words = after.join(" ").to_lowercase().replace('_', " ");
    matches!(words.as_str(), "or other" | "or specify other")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_however_they_are_written() {
        let sheet = |name: &str| Source::Sheet(name.to_owned());
        let one = |name, other| Asked::One {
            source: sheet(name),
            other,
        };
        let many = |name, other| Asked::Many {
            source: sheet(name),
            other,
        };
        for (cell, expected) in [
            ("begin_group", Asked::BeginGroup),
            ("Begin  Group", Asked::BeginGroup),
            ("select_one yes_no", one("yes_no", false)),
            ("select one yes_no", one("yes_no", false)),
            ("select1 yes_no", one("yes_no", false)),
            (
                "select one from yes_no or specify other",
                one("yes_no", true),
            ),
            ("select_one yes_no or_other", one("yes_no", true)),
            ("select_multiple Crops or_other", many("Crops", true)),
            ("select all that apply from Crops", many("Crops", false)),
            (
                "rank Crops",
                Asked::Rank {
                    source: sheet("Crops"),
                },
            ),
            (
                "select_one_from_file towns.csv",
                Asked::One {
                    source: Source::File("towns.csv".to_owned()),
                    other: false,
                },
            ),
            ("dateTime", Asked::DateTime),
            ("select_one", Asked::Unknown),
            ("db:person", Asked::Unknown),
            ("", Asked::Unknown),
        ] {
            assert_eq!(asked(cell), expected, "{cell}");
        }
    }
}
