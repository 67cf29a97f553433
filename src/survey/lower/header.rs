//! `[survey]`, `[privacy]` and `[[audience]]`.

use super::advice::EXPORTS;
use super::read::Id;
use super::table::Table;
use super::{Lowering, blank};
use crate::base::language::Language;
use crate::survey::model::{Audience, Privacy, Profile, Questionnaire, Role};
use crate::survey::nearest::remedy_among;
use crate::survey::raw::{Node, Raw};
use crate::survey::rules;

/// The sizes, in KiB, that a part may be padded to (docs/format.md §6).
pub(super) const PADS: [u32; 6] = [4, 8, 16, 32, 128, 512];

/// The most languages of a questionnaire.
const MOST_LANGUAGES: usize = 64;

/// The most audiences of a questionnaire, and of a question: a part is made for each.
pub(super) const MOST_AUDIENCES: usize = 64;

/// A group this small or smaller names people whatever is done to its figures.
const LEAST_GROUP: u32 = 1;

pub(super) const PROFILES: [(&str, Profile); 4] = [
    ("hesa", Profile::Hesa),
    ("minimum-n", Profile::MinimumN),
    ("suppress", Profile::Suppress),
    ("none", Profile::None),
];

pub(super) const ROLES: [(&str, Role); 3] = [
    ("department", Role::Department),
    ("institution", Role::Institution),
    ("statistics", Role::Statistics),
];

