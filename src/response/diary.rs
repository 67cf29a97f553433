//! A person's development record: what they did to learn over the year, beside their response and
//! never part of it. Only their words open it; no audience gets it.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use zeroize::Zeroizing;

use crate::base::text::{nfc, one_line};
use crate::base::time::Day;

/// What a record calls itself.
const FORMAT: &str = "tallybox/v1/diary";
/// The most entries: more than one for every working day of a year.
pub const MOST: usize = 300;
/// The most characters of one field.
pub const LONGEST: usize = 300;
/// The most hours of one entry: a week has 168.
const MOST_HOURS: i64 = 168;

/// One thing that was done.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// When, or when it began.
    pub day: Day,
    /// What was done.
    pub did: String,
    /// What it was for: a skill, a wish; may be empty.
    pub about: String,
    /// Hours it took, where they were counted.
    pub hours: Option<Decimal>,
    /// What one can do now; may be empty.
    pub learnt: String,
}

/// The record: entries in the order of their days.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Diary {
    entries: Vec<Entry>,
}

/// Why an entry is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It does not say what was done.
    Empty,
    /// The record is full.
    Full,
}

impl Diary {
    /// The entries, the earliest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Hours of all entries.
    pub fn hours(&self) -> Decimal {
        let hours = self.entries.iter().filter_map(|entry| entry.hours);
        hours.fold(Decimal::ZERO, |sum, hours| {
            sum.checked_add(hours).unwrap_or(sum)
        })
    }

    /// Puts an entry in its place by day; in place of the one with number `at`, where there is one.
    ///
    /// # Errors
    /// Where it says nothing, or there is no room; nothing is changed then.
    pub fn put(&mut self, at: Option<usize>, entry: &Entry) -> Result<(), Unfit> {
        let entry = tidied(entry);
        if entry.did.is_empty() {
            return Err(Unfit::Empty);
        }
        match at.filter(|at| *at < self.entries.len()) {
            Some(at) => drop(self.entries.remove(at)),
            None if self.entries.len() >= MOST => return Err(Unfit::Full),
            None => {}
        }
        let place = self.entries.partition_point(|other| other.day <= entry.day);
        self.entries.insert(place, entry);
        Ok(())
    }

    /// Takes an entry away and gives it; nothing where there is none with this number.
    pub fn remove(&mut self, at: usize) -> Option<Entry> {
        (at < self.entries.len()).then(|| self.entries.remove(at))
    }

    /// Its plaintext, JSON.
    pub fn to_json(&self) -> Zeroizing<Vec<u8>> {
        let entries: Vec<Json> = self.entries.iter().map(written).collect();
        let all = json!({"format": FORMAT, "entries": entries});
        Zeroizing::new(all.to_string().into_bytes())
    }

    /// A record from its plaintext; `None` where it is none. An entry that cannot be read is left out.
    pub fn from_json(bytes: &[u8]) -> Option<Self> {
        let json: Json = serde_json::from_slice(bytes).ok()?;
        if json.get("format")?.as_str()? != FORMAT {
            return None;
        }
        let mut diary = Self::default();
        // A record that this program wrote fits; what another wrote beyond it is let be.
        let entries = json.get("entries")?.as_array()?.iter().filter_map(read);
        let _fitting = entries
            .filter(|entry| diary.put(None, entry).is_ok())
            .count();
        Some(diary)
    }
}

/// Hours as people write them: `2`, `1.5`, `1,5`; `None` where it is not a number of hours.
pub fn read_hours(typed: &str) -> Option<Decimal> {
    let hours: Decimal = typed.trim().replace(',', ".").parse().ok()?;
    let fits = hours >= Decimal::ZERO && hours <= Decimal::from(MOST_HOURS);
    fits.then(|| hours.round_dp(2).normalize())
}

fn tidied(entry: &Entry) -> Entry {
    let tidy = |words: &str| {
        let line = nfc(&one_line(words));
        line.trim().chars().take(LONGEST).collect::<String>()
    };
    Entry {
        did: tidy(&entry.did),
        about: tidy(&entry.about),
        learnt: tidy(&entry.learnt),
        day: entry.day,
        hours: entry.hours,
    }
}

fn written(entry: &Entry) -> Json {
    let members = [
        ("day", Some(json!(entry.day.to_string()))),
        ("did", Some(json!(entry.did))),
        (
            "about",
            (!entry.about.is_empty()).then(|| json!(entry.about)),
        ),
        ("hours", entry.hours.map(|hours| json!(hours.to_string()))),
        (
            "learnt",
            (!entry.learnt.is_empty()).then(|| json!(entry.learnt)),
        ),
    ];
    let members = members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Json::Object(members.collect::<Map<_, _>>())
}

fn read(json: &Json) -> Option<Entry> {
    let text = |name: &str| json.get(name).and_then(Json::as_str);
    let own = |name: &str| text(name).unwrap_or_default().to_owned();
    Some(Entry {
        day: Day::parse(text("day")?)?,
        did: own("did"),
        about: own("about"),
        hours: text("hours").and_then(read_hours),
        learnt: own("learnt"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(day: &str, did: &str) -> Entry {
        Entry {
            day: Day::parse(day).unwrap(),
            did: did.to_owned(),
            about: String::new(),
            hours: read_hours("1,5"),
            learnt: "lathe \u{1b}[2J safely".to_owned(),
        }
    }

    #[test]
    fn entries_stand_by_day_and_come_back_as_they_were() {
        let mut diary = Diary::default();
        for (day, did) in [("2027-03-02", "course"), ("2027-01-05", "watched")] {
            assert!(diary.put(None, &entry(day, did)).is_ok());
        }
        assert!(diary.put(Some(0), &entry("2027-04-01", "taught")).is_ok());
        let did: Vec<&str> = diary.entries().iter().map(|one| one.did.as_str()).collect();
        assert_eq!(did, ["course", "taught"]);
        assert_eq!(diary.hours(), Decimal::from(3));
        let again = Diary::from_json(&diary.to_json());
        assert!(again == Some(diary.clone()));
        assert!(!diary.entries()[0].learnt.contains('\u{1b}'));
        assert!(diary.remove(1).is_some() && diary.remove(1).is_none());
    }

    #[test]
    fn it_takes_no_empty_entry_and_has_an_end() {
        let mut diary = Diary::default();
        let empty = diary.put(None, &entry("2027-01-01", " \t "));
        assert_eq!(empty, Err(Unfit::Empty));
        for _ in 0..MOST {
            assert_eq!(diary.put(None, &entry("2027-01-01", "one")), Ok(()));
        }
        let over = diary.put(None, &entry("2027-01-01", "more"));
        assert_eq!(over, Err(Unfit::Full));
        assert_eq!(diary.put(Some(3), &entry("2027-01-01", "other")), Ok(()));
    }

    #[test]
    fn hours_are_hours() {
        for typed in ["", "x", "-1", "169", "1e9"] {
            assert_eq!(read_hours(typed), None, "{typed}");
        }
        assert_eq!(read_hours(" 2.50 "), Some(Decimal::new(25, 1)));
    }

    #[test]
    fn what_is_none_is_not_read() {
        for bytes in [&b"{}"[..], b"[", br#"{"format":"tallybox/v1/draft"}"#] {
            assert!(Diary::from_json(bytes).is_none());
        }
    }
}
