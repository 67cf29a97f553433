//! Expressions of forms and what they become, beside a few made-up questions.

use std::rc::Rc;

use super::*;

struct Questions;

fn codes(names: &[&str]) -> Rc<Codes> {
    let pairs = names
        .iter()
        .map(|name| ((*name).to_owned(), name.replace(' ', "_")));
    Rc::new(Codes {
        pairs: pairs.collect(),
    })
}

impl Names for Questions {
    fn question(&self, name: &str) -> Result<Symbol, String> {
        let kind = match name {
            "one" => Kind::Code(codes(&["a", "b"])),
            "likert" => Kind::Code(codes(&["1", "2", "3"])),
            "twin" => Kind::Code(Rc::new(Codes {
                pairs: vec![
                    ("a".to_owned(), "a".to_owned()),
                    ("a".to_owned(), "a_2".to_owned()),
                ],
            })),
            "many" => Kind::List(codes(&["a", "b", "none"])),
            "n" | "m" => Kind::Number,
            "t" => Kind::Text,
            "d" => Kind::Day,
            "yes" => Kind::Bool,
            "rep" => Kind::Entries,
            "ack" => Kind::Acknowledge,
            _ => return Err(format!("there is no question `{name}`")),
        };
        Ok(Symbol {
            place: name.to_owned(),
            kind,
        })
    }

    fn value(&self) -> Result<Symbol, String> {
        Ok(Symbol {
            place: "value".to_owned(),
            kind: Kind::Number,
        })
    }

    fn inside(&self, name: &str) -> Option<(String, Symbol)> {
        let kind = match name {
            "age" => Kind::Number,
            "who" => Kind::Text,
            _ => return None,
        };
        let place = name.to_owned();
        Some(("rep".to_owned(), Symbol { place, kind }))
    }

    fn table(&self, name: &str, column: &str, key: &str) -> Result<(String, String), String> {
        match (name, key) {
            ("villages", "id") => Ok((name.to_owned(), column.to_owned())),
            _ => Err(format!("it looks into `{name}`, which is not there")),
        }
    }

    fn column(&self, name: &str) -> Result<Symbol, String> {
        match name {
            "name" => Ok(Symbol {
                place: "entry.code".to_owned(),
                kind: Kind::Code(codes(&["a", "b"])),
            }),
            "region" => Ok(Symbol {
                place: "entry.region".to_owned(),
                kind: Kind::Column { several: false },
            }),
            _ => Err(format!("the choices have no column `{name}`")),
        }
    }
}

#[track_caller]
fn becomes(blank: Blank, pairs: &[(&str, &str)]) {
    for (source, expected) in pairs {
        let found = translate(source, &Questions, blank).map(|translated| translated.text);
        assert_eq!(found.as_deref(), Ok(*expected), "{source}");
    }
}

#[test]
fn conditions_say_the_same() {
    becomes(
        Blank::Unmet,
        &[
            ("${one} = 'a'", "one == 'a'"),
            ("'a' = ${one}", "one == 'a'"),
            ("3 < ${n}", "n > 3"),
            (
                "${one}='a' and ${n}>=3 or ${yes}",
                "one == 'a' && n >= 3 || yes",
            ),
            (
                "(${one}='a' or ${n}>=3) and ${yes}",
                "(one == 'a' || n >= 3) && yes",
            ),
            ("selected(${one}, 'b')", "one == 'b'"),
            ("selected(${many}, 'b')", "'b' in many"),
            ("selected(${many}, ${one})", "one in many"),
            (
                "selected( ${many} ,'a') or selected(${many}, \"b\")",
                "'a' in many || 'b' in many",
            ),
            ("count-selected(${many}) > 1", "count(many) > 1"),
            ("${many} = 'a'", "'a' in many && count(many) == 1"),
            ("${likert} >= 2", "likert in ['2', '3']"),
            ("${likert} = 2", "likert == '2'"),
            (
                "${likert} + 1 > 3",
                "(likert == '1' ? 1 : likert == '2' ? 2 : 3) + 1 > 3",
            ),
            ("${twin} = 'a'", "twin in ['a', 'a_2']"),
            ("${n} = '5'", "n == 5"),
            ("${t} = 5", "t == '5'"),
            ("${d} > '2026-01-31'", "d > date('2026-01-31')"),
            ("${d} < today() - 30", "d < today() - 30"),
            ("count(${rep}) = 2", "count(rep) == 2"),
            ("${ack} = 'OK'", "answered(ack)"),
            ("${t} != ''", "answered(t)"),
            ("${t} = ''", "!answered(t)"),
            ("not(${t} = '')", "answered(t)"),
            ("string-length(${t}) > 3", "(answered(t) ? size(t) : 0) > 3"),
            ("${n} mod 2 = 0", "n % 2 == 0"),
            ("-${n} * 2 < .5", "-n * 2 < 0.5"),
            ("../n > 1 and /data/g/m > 2", "n > 1 && m > 2"),
            ("${t} = \"it's\"", "t == 'it\\'s'"),
            ("true()", "true"),
            ("once(${yes})", "yes"),
        ],
    );
}

