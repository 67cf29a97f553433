//! From a release's file to what others may have of it.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::{Share, ShareCell, ShareTable, Shown};

/// What a table's question is called and how it is recognised: its words, those of its codes, and its
/// fingerprint; `None` where the questionnaire does not have it.
pub(super) type Named<'a> = dyn Fn(&str) -> Option<(String, String, BTreeMap<String, String>)> + 'a;

/// Fills a share with the tables of a release as `report --format json` writes it. Only the row of
/// everybody goes along; a question that shows none is named without a figure.
///
/// # Errors
/// Where it is not a release, is not protected, or is about another questionnaire, in words.
pub fn of_release(mut share: Share, release: &[u8], named: &Named<'_>) -> Result<Share, String> {
    let json: Json =
        serde_json::from_slice(release).map_err(|error| format!("it is not JSON: {error}"))?;
    let word = |name: &str| json.get(name).and_then(Json::as_str).unwrap_or_default();
    let profile = word("profile");
    if !super::PROFILES.contains(&profile) {
        return Err("it does not say a profile that protects its figures".to_owned());
    }
    if word("survey") != share.survey || word("fingerprint") != share.fingerprint {
        return Err("it is about another questionnaire than this home's".to_owned());
    }
    profile.clone_into(&mut share.profile);
    let tables = json.get("tables").and_then(Json::as_array);
    let tables = tables.ok_or("it has no tables: a view's file is not one")?;
    let by_department =
        |table: &&Json| table.get("by").and_then(Json::as_str) == Some("department");
    for one in tables.iter().filter(by_department) {
        match table(one, named) {
            Some(table) => share.tables.push(table),
            None => share.hidden.extend(hidden(one, named)),
        }
    }
    // The release says what its own figures are a share of.
    if let Some(about) = json.get("about") {
        share.staff = about.get("staff").and_then(Json::as_u64);
    }
    if share.tables.is_empty() {
        return Err("it shows no figure of everybody together".to_owned());
    }
    let cells = share.tables.iter().flat_map(|table| &table.cells);
    share.withheld = cells.filter(|cell| cell.count.count().is_none()).count();
    Ok(share)
}

fn table(json: &Json, named: &Named<'_>) -> Option<ShareTable> {
    let id = json.get("id")?.as_str()?.to_owned();
    let everyone = json.get("everyone").or_else(|| only_row(json))?;
    let (label, print, labels) = named(&id)?;
    let cells = everyone.get("cells")?.as_array()?.iter();
    let cell = |cell: &Json| {
        let code = cell.get("code")?;
        let code = code
            .as_str()
            .map_or_else(|| code.to_string(), str::to_owned);
        Some(ShareCell {
            label: labels.get(&code).cloned().unwrap_or_default(),
            count: figure(cell.get("count").unwrap_or(cell))?,
            code,
        })
    };
    let missing = everyone.get("missing")?.as_object()?.iter();
    let missing = missing.map(|(kind, count)| Some((kind.clone(), figure(count)?)));
    Some(ShareTable {
        id,
        label,
        print,
        base: figure(everyone.get("base")?)?,
        cells: cells.map(cell).collect::<Option<_>>()?,
        missing: missing.collect::<Option<_>>()?,
    })
}

/// A question that was asked and shows no figure of everybody, with its fingerprint.
fn hidden(json: &Json, named: &Named<'_>) -> Option<(String, String)> {
    let id = json.get("id")?.as_str()?;
    let (_, print, _) = named(id)?;
    Some((id.to_owned(), print))
}

/// The one group that shows figures, where there is no other: it is everybody who may be shown.
fn only_row(json: &Json) -> Option<&Json> {
    let rows = json.get("rows")?.as_array()?;
    let shows = |row: &&Json| row.get("base").is_some_and(Json::is_u64);
    let mut found = rows.iter().filter(shows);
    found.next().filter(|_| found.next().is_none())
}

fn figure(json: &Json) -> Option<Shown> {
    if let Some(count) = json.as_u64() {
        return Some(Shown::Count(count));
    }
    let withheld = json.get("withheld")?.as_str()?.to_owned();
    Some(Shown::Withheld { withheld })
}
