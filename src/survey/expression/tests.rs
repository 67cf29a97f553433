//! Conditions as an author writes them, checked and worked out against a small made-up questionnaire.

use std::collections::BTreeMap;

use super::*;
use crate::base::language::Text;
use crate::base::time::Month;
use crate::response::answer::{Chosen, Missing};
use crate::survey::model::List;
use crate::survey::nest::Steps;

fn codes(of: &str, list: &[&str]) -> Codes {
    Codes {
        of: of.to_owned(),
        sets: vec![Arc::new(list.iter().map(|&code| code.to_owned()).collect())],
    }
}

fn questions() -> BTreeMap<String, Type> {
    let rate = codes("rate", &["lab.prep", "lab.cryo", "bio.pcr"]);
    let groups = [("lab.prep", "lab"), ("lab.cryo", "lab"), ("bio.pcr", "bio")];
    let groups: BTreeMap<String, String> = groups
        .into_iter()
        .map(|(row, group)| (row.to_owned(), group.to_owned()))
        .collect();
    let types = [
        ("terms", Type::Code(codes("terms", &["open", "fixed"]))),
        ("mode", Type::Code(codes("mode", &["full", "part"]))),
        (
            "share",
            Type::List(Box::new(Type::Code(codes("share", &["skills", "career"])))),
        ),
        ("age", Type::Number),
        ("fte", Type::Number),
        ("manager", Type::Bool),
        ("title", Type::Text),
        ("end", Type::Day),
        (
            "rate",
            Type::Rows {
                cell: Box::new(Type::Number),
                codes: rate,
                groups: Some(Arc::new(groups)),
            },
        ),
        ("equipment", Type::Entries("equipment".to_owned())),
        ("nobody", Type::Entries("nobody".to_owned())),
        ("words", Type::Nothing),
    ];
    types
        .into_iter()
        .map(|(id, found)| (id.to_owned(), found))
        .collect()
}

struct Answers(
    BTreeMap<&'static str, Answer>,
    Option<Value>,
    Option<Choice>,
);

impl Scope for Answers {
    fn answer(&self, id: &str) -> Option<Cow<'_, Answer>> {
        self.0.get(id).map(Cow::Borrowed)
    }
    fn value(&self) -> Option<Cow<'_, Value>> {
        self.1.as_ref().map(Cow::Borrowed)
    }
    fn entry(&self) -> Option<&Choice> {
        self.2.as_ref()
    }
    fn today(&self) -> Day {
        Day::new(2027, 1, 11).unwrap()
    }
}

fn device(kind: &str, hours: Option<i64>) -> Vec<(String, Answer)> {
    let hours = hours.map_or(Answer::Missing(Missing::Blank), |hours| {
        Answer::Value(Value::Integer(hours))
    });
    let kind = Answer::Value(Value::Choice(Chosen::code(kind)));
    vec![("kind".to_owned(), kind), ("hours".to_owned(), hours)]
}

fn answers() -> Answers {
    let number = |n: i64| Answer::Value(Value::Integer(n));
    let blank = Answer::Missing(Missing::Blank);
    let rows = vec![
        ("lab.prep".to_owned(), number(3)),
        ("lab.cryo".to_owned(), blank.clone()),
        ("bio.pcr".to_owned(), blank),
    ];
    let given = [
        ("terms", Answer::Value(Value::Choice(Chosen::code("fixed")))),
        ("mode", Answer::Missing(Missing::PreferNot)),
        (
            "share",
            Answer::Value(Value::Choices(vec![Chosen::code("career")])),
        ),
        (
            "fte",
            Answer::Value(Value::Decimal("0.30".parse().unwrap())),
        ),
        ("manager", Answer::Value(Value::YesNo(true))),
        (
            "title",
            Answer::Value(Value::Text("Technegydd ŵyn".to_owned())),
        ),
        (
            "end",
            Answer::Value(Value::Month(Month::new(2027, 3).unwrap())),
        ),
        (
            "rate",
            Answer::Value(Value::Closable {
                rows,
                closed: vec!["lab".to_owned()],
            }),
        ),
        (
            "equipment",
            Answer::Value(Value::Entries(vec![
                device("freezer", Some(3)),
                device("laser", None),
            ])),
        ),
    ];
    let entry = Choice {
        code: "lab.prep".to_owned(),
        label: Text::same("x"),
        exclusive: false,
        specify: false,
        columns: [("family".to_owned(), "skills".to_owned())].into(),
    };
    Answers(given.into(), Some(Value::Integer(7)), Some(entry))
}

