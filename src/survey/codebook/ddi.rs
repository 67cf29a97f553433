//! The codebook as DDI-Codebook 2.5 XML, as archives take it in.
//!
//! The order of elements is the standard's (`codebook.xsd`, 2012): of a variable labl, security, qstn,
//! valrng, invalrng, universe, txt, catgry, codInstr, concept, derivation, varFormat, notes. Every
//! text stands once for each language, with `xml:lang`; a title has its translations in `parTitl`.

use super::xml::Xml;
use super::{Bounds, Variable, yields};
use crate::base::language::{Language, Text};
use crate::base::text::one_line;
use crate::base::words::{Message, Words};
use crate::response::answer::Missing;
use crate::survey::expression::wording::missing_words;
use crate::survey::model::{Choice, Question, Questionnaire, Section};
use crate::survey::nest::{self, Around};

/// The namespace of DDI-Codebook 2.5.
const NAMESPACE: &str = "ddi:codebook:2_5";
/// Where its schema is published.
const SCHEMA: &str = "ddi:codebook:2_5 http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd";

/// What a report says beside a codebook's variables: frequencies, through one door.
pub struct Counted<'a> {
    /// Who may read it.
    pub marking: String,
    /// The response rate, where it is known.
    pub rate: Option<String>,
    /// Whose figures, through which door, on which base, by which profile.
    pub about: Vec<String>,
    /// The frequencies of a variable, by its id; nothing where it is not counted at this door.
    pub counts: &'a dyn Fn(&str) -> Option<Counts>,
}

/// Frequencies of one variable.
pub struct Counts {
    /// Everyone who was asked.
    pub base: Frequency,
    /// How many gave each code.
    pub codes: Vec<(String, Frequency)>,
    /// How many gave no value, by kind.
    pub missing: Vec<(Missing, Frequency)>,
}

/// How many, or in words why that is withheld.
pub type Frequency = Result<u64, String>;