#[test]
fn a_blank_decides_as_in_the_form() {
    becomes(
        Blank::Unmet,
        &[
            ("${one} != 'a'", "!answered(one) || one != 'a'"),
            ("not(${one} = 'a')", "!(answered(one) && one == 'a')"),
            ("not(${one} != 'a')", "!(one != 'a')"),
            (
                "not(selected(${many}, 'a'))",
                "!(answered(many) && 'a' in many)",
            ),
            ("not(not(${n} > 1))", "(n > 1)"),
            (
                "not(${n} > 1 and ${one} = 'a')",
                "!(answered(n) && n > 1 && answered(one) && one == 'a')",
            ),
            ("${n} != ${m}", "!answered(n) || !answered(m) || n != m"),
        ],
    );
    becomes(
        Blank::Met,
        &[
            (". > 3", "value > 3"),
            (". <= ${n}", "answered(n) && value <= n"),
            ("not(. = 3)", "!(value == 3)"),
            (". != ${n}", "value != n"),
            (". = ''", "false"),
        ],
    );
    becomes(
        Blank::Exact,
        &[
            ("${one} = 'a'", "answered(one) && one == 'a'"),
            ("${n} != 1", "!answered(n) || n != 1"),
        ],
    );
}

#[test]
fn codes_that_do_not_exist_are_never_chosen_and_noted() {
    let found = translate("${one} = 'zzz'", &Questions, Blank::Unmet).unwrap();
    assert_eq!((found.text.as_str(), found.notes.len()), ("false", 1));
    assert_eq!(
        translate("${n} != 'many'", &Questions, Blank::Unmet)
            .unwrap()
            .text,
        "true"
    );
}

#[track_caller]
fn values(pairs: &[(&str, &str, Kind)]) {
    for (source, text, kind) in pairs {
        let found =
            translate_value(source, &Questions).unwrap_or_else(|why| panic!("{source}: {why}"));
        assert_eq!(
            (found.text.as_str(), &found.kind),
            (*text, kind),
            "{source}"
        );
    }
}

#[test]
fn dates_texts_and_lookups_have_a_type() {
    values(&[
        ("date(decimal-date-time(${d}) + 7)", "d + 7", Kind::Day),
        ("format-date(${d}, '%Y-%m-%d')", "d", Kind::Day),
        (
            "number(format-date(today(), '%Y')) - ${n}",
            "number(string(today()).substring(0, 4)) - n",
            Kind::Number,
        ),
        (
            "format-date(${d}, '%e/%m/%y')",
            "string(number(string(d).substring(8, 10))) + '/' + string(d).substring(5, 7) + '/' + string(d).substring(2, 4)",
            Kind::Text,
        ),
        ("substr(${t}, 0, 2)", "t.substring(0, 2)", Kind::Text),
        (
            "substr(concat(${t}, ${n}), 1)",
            "(t + string(n)).substring(1)",
            Kind::Text,
        ),
        ("string(${n})", "string(n)", Kind::Text),
        (
            "pulldata('villages', 'pop', 'id', ${one}) + 1",
            "number(lookup(villages, pop, one)) + 1",
            Kind::Number,
        ),
        (
            "instance('villages')/root/item[id = ${n}]/pop",
            "lookup(villages, pop, string(n))",
            Kind::Text,
        ),
        (
            "indexed-repeat(${age}, ${rep}, 2) + 1",
            "rep[1].age + 1",
            Kind::Number,
        ),
        (
            "indexed-repeat(${who}, ${rep}, ${n})",
            "rep[n - 1].who",
            Kind::Text,
        ),
        (
            "string-length(selected-at(${many}, 1))",
            "answered(many[1]) ? size(many[1]) : 0",
            Kind::Number,
        ),
    ]);
}