fn lists() -> BTreeMap<String, List> {
    let entry = |code: &str, days: &str| Choice {
        code: code.to_owned(),
        label: Text::same(code),
        exclusive: false,
        specify: false,
        columns: [("days".to_owned(), days.to_owned())].into(),
    };
    let list = List {
        columns: vec!["days".to_owned()],
        entries: vec![entry("open", "7"), entry("fixed", "2.5"), entry("none", "")],
    };
    [("leave".to_owned(), list)].into()
}

fn compile(source: &str, wanted: Wanted<'_>) -> Result<Expression, Vec<Fault>> {
    let outer = questions();
    let nested = [("name".to_owned(), "equipment".to_owned())].into();
    let inside = [
        (
            "kind".to_owned(),
            Type::Code(codes("kind", &["freezer", "laser"])),
        ),
        ("hours".to_owned(), Type::Number),
        ("memo".to_owned(), Type::Nothing),
    ];
    let repeats = [
        ("equipment".to_owned(), inside.clone().into()),
        ("nobody".to_owned(), inside.into()),
    ]
    .into();
    let entry = Entry {
        columns: ["code", "family"].map(str::to_owned).into(),
        codes: codes("", &["lab.prep", "lab.cryo"]).sets,
    };
    let names = Names {
        outer: &outer,
        inner: Steps::NONE,
        around: Steps::NONE,
        repeats: &repeats,
        nested: &nested,
        value: Some(&Type::Number),
        entry: Some(&entry),
        lists: &lists(),
        columns: &Columns::default(),
    };
    let node = parse(source).map_err(|fault| vec![fault])?;
    let (_, expression, faults) = check(source, &node, names, wanted);
    if faults.is_empty() {
        Ok(expression)
    } else {
        Err(faults)
    }
}

#[track_caller]
fn holds(source: &str, expected: Option<bool>) {
    let expression =
        compile(source, Wanted::Truth).unwrap_or_else(|faults| panic!("{source}: {faults:?}"));
    assert_eq!(expression.holds(&answers()), expected, "{source}");
}

#[track_caller]
fn worth(source: &str, expected: &Operand) {
    let expression =
        compile(source, Wanted::Computed).unwrap_or_else(|faults| panic!("{source}: {faults:?}"));
    assert!(expression.evaluate(&answers()) == *expected, "{source}");
}

#[track_caller]
fn refused(source: &str, code: &str, words: &str) {
    let faults = compile(source, Wanted::Truth)
        .err()
        .unwrap_or_else(|| panic!("{source} was taken"));
    let told: Vec<(&str, &str)> = faults
        .iter()
        .map(|fault| (fault.rule.code, source.get(fault.span.clone()).unwrap()))
        .collect();
    assert_eq!(told, [(code, words)], "{source}: {faults:?}");
}

#[test]
fn it_compares_answers() {
    for (source, expected) in [
        ("terms == 'fixed'", Some(true)),
        ("terms != \"fixed\"", Some(false)),
        ("'career' in share && !('skills' in share)", Some(true)),
        ("terms in ['open', 'fixed']", Some(true)),
        ("fte * 10 == 3", Some(true)),
        ("fte + fte + fte == 0.9", Some(true)),
        ("10 / 4 - 2 * 3 % 4 == 0.5", Some(true)),
        ("-fte < 0 && 0 - fte == -fte", Some(true)),
        ("manager ? fte > 1 : true", Some(false)),
        ("end >= today() && end < date('2027-03-02')", Some(true)),
        ("end - today() == 49", Some(true)),
        ("today() + 49 == end", Some(true)),
        ("size(title) == 14", Some(true)),
        ("size(share) == 1", Some(true)),
        ("value > 6 && value <= 7", Some(true)),
        ("entry.family in share", Some(false)),
        ("family == 'skills' && entry.code == 'lab.prep'", Some(true)),
        ("rate[entry.code] >= 3", Some(true)),
        ("rate['lab.prep'] == 3", Some(true)),
        ("rate['lab.cryo'] == 0", Some(true)),
        ("rate['bio.pcr'] == 0", None),
        (
            "answered(rate['lab.prep']) && !answered(rate['bio.pcr'])",
            Some(true),
        ),
        ("count(rate) == 1 && sum(rate) == 3", Some(true)),
        ("count(equipment) == 2 && count(share) == 1", Some(true)),
    ] {
        holds(source, expected);
    }
}