/// The whole codebook.
pub fn write(survey: &Questionnaire, variables: &[Variable<'_>]) -> String {
    document(survey, variables, None)
}

/// The whole codebook with the frequencies of a report.
pub fn write_counted(
    survey: &Questionnaire,
    variables: &[Variable<'_>],
    counted: &Counted<'_>,
) -> String {
    document(survey, variables, Some(counted))
}

fn document(
    survey: &Questionnaire,
    variables: &[Variable<'_>],
    counted: Option<&Counted<'_>>,
) -> String {
    let words: Vec<Words> = survey.languages.iter().map(Words::new).collect();
    let book = Book {
        survey,
        variables,
        words: &words,
        counted,
    };
    let default = survey.default_language();
    let mut xml = Xml::new();
    let attributes = [
        ("version", Some("2.5")),
        ("xml:lang", Some(default.as_str())),
        ("xmlns", Some(NAMESPACE)),
        (
            "xmlns:xsi",
            Some("http://www.w3.org/2001/XMLSchema-instance"),
        ),
        ("xsi:schemaLocation", Some(SCHEMA)),
    ];
    xml.element("codeBook", &attributes, |xml| {
        book.study(xml);
        book.data(xml);
    });
    xml.finish()
}

struct Book<'a> {
    survey: &'a Questionnaire,
    variables: &'a [Variable<'a>],
    words: &'a [Words],
    counted: Option<&'a Counted<'a>>,
}

impl Book<'_> {
    fn study(&self, xml: &mut Xml) {
        let fingerprint = self.survey.fingerprint.to_string();
        xml.element("stdyDscr", &[], |xml| {
            xml.element("citation", &[], |xml| {
                xml.element("titlStmt", &[], |xml| self.titles(xml));
                xml.element("verStmt", &[], |xml| {
                    xml.text("version", &[("type", Some("fingerprint"))], &fingerprint);
                    if !self.survey.wave.is_empty() {
                        xml.text("notes", &[("type", Some("wave"))], &self.survey.wave);
                    }
                });
            });
            if let Some(notice) = &self.survey.privacy.notice {
                xml.element("stdyInfo", &[], |xml| {
                    self.texts(xml, "abstract", &[], notice);
                });
            }
            if let Some(counted) = self.counted {
                counted.study(xml);
            }
        });
    }

    /// `titl` stands once; translations are parallel titles.
    fn titles(&self, xml: &mut Xml) {
        for (place, language) in self.languages(&self.survey.title).into_iter().enumerate() {
            let element = if place == 0 { "titl" } else { "parTitl" };
            let words = one_line(self.survey.title.get(language));
            xml.text(element, &[("xml:lang", Some(language.as_str()))], &words);
        }
        xml.text("IDNo", &[("agency", Some("tallybox"))], &self.survey.id);
    }

    /// Groups stand before the variables: sections, then matrices and repeats.
    fn data(&self, xml: &mut Xml) {
        xml.element("dataDscr", &[], |xml| {
            for (number, section) in self.survey.sections.iter().enumerate() {
                let id = format!("S{}", number + 1);
                self.group(xml, &id, "section", &section.id, &section.title, |one| {
                    is_in(one, section)
                });
            }
            for (number, question) in self.survey.questions().enumerate() {
                for (at, (_, one)) in nest::with_nested(question, Around::NONE).iter().enumerate() {
                    let inner = if at == 0 {
                        String::new()
                    } else {
                        format!(".{at}")
                    };
                    self.parts(xml, &format!("G{}{inner}", number + 1), one);
                }
            }
            for (number, variable) in self.variables.iter().enumerate() {
                self.variable(xml, &number_id(number), variable);
            }
        });
    }

    /// The rows of a matrix, or what is asked in each entry of a repeat.
    fn parts(&self, xml: &mut Xml, id: &str, question: &Question) {
        let is_it = |one: &Question| std::ptr::eq(one, question);
        let rows = |one: &Variable<'_>| one.row.is_some() && is_it(one.question);
        let entries = |one: &Variable<'_>| one.around.last().is_some_and(is_it);
        let label = &question.label;
        self.group(xml, id, "grid", &question.id, label, rows);
        self.group(xml, id, "repetition", &question.id, label, entries);
    }

    fn group(
        &self,
        xml: &mut Xml,
        id: &str,
        kind: &str,
        name: &str,
        label: &Text,
        belongs: impl Fn(&Variable<'_>) -> bool,
    ) {
        let numbered = self.variables.iter().enumerate();
        let members: Vec<String> = numbered
            .filter(|(_, variable)| belongs(variable))
            .map(|(number, _)| number_id(number))
            .collect();
        if members.is_empty() {
            return;
        }
        let members = members.join(" ");
        let attributes = [
            ("ID", Some(id)),
            ("type", Some(kind)),
            ("var", Some(members.as_str())),
            ("name", Some(name)),
        ];
        xml.element("varGrp", &attributes, |xml| {
            self.texts(xml, "labl", &[], label);
        });
    }

    fn variable(&self, xml: &mut Xml, id: &str, variable: &Variable<'_>) {
        let range = variable.range.unwrap_or_default();
        let digits = range.decimals.to_string();
        let unit = range
            .unit
            .map(|unit| one_line(unit.get(&self.survey.default_language())));
        let shape = Shape::of(variable);
        let counts = self
            .counted
            .and_then(|counted| (counted.counts)(&variable.id));
        let counts = counts.as_ref();
        let attributes = [
            ("ID", Some(id)),
            ("name", Some(variable.id.as_str())),
            ("dcml", variable.range.map(|_| digits.as_str())),
            ("intrvl", Some(shape.interval)),
            ("measUnit", unit.as_deref()),
            ("nature", shape.nature),
            ("representationType", Some(shape.representation)),
        ];
        xml.element("var", &attributes, |xml| {
            self.texts(xml, "labl", &[("level", Some("variable"))], variable.label);
            readers(xml, variable);
            self.question(xml, variable);
            valid(xml, variable.range);
            invalid(xml, &variable.missing);
            self.told(
                xml,
                "universe",
                &[("clusion", Some("I"))],
                &variable.universe,
            );
            if let Some(Ok(base)) = counts.map(|counts| &counts.base) {
                xml.text("TotlResp", &[], &base.to_string());
            }
            for choice in &variable.choices {
                self.category(xml, choice, counts);
            }
            other_categories(xml, variable, counts);
            for kind in &variable.missing {
                self.missing(xml, *kind, counts);
            }
            derivation(xml, variable);
            xml.empty("varFormat", &[("type", Some(shape.format))]);
            notes(xml, variable);
            if let Some(Err(reason)) = counts.map(|counts| &counts.base) {
                xml.text("notes", &[("type", Some("tallybox:withheld"))], reason);
            }
        });
    }

    fn question(&self, xml: &mut Xml, variable: &Variable<'_>) {
        if yields(&variable.question.kind).is_some() {
            return;
        }
        let asked = &variable.question.label;
        for language in self.languages(asked) {
            let lang = [("xml:lang", Some(language.as_str()))];
            xml.element("qstn", &lang, |xml| {
                xml.text("qstnLit", &lang, &one_line(asked.get(language)));
                if let Some(hint) = &variable.question.hint {
                    xml.text("ivuInstr", &lang, &one_line(hint.get(language)));
                }
            });
        }
    }

    fn category(&self, xml: &mut Xml, choice: &Choice, counts: Option<&Counts>) {
        xml.element("catgry", &[], |xml| {
            xml.text("catValu", &[], &choice.code);
            self.texts(xml, "labl", &[("level", Some("category"))], &choice.label);
            frequency(xml, counts.and_then(|counts| counts.code(&choice.code)));
        });
    }

    fn missing(&self, xml: &mut Xml, kind: Missing, counts: Option<&Counts>) {
        let attributes = [("missing", Some("Y")), ("missType", Some(kind.code()))];
        xml.element("catgry", &attributes, |xml| {
            xml.text("catValu", &[], kind.code());
            let message = Message::plain(missing_words(kind));
            self.told(xml, "labl", &[("level", Some("category"))], &message);
            frequency(xml, counts.and_then(|counts| counts.kind(kind)));
        });
    }

    /// The languages that a text has words of its own in; of one for all languages the first.
    fn languages(&self, text: &Text) -> Vec<&Language> {
        let most = if matches!(text, Text::Same(_)) {
            1
        } else {
            usize::MAX
        };
        self.survey
            .languages
            .iter()
            .filter(|language| text.has(language))
            .take(most)
            .collect()
    }

    fn texts(
        &self,
        xml: &mut Xml,
        element: &'static str,
        more: &[(&'static str, Option<&str>)],
        text: &Text,
    ) {
        for language in self.languages(text) {
            let lang = ("xml:lang", Some(language.as_str()));
            let attributes: Vec<_> = more.iter().copied().chain([lang]).collect();
            xml.text(element, &attributes, &one_line(text.get(language)));
        }
    }

    fn told(
        &self,
        xml: &mut Xml,
        element: &'static str,
        more: &[(&'static str, Option<&str>)],
        message: &Message,
    ) {
        for words in self.words {
            let lang = ("xml:lang", Some(words.language().as_str()));
            let attributes: Vec<_> = more.iter().copied().chain([lang]).collect();
            xml.text(element, &attributes, &one_line(&words.tell(message)));
        }
    }
}

impl Counted<'_> {
    /// The response rate, who may read the figures, and what they are.
    fn study(&self, xml: &mut Xml) {
        if let Some(rate) = &self.rate {
            xml.element("method", &[], |xml| {
                xml.element("anlyInfo", &[], |xml| xml.text("respRate", &[], rate));
            });
        }
        xml.element("dataAccs", &[], |xml| {
            xml.element("useStmt", &[], |xml| {
                xml.text("restrctn", &[], &one_line(&self.marking));
            });
        });
        for line in &self.about {
            xml.text(
                "notes",
                &[("type", Some("tallybox:about"))],
                &one_line(line),
            );
        }
    }
}

impl Counts {
    fn code(&self, code: &str) -> Option<Frequency> {
        let found = self.codes.iter().find(|(known, _)| known == code);
        found.map(|(_, frequency)| frequency.clone())
    }

    fn kind(&self, kind: Missing) -> Option<Frequency> {
        let found = self.missing.iter().find(|(known, _)| *known == kind);
        found.map(|(_, frequency)| frequency.clone())
    }
}

/// What is not counted says nothing; what is withheld says why.
fn frequency(xml: &mut Xml, frequency: Option<Frequency>) {
    match frequency {
        None => {}
        Some(Ok(count)) => xml.text("catStat", &[("type", Some("freq"))], &count.to_string()),
        Some(Err(reason)) => {
            let attributes = [("type", Some("other")), ("otherType", Some("withheld"))];
            xml.text("catStat", &attributes, &reason);
        }
    }
}

/// Codes that have no words: numbers, yes and no, what another version offered.
fn other_categories(xml: &mut Xml, variable: &Variable<'_>, counts: Option<&Counts>) {
    let Some(counts) = counts else { return };
    let is_listed = |code: &str| variable.choices.iter().any(|choice| choice.code == code);
    for (code, own) in counts.codes.iter().filter(|(code, _)| !is_listed(code)) {
        xml.element("catgry", &[], |xml| {
            xml.text("catValu", &[], &one_line(code));
            frequency(xml, Some(own.clone()));
        });
    }
}

/// Who may read it is a matter of security in DDI's words.
fn readers(xml: &mut Xml, variable: &Variable<'_>) {
    let readers = match variable.audience.as_slice() {
        [] => "mine".to_owned(),
        audience => audience.join(" "),
    };
    xml.text("security", &[], &readers);
}

fn derivation(xml: &mut Xml, variable: &Variable<'_>) {
    if let Some(calculation) = &variable.question.calculation {
        xml.element("derivation", &[], |xml| {
            xml.text("drvcmd", &[("syntax", Some("CEL"))], calculation.source());
        });
    }
}

fn number_id(number: usize) -> String {
    format!("V{}", number + 1)
}

fn is_in(variable: &Variable<'_>, section: &Section) -> bool {
    variable.section.id == section.id
}

fn valid(xml: &mut Xml, range: Option<Bounds<'_>>) {
    let Some(range) = range.filter(|range| range.min.is_some() || range.max.is_some()) else {
        return;
    };
    let bound = |bound: Option<rust_decimal::Decimal>| bound.map(|one| one.normalize().to_string());
    let (min, max) = (bound(range.min), bound(range.max));
    let units = if range.decimals == 0 { "INT" } else { "REAL" };
    xml.element("valrng", &[], |xml| {
        let attributes = [
            ("UNITS", Some(units)),
            ("min", min.as_deref()),
            ("max", max.as_deref()),
        ];
        xml.empty("range", &attributes);
    });
}

fn invalid(xml: &mut Xml, missing: &[Missing]) {
    xml.element("invalrng", &[], |xml| {
        for kind in missing {
            xml.empty("item", &[("VALUE", Some(kind.code()))]);
        }
    });
}

fn notes(xml: &mut Xml, variable: &Variable<'_>) {
    xml.text("notes", &[("type", Some("tallybox:type"))], variable.kind);
    if let Some(condition) = variable.relevant() {
        xml.text(
            "notes",
            &[("type", Some("tallybox:relevant"))],
            condition.source(),
        );
    }
}

/// What DDI calls the kinds of values.
struct Shape {
    interval: &'static str,
    nature: Option<&'static str>,
    representation: &'static str,
    format: &'static str,
}

impl Shape {
    fn of(variable: &Variable<'_>) -> Self {
        let kind = yields(&variable.question.kind).unwrap_or(variable.kind);
        let (interval, nature, representation, format) = match kind {
            "integer" => ("discrete", Some("ratio"), "numeric", "numeric"),
            "decimal" => ("contin", Some("ratio"), "numeric", "numeric"),
            "scale" => ("discrete", Some("ordinal"), "code", "numeric"),
            "single" | "lookup" | "yes_no" | "acknowledge" | "multiple" => {
                ("discrete", Some("nominal"), "code", "character")
            }
            "rank" => ("discrete", Some("ordinal"), "code", "character"),
            "date" | "month" => ("discrete", None, "datetime", "character"),
            "text" | "long_text" => ("discrete", None, "text", "character"),
            _ => ("discrete", None, "other", "character"),
        };
        Self {
            interval,
            nature,
            representation,
            format,
        }
    }
}
