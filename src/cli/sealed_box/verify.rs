//! `tallybox box verify`: every byte of the store, every leaf, part, signature and root.

use serde_json::json;

use super::status::counts;
use crate::base::hex;
use crate::cli::error::CliError;
use crate::cli::store::{self, line};
use crate::cli::{Context, Outcome};
use crate::merge::apply::plan_of;
use crate::merge::plan::Trust;
use crate::response::record::Leaf;
use crate::runtime::home::Home;
use crate::vault::history;
use crate::vault::merkle;
use crate::vault::store::{Found, Store, read_header};

pub(super) fn run(home: &Home, context: &mut Context<'_>) -> Outcome {
    let store = store::open_to_read(home)?;
    let mut found = store.verify()?;
    let (mut without_parts, mut not_believed) = (Vec::new(), Vec::new());
    if !found.iter().any(Found::hides_headers) {
        found.extend(history::check(&store)?);
        found.extend(history::check_beside(&store)?);
        let trust = store::trust(&store::ring(home, &store)?);
        without_parts = counts(&store, &plan_of(&store, &trust)?)?.without_parts;
        not_believed = strangers(&store, &trust)?;
    }
    let leaves = store.leaves().unwrap_or_default();
    let records = leaves.len();
    let root = hex::encode(&merkle::root(leaves));
    if context.json {
        let damaged = found
            .iter()
            .map(|one| json!({"leaf": one.leaf.map(Leaf::to_hex), "what": one.damage.to_string()}));
        let words = json!({
            "records": records,
            "damaged": damaged.collect::<Vec<_>>(),
            "without_parts": without_parts,
            "not_believed": not_believed,
            "root": root,
        });
        store::json_line(context.out, &words)?;
    } else {
        tell_verified(&found, &without_parts, records, context)?;
        for leaf in &not_believed {
            let words = "is signed for an institution by nobody whom this home trusts";
            line(context.out, &format!("no effect    record {leaf} {words}"))?;
        }
        line(context.out, &format!("root         {root}"))?;
    }
    Ok(store::done(found.is_empty() && without_parts.is_empty()))
}

/// The annulments, purges and reseals that have no effect here: their signer is trusted by no key set.
fn strangers(store: &Store, trust: &Trust) -> Result<Vec<String>, CliError> {
    let mut strangers = Vec::new();
    store.each_header(|leaf, signed| {
        if !trust.believes(&read_header(leaf, &signed)?) {
            strangers.push(leaf.to_hex());
        }
        Ok(())
    })?;
    Ok(strangers)
}

fn tell_verified(
    found: &[Found],
    without_parts: &[String],
    records: usize,
    context: &mut Context<'_>,
) -> Result<(), CliError> {
    let whose = |one: &Found| {
        let leaf = one.leaf.map(Leaf::to_hex);
        leaf.map_or_else(String::new, |leaf| format!("record {leaf}: "))
    };
    let damaged = found
        .iter()
        .map(|one| format!("damaged      {}{}", whose(one), one.damage));
    let incomplete = without_parts.iter().map(|leaf| {
        format!("incomplete   record {leaf}: a part is not here, and nothing says why")
    });
    let checked = format!("checked      {records} records");
    damaged
        .chain(incomplete)
        .chain([checked])
        .try_for_each(|words| line(context.out, &words))
}