#[test]
fn what_is_missing_is_unknown_and_the_rest_decides() {
    for (source, expected) in [
        ("mode == 'full'", None),
        ("!(mode == 'full')", None),
        ("mode == 'full' || manager", Some(true)),
        ("mode == 'full' || !manager", None),
        ("mode == 'full' && !manager", Some(false)),
        ("mode == 'full' && manager", None),
        ("age > 3", None),
        ("mode in ['full', 'part']", None),
        ("age in [1, 2]", None),
        ("3 in [1, age]", None),
        ("1 in [1, age]", Some(true)),
        ("fte / (fte - fte) > 1", None),
        ("age > 3 ? true : true", None),
        ("answered(mode)", Some(false)),
        (
            "missing(mode, prefer_not) && missing(mode, 'prefer_not')",
            Some(true),
        ),
        ("missing(mode, blank) || missing(age, blank)", Some(false)),
        ("missing(rate['bio.pcr'], blank)", Some(true)),
        (
            "999999999999999999999999999 * 999999999999999999999999999 > 0",
            None,
        ),
    ] {
        holds(source, expected);
    }
    worth("age + 1", &Operand::Unknown);
    worth("title + '!'", &Operand::Text("Technegydd ŵyn!".to_owned()));
    worth("manager ? 'a' : terms", &Operand::Text("a".to_owned()));
}

#[test]
fn it_looks_at_the_entries_of_a_repeat() {
    for (source, expected) in [
        ("equipment.exists(e, e.kind == 'laser')", Some(true)),
        (
            "equipment.exists(e, e.kind == 'laser' && e.hours > 2)",
            None,
        ),
        (
            "equipment.exists(e, e.kind == 'freezer' && e.hours > 5)",
            Some(false),
        ),
        (
            "equipment.all(e, e.kind in ['laser', 'freezer'])",
            Some(true),
        ),
        ("equipment.all(e, e.kind == 'laser')", Some(false)),
        ("equipment.all(e, e.hours == 3)", None),
        (
            "equipment.all(e, missing(e.hours, blank) || answered(e.hours))",
            Some(true),
        ),
        ("equipment.filter(e, e.hours > 1).size() == 1", Some(true)),
        ("size(title) == 14 && title.size() == 14", Some(true)),
        ("sum(equipment, hours) == 3", Some(true)),
        (
            "equipment.exists(e, equipment.exists(f, f.hours == 3 && e.kind == 'laser'))",
            Some(true),
        ),
        ("nobody.exists(e, e.hours > 0)", None),
        ("nobody.filter(e, e.hours > 0).size() == 0", Some(true)),
        ("sum(nobody, hours) == 0", None),
    ] {
        holds(source, expected);
    }
}

#[test]
fn it_checks_what_is_asked_of_entries() {
    for (source, code, words) in [
        ("equipment.exists(e, e.kind == 'lasre')", "SV032", "'lasre'"),
        ("equipment.exists(e, e.hour > 1)", "SV031", "e.hour"),
        ("equipment.exists(e, e.memo > 1)", "SV031", "e.memo"),
        (
            "equipment.exists(age, age.hours > 1)",
            "SV031",
            "equipment.exists(age, age.hours > 1)",
        ),
        (
            "equipment.any(e, e.hours > 1)",
            "SV031",
            "equipment.any(e, e.hours > 1)",
        ),
        (
            "equipment.exists(e.hours > 1)",
            "SV033",
            "equipment.exists(e.hours > 1)",
        ),
        ("equipment.exists(e, e.hours)", "SV033", "e.hours"),
        (
            "equipment.filter(e, e.hours > 1)",
            "SV033",
            "equipment.filter(e, e.hours > 1)",
        ),
        ("share.exists(e, e.hours > 1)", "SV033", "share"),
        ("sum(equipment, kind) == 1", "SV033", "kind"),
        ("sum(equipment, size) == 1", "SV031", "size"),
        ("e.hours == 1", "SV031", "e.hours"),
    ] {
        refused(source, code, words);
    }
}