impl Lowering<'_> {
    pub(super) fn survey(&mut self, root: &mut Table<'_>) -> Questionnaire {
        let mut out = blank();
        let Some(mut table) = self.table_in(root, "survey") else {
            self.demand(
                root,
                "survey",
                "begin with `[survey]`, its `id`, `title` and `languages`",
            );
            return out;
        };
        out.languages = self.languages(&mut table);
        self.languages.clone_from(&out.languages);
        out.id = self.id(&mut table, "id", Id::Slug);
        out.title = self.wanted_text(&mut table, "title");
        out.minutes = self.minutes(&mut table);
        out.department = self.string(&mut table, "department");
        out.wave = self.string(&mut table, "wave").unwrap_or_default();
        out.opens = self.day(&mut table, "opens");
        out.closes = self.day(&mut table, "closes");
        out.revise_until = self.day(&mut table, "revise_until");
        out.unchecked = self.unchecked(&mut table);
        self.exports(&mut table);
        // Which tiers and packs are in was settled before: what is left of the tree is all there is.
        table.know(&["tiers", "packs"]);
        self.check_dates(&table, &out);
        self.places.insert("survey".to_owned(), table.span.clone());
        self.places
            .insert("languages".to_owned(), table.span_of("languages"));
        self.places
            .insert("department".to_owned(), table.span_of("department"));
        self.finish(&table);
        out
    }

    fn languages(&mut self, table: &mut Table<'_>) -> Vec<Language> {
        self.demand(
            table,
            "languages",
            "name them, for example `languages = [\"en\", \"cy\"]`",
        );
        let mut languages = Vec::new();
        let items = self.items(table, "languages");
        self.at_most(MOST_LANGUAGES, "languages", items);
        for item in items.iter().take(MOST_LANGUAGES) {
            let Some(tag) = self.string_of(item) else {
                continue;
            };
            let language = Language::new(&tag);
            if !is_language(&tag) {
                let message = format!("`{tag}` is not a language tag");
                self.tell(
                    &rules::WRONG_VALUE,
                    &item.span,
                    message,
                    "use a tag such as `en`, `cy` or `en-GB`",
                );
            } else if languages.contains(&language) {
                self.tell(
                    &rules::DUPLICATE,
                    &item.span,
                    format!("`{tag}` stands here twice"),
                    "name each language once",
                );
            }
            languages.push(language);
        }
        if languages.is_empty() && table.peek("languages").is_some() {
            let span = table.span_of("languages");
            self.tell(
                &rules::WRONG_VALUE,
                &span,
                "there is no language",
                "name at least one",
            );
        }
        languages
    }

    fn unchecked(&mut self, table: &mut Table<'_>) -> Vec<Language> {
        let mut unchecked = Vec::new();
        let items = self.items(table, "unchecked");
        self.at_most(MOST_LANGUAGES, "languages", items);
        for item in items.iter().take(MOST_LANGUAGES) {
            let Some(language) = self.string_of(item).map(|tag| Language::new(&tag)) else {
                continue;
            };
            if self.languages.contains(&language) {
                let told = (language.clone(), item.span.clone());
                self.asides.unchecked.push(told);
            } else {
                let message = format!("the survey does not declare the language `{language}`");
                self.tell(
                    &rules::UNDECLARED_LANGUAGE,
                    &item.span,
                    message,
                    "name a language of `languages`",
                );
            }
            unchecked.push(language);
        }
        unchecked
    }

    /// Other programs that the codes shall fit; nothing that is asked depends on it.
    fn exports(&mut self, table: &mut Table<'_>) {
        if table.get("exports").is_some() {
            self.asides.exports.clear();
        }
        for item in self.items(table, "exports") {
            let Some(word) = self.string_of(item) else {
                continue;
            };
            if let Some((_, export)) = EXPORTS.iter().find(|(name, _)| *name == word) {
                self.asides.exports.push(*export);
            } else {
                let message = format!("there is no export to `{word}`");
                let remedy = remedy_among("programs", &word, EXPORTS.iter().map(|(name, _)| *name));
                self.tell(&rules::WRONG_VALUE, &item.span, message, remedy);
            }
        }
    }

    fn minutes(&mut self, table: &mut Table<'_>) -> Option<(u32, u32)> {
        let node = table.get("minutes")?;
        let items = self.items_of(node);
        let numbers: Vec<i64> = items
            .iter()
            .filter_map(|item| self.whole_of(item, 1..=600))
            .collect();
        let [least, most] = numbers[..] else {
            if numbers.len() == items.len() {
                self.tell(
                    &rules::WRONG_VALUE,
                    &node.span,
                    "two numbers are wanted",
                    "give the least and the most, for example [25, 35]",
                );
            }
            return None;
        };
        if least > most {
            self.tell(
                &rules::BOUNDS,
                &node.span,
                "the least is more than the most",
                "put the smaller number first",
            );
        }
        Some((u32::try_from(least).ok()?, u32::try_from(most).ok()?))
    }

    fn check_dates(&mut self, table: &Table<'_>, survey: &Questionnaire) {
        if let (Some(opens), Some(closes)) = (survey.opens, survey.closes)
            && opens > closes
        {
            let message = format!("the survey closes on {closes} before it opens on {opens}");
            self.tell(
                &rules::DATES,
                &table.span_of("closes"),
                message,
                "give a later `closes`",
            );
        }
        match (survey.closes, survey.revise_until) {
            (Some(closes), Some(until)) if until < closes => {
                let message =
                    format!("revising ends on {until}, before the survey closes on {closes}");
                self.tell(
                    &rules::DATES,
                    &table.span_of("revise_until"),
                    message,
                    "give a later day, or leave it out",
                );
            }
            (None, Some(_)) => {
                self.tell(
                    &rules::DATES,
                    &table.span_of("revise_until"),
                    "`revise_until` needs `closes`",
                    "say when the survey closes",
                );
            }
            _ => {}
        }
    }

    pub(super) fn privacy(&mut self, root: &mut Table<'_>) -> Privacy {
        let Some(mut table) = self.table_in(root, "privacy") else {
            self.demand(root, "privacy", "add `[privacy]` with its `notice`");
            return Privacy {
                minimum_group: 10,
                ..Privacy::default()
            };
        };
        let privacy = Privacy {
            notice: Some(self.wanted_text(&mut table, "notice")),
            approved_by: self.string(&mut table, "approved_by"),
            approved_on: self.day(&mut table, "approved_on"),
            contact: self.text(&mut table, "contact"),
            retention_days: self.small(&mut table, "retention_days", 1..=36_500),
            profile: self
                .word(&mut table, "profile", &PROFILES)
                .unwrap_or_default(),
            minimum_group: self
                .small(&mut table, "minimum_group", LEAST_GROUP..=1_000)
                .unwrap_or(10),
        };
        self.asides.department_size = self.small(&mut table, "department_size", 1..=1_000_000);
        self.check_notice(&table, &privacy);
        self.finish(&table);
        privacy
    }

    fn check_notice(&mut self, table: &Table<'_>, privacy: &Privacy) {
        let lacking = [
            ("approved_by", privacy.approved_by.is_none()),
            ("approved_on", privacy.approved_on.is_none()),
            ("contact", privacy.contact.is_none()),
        ];
        let lacking: Vec<&str> = lacking
            .into_iter()
            .filter(|(_, lacks)| *lacks)
            .map(|(key, _)| key)
            .collect();
        if !lacking.is_empty() {
            let message = format!("the notice is a sample: {} not given", lacking.join(", "));
            self.tell(&rules::SAMPLE_NOTICE, &table.span, message, "have the data protection officer write and approve it; until then screens say SAMPLE NOTICE");
        }
    }

    pub(super) fn audiences(&mut self, root: &mut Table<'_>) -> Vec<Audience> {
        let nodes = self.items(root, "audience");
        self.at_most(MOST_AUDIENCES, "audiences", nodes);
        let mut audiences: Vec<Audience> = Vec::new();
        for node in nodes.iter().take(MOST_AUDIENCES) {
            let audience = self.audience(node, &audiences);
            audiences.push(audience);
        }
        audiences
    }

    /// Tells where there is more of something than a questionnaire may have: each is held against all others.
    pub(super) fn at_most(&mut self, most: usize, what: &str, nodes: &[Node]) {
        if let Some(beyond) = nodes.get(most) {
            let message = format!("there are more than {most} {what}");
            self.tell(&rules::SIZE, &beyond.span, message, "take some out");
        }
    }

    fn audience(&mut self, node: &Node, before: &[Audience]) -> Audience {
        let mut table = self.table(node);
        let id = self.id(&mut table, "id", Id::Slug);
        if !id.is_empty() && before.iter().any(|other| other.id == id) {
            let message = format!("there are two audiences `{id}`");
            self.tell(
                &rules::DUPLICATE,
                &table.span_of("id"),
                message,
                "give one of them another id",
            );
        }
        self.demand(
            &table,
            "sealed_to",
            "name one or more of \"department\", \"institution\", \"statistics\"",
        );
        let sealed_to = table
            .get("sealed_to")
            .map(|list| self.sealed_to(list))
            .unwrap_or_default();
        let pad = self.pad(&mut table);
        self.places
            .insert(format!("audience.{id}"), table.span_of("id"));
        self.finish(&table);
        Audience { id, sealed_to, pad }
    }

    fn sealed_to(&mut self, list: &Node) -> Vec<Role> {
        let mut roles = Vec::new();
        for item in self.items_of(list) {
            let Some(word) = self.string_of(item) else {
                continue;
            };
            match ROLES.iter().find(|(name, _)| *name == word) {
                None => {
                    let message = format!("nothing is sealed to `{word}`");
                    let remedy = remedy_among("words", &word, ROLES.iter().map(|(name, _)| *name));
                    self.tell(&rules::WRONG_VALUE, &item.span, message, remedy);
                }
                Some((_, role)) if roles.contains(role) => {
                    self.tell(
                        &rules::DUPLICATE,
                        &item.span,
                        format!("`{word}` stands here twice"),
                        "name it once",
                    );
                }
                Some((_, role)) => roles.push(*role),
            }
        }
        if matches!(&list.value, Raw::List(items) if items.is_empty()) {
            self.tell(
                &rules::WRONG_VALUE,
                &list.span,
                "an audience must be sealed to someone",
                "name one or more of \"department\", \"institution\", \"statistics\"",
            );
        }
        roles.sort();
        roles
    }

    fn pad(&mut self, table: &mut Table<'_>) -> u32 {
        let Some(node) = table.get("pad") else {
            return 16;
        };
        let Some(given) = self.whole_of(node, 1..=i64::MAX) else {
            return 16;
        };
        let found = PADS.into_iter().find(|pad| i64::from(*pad) == given);
        if found.is_none() {
            let fitting = PADS
                .into_iter()
                .find(|pad| i64::from(*pad) > given)
                .unwrap_or(512);
            let message = format!("parts cannot be padded to {given} KiB");
            self.tell(
                &rules::PAD,
                &node.span,
                message,
                format!("give 4, 8, 16, 32, 128 or 512; {fitting} comes nearest"),
            );
        }
        found.unwrap_or(16)
    }
}

/// Two or three letters, then pieces of letters and digits after `-` (BCP 47 in short).
fn is_language(tag: &str) -> bool {
    let mut pieces = tag.split('-');
    let primary = pieces.next().unwrap_or_default();
    let letters = primary.bytes().all(|byte| byte.is_ascii_lowercase());
    let sound = |piece: &str| {
        (1..=8).contains(&piece.len()) && piece.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    (2..=3).contains(&primary.len()) && letters && pieces.all(sound)
}