#[test]
fn values_have_a_type() {
    values(&[
        (
            "if(${n} > 3, 'x', 'y')",
            "answered(n) && n > 3 ? 'x' : 'y'",
            Kind::Text,
        ),
        (
            "if(${n} > 3, 1, '0')",
            "answered(n) && n > 3 ? 1 : 0",
            Kind::Number,
        ),
        (
            "if(${n} > 3, if(${m} > 1, 1, 2), 3)",
            "answered(n) && n > 3 ? (answered(m) && m > 1 ? 1 : 2) : 3",
            Kind::Number,
        ),
        ("coalesce(${n}, 0)", "answered(n) ? n : 0", Kind::Number),
        (
            "coalesce(${n}, ${m}, 0)",
            "answered(n) ? n : answered(m) ? m : 0",
            Kind::Number,
        ),
        (
            "max(${n}, ${m}, 3)",
            "n > (m > 3 ? m : 3) ? n : m > 3 ? m : 3",
            Kind::Number,
        ),
        (
            "sum(${age})",
            "count(rep) > 0 ? sum(rep, age) : 0",
            Kind::Number,
        ),
        (
            "count(${rep}[age >= 18 and ${who} != ''])",
            "rep.filter(e, e.age >= 18 && answered(e.who)).size()",
            Kind::Number,
        ),
        (
            "count(${who})",
            "rep.filter(e, answered(e.who)).size()",
            Kind::Number,
        ),
        ("int(${n} div 2)", "n / 2 - n / 2 % 1", Kind::Number),
        ("concat(${t}, ' ', ${one})", "t + ' ' + one", Kind::Text),
        ("${d} - today()", "d - today()", Kind::Number),
        ("decimal-date-time(${d})", "d", Kind::Day),
        ("max(${n}, ${m})", "n > m ? n : m", Kind::Number),
        ("pow(${n}, 2)", "n * n", Kind::Number),
        ("${n} > 1", "answered(n) && n > 1", Kind::Bool),
        ("${n} - (${m} - 1)", "n - (m - 1)", Kind::Number),
    ]);
    let found = translate_value("if(${n} > 3, 'x', '')", &Questions).unwrap();
    assert_eq!(
        (found.text.as_str(), found.only_if.as_deref()),
        ("'x'", Some("n > 3"))
    );
}

#[test]
fn filters_see_columns() {
    becomes(
        Blank::Unmet,
        &[
            ("region = ${one}", "entry.region == one"),
            ("name != 'a'", "entry.code != 'a'"),
            ("selected(${many}, name)", "entry.code in many"),
            (
                "region = 'x' or region = ''",
                "entry.region == 'x' || entry.region == ''",
            ),
        ],
    );
}

#[test]
fn what_has_no_counterpart_says_why() {
    for (source, words) in [
        (
            "pulldata('a', 'b', 'c', ${n}) = 1",
            "`a`, which is not there",
        ),
        ("pulldata(${t}, 'b', 'c', ${n}) = 1", "`pulldata()`"),
        (
            "indexed-repeat(${n}, ${rep}, 1) = 1",
            "`n` is not asked in `rep`",
        ),
        ("indexed-repeat(${who}, ${m}, 1) = 1", "not asked in `m`"),
        ("selected-at(${t}, 0) = 'a'", "taken from a text"),
        ("format-date(${d}, '%b') = 'Jan'", "in words"),
        ("format-date(today(), '%H:%M') = '1'", "time of day"),
        (
            "instance('x')/root/item[position() = 1]/y = 1",
            "one entry with a key",
        ),
        ("position(..) = 1", "outside a repeat"),
        ("jr:choice-name(${one}, '${one}') = 'A'", "label"),
        (
            "instance('x')/root/item[name = ${n}]/y = 1",
            "`x`, which is not there",
        ),
        ("instance('x')/root/item/y = 1", "path"),
        ("${last-saved#n} = 1", "person before"),
        ("${t} > 'a'", "ordered"),
        ("${gone} = 1", "no question `gone`"),
        ("${d} = 5", "calendar"),
        ("${one} * 2 > 1", "used as a number"),
        ("sum(${n}) > 1", "entries"),
        ("sum(${who}) > 1", "not a number"),
        ("substr(${t}, -1) = 'a'", "from the end"),
        ("zone = 1", "no column `zone`"),
        ("..", "`..`"),
        ("${n} = ", "ends"),
    ] {
        let why = translate(source, &Questions, Blank::Unmet).unwrap_err();
        assert!(why.contains(words), "{source}: {why}");
    }
    assert!(translate(&"not(".repeat(2_000), &Questions, Blank::Unmet).is_err());
    assert!(translate(&"x".repeat(20_000), &Questions, Blank::Unmet).is_err());
}

#[test]
fn a_constraint_is_taken_apart_at_its_ands() {
    let parts = split(
        "regex(., '^[A-Z]+$') and string-length(.) <= 5 and . != 9",
        &Questions,
        true,
    );
    assert_eq!(
        parts.checks,
        [
            Check::Pattern("^[A-Z]+$".to_owned()),
            Check::Length(None, Some(5))
        ]
    );
    assert_eq!(parts.rest.unwrap().unwrap().text, "value != 9");
    // A pattern that is one of several ways is part of the condition.
    let either = split("regex(., 'a') or . = 3", &Questions, true).rest;
    let text = either.unwrap().unwrap().text;
    assert!(text.contains(".matches('^(?:a)$') || "), "{text}");
    let parts = split("contains(., '@')", &Questions, true);
    assert_eq!(
        (parts.checks, parts.rest.is_none()),
        (vec![Check::Pattern(".*\\@.*".to_owned())], true)
    );
}