#[test]
fn it_names_what_cannot_be_read() {
    for (source, words) in [
        ("terms = 'fixed'", "="),
        ("manager and manager", "and"),
        ("manager & manager", "&"),
        ("age <> 3", "<>"),
        ("terms == 'fixed", "'fixed"),
        ("terms == ’fixed’", "’"),
        ("12abc == 1", "12abc"),
        ("(manager", ""),
        ("manager manager", "manager"),
        ("", ""),
        ("count(share", ""),
        ("title == '\\q'", "\\q"),
        ("[1, 2", ""),
        (
            "age == 99999999999999999999999999999999",
            "99999999999999999999999999999999",
        ),
    ] {
        refused(source, "SV030", words);
    }
}

#[test]
fn it_checks_names_codes_and_kinds() {
    for (source, code, words) in [
        ("term == 'fixed'", "SV031", "term"),
        ("name == 'x'", "SV031", "name"),
        ("entry.famly == 'x'", "SV031", "entry.famly"),
        ("counts(share) == 1", "SV031", "counts(share)"),
        ("missing(age, gone)", "SV031", "gone"),
        ("terms.code == 'x'", "SV031", "terms.code"),
        ("terms == 'fixd'", "SV032", "'fixd'"),
        ("'fixd' == terms", "SV032", "'fixd'"),
        ("terms in ['open', 'fixd']", "SV032", "'fixd'"),
        ("'wishes' in share", "SV032", "'wishes'"),
        ("rate['lab.pepr'] > 1", "SV032", "'lab.pepr'"),
        ("terms == (manager ? 'opn' : 'fixed')", "SV032", "'opn'"),
        ("terms == 3", "SV033", "terms == 3"),
        ("end >= '2027-01-01'", "SV033", "end >= '2027-01-01'"),
        ("terms == mode", "SV033", "terms == mode"),
        ("share == 'career'", "SV033", "share == 'career'"),
        ("1 < age < 3", "SV033", "1 < age < 3"),
        ("terms > 'open'", "SV033", "terms > 'open'"),
        ("!age", "SV033", "age"),
        ("age && manager", "SV033", "age"),
        ("title - 1 == 2", "SV033", "title - 1"),
        ("count(age) == 1", "SV033", "count(age)"),
        ("answered(words)", "SV033", "words"),
        ("age in []", "SV033", "[]"),
        ("date('2027-02-30') == end", "SV033", "date('2027-02-30')"),
        ("today(1) == end", "SV033", "today(1)"),
        ("age", "SV034", "age"),
        ("share", "SV034", "share"),
    ] {
        refused(source, code, words);
    }
}

#[test]
fn it_tells_everything_at_once_and_what_was_meant() {
    let faults = compile(
        "trems == 'x' && age == 'y' && terms == 'opne'",
        Wanted::Truth,
    )
    .unwrap_err();
    let told: Vec<&str> = faults.iter().map(|fault| fault.rule.code).collect();
    assert_eq!(told, ["SV031", "SV033", "SV032"]);
    assert!(faults[0].remedy.contains("`terms`"), "{}", faults[0].remedy);
    assert!(faults[2].remedy.contains("`open`"), "{}", faults[2].remedy);
}

#[test]
fn it_says_what_it_depends_on() {
    let expression = compile(
        "terms == 'fixed' || rate[code] > 1 && entry.family == title",
        Wanted::Truth,
    )
    .unwrap();
    let ids: Vec<&str> = expression.depends_on().iter().map(String::as_str).collect();
    assert_eq!(ids, ["rate", "terms", "title"]);
}

