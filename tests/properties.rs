//! Rules that hold for every value, not just for those that somebody thought of.

#![expect(
    clippy::expect_used,
    reason = "a test stops where the ground it stands on is not sound"
)]

use std::sync::Arc;

use proptest::prelude::*;
use tallybox::base::language::Language;
use tallybox::base::time::{Day, Month};
use tallybox::form::{Form, Path, fill_in};
use tallybox::response::answer::{Answer, Value};
use tallybox::response::code::{Code, CodeError};
use tallybox::response::part::{PADS, plaintexts};
use tallybox::response::wire;
use tallybox::survey::{NoFiles, Questionnaire, load};

fn questionnaire() -> Arc<Questionnaire> {
    let checked = load("ways.toml", include_bytes!("data/ways.toml"), &NoFiles);
    checked.questionnaire.expect("it is sound")
}

fn today() -> Day {
    Day::new(2027, 1, 20).expect("a day")
}

fn form() -> Form {
    Form::new(questionnaire(), Language::new("en"), today(), 0)
}

/// One of the eight words, spoilt.
fn spoilt(code: &Code, place: usize, with: &str) -> String {
    let mut words = code.words();
    let list: Vec<&str> = Code::from_bits([0; 10]).words().to_vec();
    let replacement = if with.is_empty() { list[0] } else { with };
    words[place] = replacement;
    words.join(" ")
}

proptest! {
    #[test]
    fn words_and_digits_read_back(bits: [u8; 10], capitals: bool, separator in "[ ,.\n-]{1,3}") {
        let code = Code::from_bits(bits);
        let words = code.words().join(&separator);
        let words = if capitals { words.to_uppercase() } else { words };
        prop_assert!(Code::parse(&words) == Ok(code.clone()));
        prop_assert!(Code::parse(&code.digits()) == Ok(code.clone()));
        let short: Vec<String> = code.words().iter().map(|w| w.chars().take(4).collect()).collect();
        prop_assert!(Code::parse(&short.join(" ")) == Ok(code));
    }

    #[test]
    fn a_wrong_word_is_never_read_as_the_same_code(bits: [u8; 10], place in 0_usize..8) {
        let code = Code::from_bits(bits);
        prop_assume!(code.words()[place] != "abandon");
        prop_assert!(Code::parse(&spoilt(&code, place, "")) != Ok(code.clone()));
        let unknown = Code::parse(&spoilt(&code, place, "qqqq"));
        let named = matches!(unknown, Err(CodeError::Unknown { place: at, .. }) if at == place + 1);
        prop_assert!(named);
    }

    #[test]
    fn nothing_that_is_typed_as_words_can_break_the_reader(typed in ".{0,200}") {
        drop(Code::parse(&typed));
    }

    #[test]
    fn codes_of_different_waves_have_nothing_in_common(bits: [u8; 10]) {
        let code = Code::from_bits(bits);
        let (one, other) = (code.derive("s", "2027"), code.derive("s", "2028"));
        prop_assert!(one.draft != other.draft && one.age != other.age);
        prop_assert!(one.sign != other.sign && one.link != other.link);
    }

    #[test]
    fn any_text_is_kept_clean_trimmed_and_readable(typed in ".{0,120}") {
        let mut form = form();
        let path = Path::top("name");
        let share = Path::top("share");
        prop_assert!(form.put_typed(&share, "skills").is_taken());
        prop_assert!(form.put_typed(&path, &typed).is_taken());
        if let Some(Answer::Value(Value::Text(kept))) = form.answer(&path) {
            prop_assert_eq!(kept.trim(), &kept);
            prop_assert!(!kept.chars().any(char::is_control));
            // Giving back what was kept changes nothing.
            prop_assert!(form.put_typed(&path, &kept).is_taken());
            let again = form.answer(&path);
            prop_assert!(again == Some(Answer::Value(Value::Text(kept))));
        }
    }

    #[test]
    fn nothing_that_is_typed_anywhere_can_break_the_form(typed in ".{0,40}", at in 0_usize..20) {
        let mut form = form();
        let ids: Vec<String> = form.questionnaire().questions().map(|q| q.id.clone()).collect();
        let path = Path::top(&ids[at % ids.len()]);
        form.put_typed(&path, &typed);
        form.put_cell_typed(&path, "g1", &typed);
        form.problems();
        form.in_words(&path);
    }

    #[test]
    fn typed_days_and_months_read_back(year in 1000_i32..=9999, month in 1_u8..=12, day in 1_u8..=28) {
        let mut form = form();
        let born = Path::top("born");
        let wanted = Day::new(year, month, day).map(|day| Answer::Value(Value::Day(day)));
        for typed in [format!("{day} {month} {year}"), format!("{year:04}-{month:02}-{day:02}")] {
            form.put_typed(&born, &typed);
            prop_assert!(form.answer(&born) == wanted);
        }
        let told = form.in_words(&born).join("");
        form.put_typed(&born, &told);
        prop_assert!(form.answer(&born) == wanted, "{}", told);
        prop_assert!(form.put_typed(&Path::top("fixed"), "yes").is_taken());
        let end = Path::top("end");
        form.put_typed(&end, &format!("{month}/{year}"));
        let wanted = Month::new(year, month).map(|month| Answer::Value(Value::Month(month)));
        prop_assert!(form.answer(&end) == wanted);
    }

    #[test]
    fn decimals_keep_exactly_their_digits(hundredths in 0_i64..=100) {
        let mut form = form();
        let path = Path::top("fte");
        let typed = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        prop_assert!(form.put_typed(&path, &typed).is_taken());
        let json = form.answer(&path).map(|answer| wire::to_json(&answer));
        prop_assert_eq!(json, Some(serde_json::json!(typed)));
    }

    #[test]
    fn parts_have_a_size_that_tells_nothing(length in 0_usize..1900) {
        let mut form = form();
        let path = Path::top("words");
        form.put(&path, Answer::Value(Value::Text("ŵ".repeat(length))));
        for (audience, bytes) in plaintexts(&form.submission(today()), &[0; 16], 1).expect("it fits") {
            prop_assert!(PADS.iter().any(|pad| bytes.len() == *pad as usize * 1024), "{}", audience);
            let trimmed = bytes.trim_ascii_end();
            prop_assert!(serde_json::from_slice::<serde_json::Value>(trimmed).is_ok());
        }
    }

    #[test]
    fn paper_never_breaks_whatever_json_it_is_given(json in json()) {
        let mut answers = serde_json::Map::new();
        for question in questionnaire().questions() {
            answers.insert(question.id.clone(), json.clone());
        }
        let filled = fill_in(questionnaire(), Language::new("en"), today(), &answers);
        prop_assert!(filled.is_err());
    }
}

/// Small JSON of any shape, often with codes that mean something.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        "[a-z]{0,4}|g1|code|missing|blank|2027-01".prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::btree_map("rows|closed|code|text|missing|g1|what|old", inner, 0..3)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}
