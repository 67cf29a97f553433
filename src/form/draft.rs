//! The plaintext of a draft, and the way back from one.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use crate::base::hex;
use crate::base::language::Language;
use crate::base::time::Day;
use crate::response::answer::{Answer, Value};
use crate::response::invitation::Invitation;
use crate::response::wire;
use crate::survey::Questionnaire;
use crate::survey::model::{Kind, Question};

use super::Form;
use super::given::Given;
use super::path::Path;

/// What a draft calls itself.
const FORMAT: &str = "tallybox/v1/draft";

/// A draft's plaintext.
pub(super) fn write(form: &Form, page: Option<&str>) -> Vec<u8> {
    let questionnaire = &form.questionnaire;
    let members = [
        ("format", Some(json!(FORMAT))),
        ("survey", Some(json!(questionnaire.id))),
        ("wave", Some(json!(questionnaire.wave))),
        (
            "fingerprint",
            Some(json!(questionnaire.fingerprint.to_string())),
        ),
        ("language", Some(json!(form.language.as_str()))),
        ("seed", Some(json!(form.seed))),
        ("page", page.map(|page| json!(page))),
        ("replaces_lost", form.replaces_lost.then_some(json!(true))),
        ("imported", form.imported.then_some(json!(true))),
        ("simulated", form.simulated.then_some(json!(true))),
        (
            "stopped_after",
            form.stopped_after.as_ref().map(|section| json!(section)),
        ),
        ("link", form.link.map(|link| json!(hex::encode(&link)))),
        (
            "invitation",
            form.invitation()
                .map(|invitation| json!(invitation.text().as_str())),
        ),
        ("last_year", form.last_year_json()),
        ("answers", Some(answers(form))),
    ];
    let object: Map<String, Json> = members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect();
    Json::Object(object).to_string().into_bytes()
}

fn answers(form: &Form) -> Json {
    let questions = form.questionnaire.questions();
    let members: Map<String, Json> = questions
        .filter(|question| form.is_own(&question.id))
        .filter_map(|question| Some((question.id.clone(), given(&form.given, &question.id)?)))
        .collect();
    Json::Object(members)
}

/// What was given to a question of one level.
pub(super) fn given(from: &Given, id: &str) -> Option<Json> {
    let entries = from.entries(id);
    if entries.is_empty() && !from.has_none(id) {
        return from.own(id).map(wire::to_json);
    }
    Some(entries.iter().map(entry).collect())
}

/// One entry, its answers in the order of their ids.
fn entry(of: &Given) -> Json {
    let own = of.answers().map(|(id, _)| id);
    let ids: BTreeSet<&String> = own.chain(of.repeats()).collect();
    let members = ids
        .into_iter()
        .filter_map(|id| Some((id.clone(), given(of, id)?)));
    Json::Object(members.collect())
}

/// The fingerprint of the questionnaire that a draft was begun under, hex; `None` where it is not a draft.
pub fn draft_fingerprint(draft: &[u8]) -> Option<String> {
    let json: Json = serde_json::from_slice(draft).ok()?;
    let is_draft = json.get("format")?.as_str()? == FORMAT;
    let fingerprint = json.get("fingerprint")?.as_str()?;
    is_draft.then(|| fingerprint.to_owned())
}

/// A form from a draft's plaintext, and the page the person was on.
pub(super) fn read(
    questionnaire: Arc<Questionnaire>,
    today: Day,
    draft: &[u8],
) -> Result<(Form, Option<String>), String> {
    let json: Json =
        serde_json::from_slice(draft).map_err(|_| "it is not the JSON of a draft".to_owned())?;
    let text = |name: &str| json.get(name).and_then(Json::as_str);
    if text("format") != Some(FORMAT) {
        return Err("it is not a draft, or one of a newer program".to_owned());
    }
    let is_same = text("survey") == Some(questionnaire.id.as_str())
        && text("wave") == Some(questionnaire.wave.as_str());
    if !is_same {
        return Err("it is a draft of another survey".to_owned());
    }
    let language = Language::new(text("language").unwrap_or_default());
    let language = if questionnaire.languages.contains(&language) {
        language
    } else {
        questionnaire.default_language()
    };
    let seed = json.get("seed").and_then(Json::as_u64).unwrap_or_default();
    let mut form = Form::new(questionnaire, language, today, seed);
    let questionnaire = Arc::clone(form.questionnaire());
    form.replaces_lost = json.get("replaces_lost") == Some(&Json::Bool(true));
    form.imported = json.get("imported") == Some(&Json::Bool(true));
    form.simulated = json.get("simulated") == Some(&Json::Bool(true));
    form.link = text("link").and_then(hex::decode_array);
    form.invitation = text("invitation").and_then(|typed| Invitation::parse(typed).ok());
    form.stop_after(text("stopped_after"));
    let answers = json.get("answers").and_then(Json::as_object);
    for (id, json) in answers.into_iter().flatten() {
        restore(&mut form.given, &questionnaire, id, json);
    }
    if let Some(earlier) = json.get("last_year") {
        form.restore_last_year(earlier);
    }
    form.all_changed();
    let page = text("page").filter(|page| questionnaire.question(page).is_some());
    Ok((form, page.map(str::to_owned)))
}

/// Puts an answer back as it was given. One that no longer fits its question is dropped.
pub(super) fn restore(into: &mut Given, questionnaire: &Questionnaire, id: &str, json: &Json) {
    if let Some(question) = questionnaire.question(id) {
        restore_at(into, questionnaire, question, json);
    }
}

/// The same at one level: `into` is the whole, or one entry.
fn restore_at(into: &mut Given, questionnaire: &Questionnaire, question: &Question, json: &Json) {
    let path = Path::top(&question.id);
    if let (Kind::Repeat(repeat), Json::Array(items)) = (&question.kind, json) {
        let entries = items.iter().map(|item| {
            let mut entry = Given::default();
            for nested in &repeat.questions {
                if let Some(json) = item.get(&nested.id) {
                    restore_at(&mut entry, questionnaire, nested, json);
                }
            }
            entry
        });
        into.set_entries(&path, entries.collect());
        return;
    }
    match wire::from_json(questionnaire, question, json) {
        Ok(Answer::Value(Value::Entries(_))) | Err(_) => {}
        Ok(answer) => into.set(&path, answer),
    }
}