#[test]
fn it_refuses_what_is_too_long_or_too_deep_at_once() {
    let deep = |open: &str, close: &str| open.repeat(3_000) + "manager" + &close.repeat(3_000);
    for source in [
        deep("(", ")"),
        "!".repeat(9_000) + "manager",
        deep("answered(", ")").chars().take(9_999).collect(),
        "age + ".repeat(1_000) + "1 > 2",
        "[".repeat(9_999),
        "manager ? ".repeat(900),
        "x".repeat(10_001),
        "missing(age,".repeat(800),
    ] {
        let faults = compile(&source, Wanted::Truth).unwrap_err();
        assert_eq!(faults[0].rule.code, "SV036", "{}", faults[0].message);
    }
    holds(&("manager && ".repeat(800) + "manager"), Some(true));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(source in "([a-z]{1,4}|[0-9.]{1,3}|[-+*/%<>=!&|?:()\\[\\],.' \"\\\\]|rate\\[|answered\\(|terms|ŵ){0,30}") {
        if let Ok(expression) = compile(&source, Wanted::Truth) {
            let _ = expression.holds(&answers());
        }
    }
}

#[test]
fn it_takes_texts_apart_and_turns_them_into_numbers_and_back() {
    let text = |text: &str| Operand::Text(text.to_owned());
    let number = |text: &str| Operand::Number(text.parse().unwrap());
    for (source, expected) in [
        ("title.substring(0, 4)", text("Tech")),
        ("title.substring(11)", text("ŵyn")),
        ("title.substring(12, 99)", text("yn")),
        ("title.substring(9, 3)", text("")),
        ("title.substring(age)", Operand::Unknown),
        ("terms.substring(0, 1)", text("f")),
        ("string(fte)", text("0.3")),
        ("string(end)", text("2027-03-01")),
        ("string(end).substring(0, 4)", text("2027")),
        ("number(string(end).substring(5, 7)) + 1", number("4")),
        ("number(title)", Operand::Unknown),
        ("number('1.50')", number("1.50")),
        ("'x' + string(12)", text("x12")),
        ("today() + 30", Operand::Day(Day::new(2027, 2, 10).unwrap())),
    ] {
        worth(source, &expected);
    }
    refused("number(share) > 1", "SV033", "number(share)");
    refused("string(rate) == 'a'", "SV033", "string(rate)");
    refused("age.substring(1) == 'a'", "SV033", "age");
    refused("title.substring() == 'a'", "SV033", "title.substring()");
}

#[test]
fn it_looks_up_what_a_list_says_of_a_code() {
    let text = |text: &str| Operand::Text(text.to_owned());
    worth("lookup(leave, days, terms)", &text("2.5"));
    worth("lookup('leave', 'days', 'open')", &text("7"));
    worth("lookup(leave, days, 'none')", &Operand::Unknown);
    worth("lookup(leave, days, title)", &Operand::Unknown);
    worth("lookup(leave, days, mode)", &Operand::Unknown);
    holds("number(lookup(leave, days, terms)) > 2", Some(true));
    holds("lookup(leave, days, 'open') == '7'", Some(true));
    refused("lookup(leaf, days, terms) == 'a'", "SV031", "leaf");
    refused("lookup(leave, weeks, terms) == 'a'", "SV031", "weeks");
    refused("lookup(leave, days, age) == 'a'", "SV033", "age");
    refused("lookup(leave, days) == 'a'", "SV033", "lookup(leave, days)");
}

#[test]
fn it_reads_one_choice_and_one_entry_by_number() {
    let text = |text: &str| Operand::Text(text.to_owned());
    worth("share[0]", &text("career"));
    worth("share[1]", &Operand::Unknown);
    worth("share[age]", &Operand::Unknown);
    holds("answered(share[0]) && !answered(share[1])", Some(true));
    worth("equipment[0].kind", &text("freezer"));
    worth("equipment[1].kind", &text("laser"));
    worth("equipment[0].hours + 1", &Operand::Number(4.into()));
    worth("equipment[1].hours", &Operand::Unknown);
    worth("equipment[2].kind", &Operand::Unknown);
    worth("equipment[0 - 1].kind", &Operand::Unknown);
    holds("answered(equipment[1].kind)", Some(true));
    refused("share[0] == 'other'", "SV032", "'other'");
    refused("equipment[0].colour == 'a'", "SV031", "equipment[0].colour");
    refused("equipment['a'].kind == 'laser'", "SV033", "'a'");
    refused("equipment[0] == 'a'", "SV033", "equipment[0]");
    refused("title[0] == 'a'", "SV033", "title[0]");
}
