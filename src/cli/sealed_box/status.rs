//! `tallybox box status`: whose box this is, and how much it holds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::base::text::one_line;
use crate::cli::bundle::record_kind;
use crate::cli::error::CliError;
use crate::cli::store::{self, line};
use crate::cli::{Context, Done, Outcome};
use crate::merge::apply::plan_of;
use crate::merge::plan::Plan;
use crate::runtime::home::Home;
use crate::vault::checkpoint;
use crate::vault::note::Verifier;
use crate::vault::own;
use crate::vault::store::slot::slots;
use crate::vault::store::{Enrolled, Store, read_header};

/// How many records of each kind, and how many responses count.
pub(super) struct Counts {
    kinds: BTreeMap<&'static str, usize>,
    counting: usize,
    /// Ids of responses that `survey simulate` made up.
    made_up: BTreeSet<String>,
    pub(super) without_parts: Vec<String>,
}

pub(super) fn counts(store: &Store, plan: &Plan) -> Result<Counts, CliError> {
    let mut counts = Counts {
        kinds: BTreeMap::new(),
        counting: plan.counting().len(),
        made_up: BTreeSet::new(),
        without_parts: Vec::new(),
    };
    store.each_header(|leaf, signed| {
        let header = read_header(leaf, &signed)?;
        *counts.kinds.entry(record_kind(header.kind)).or_default() += 1;
        let response = header.response.clone().filter(|_| header.simulated);
        counts.made_up.extend(response);
        for slot in slots(&header).unwrap_or_default() {
            if !plan.drops(leaf, &slot.name) && !store.has_part(leaf, &slot.name)? {
                counts.without_parts.push(leaf.to_hex());
                break;
            }
        }
        Ok(())
    })?;
    Ok(counts)
}

pub(super) fn run(home: &Home, context: &mut Context<'_>) -> Outcome {
    let store = store::open_to_read(home)?;
    let own = own::load(&store)?;
    let plan = plan_of(&store, &store::trust(&store::ring(home, &store)?))?;
    let counts = counts(&store, &plan)?;
    let enrolled = store.enrolled()?;
    let verifier = own.as_ref().map(|own| own.key.verifier());
    let words = json!({
        "name": own.as_ref().map(|own| own.name.clone()),
        "fingerprint": verifier.as_ref().map(checkpoint::fingerprint),
        "verifier": verifier.as_ref().map(Verifier::to_line),
        "epoch": own::pins(&store)?.map(|pins| pins.epoch),
        "records": counts.kinds,
        "counting": counts.counting,
        "made_up": counts.made_up,
        "drafts": store.drafts()?,
        "enrolled": enrolled.iter().map(told_peer).collect::<Vec<_>>(),
        "room": store.enough_room()?,
    });
    if context.json {
        store::json_line(context.out, &words)?;
    } else {
        for words in status_lines(&words) {
            line(context.out, &words)?;
        }
    }
    Ok(Done::Clean)
}

fn told_peer(peer: &Enrolled) -> serde_json::Value {
    let fingerprint = checkpoint::fingerprint(&checkpoint::verifier(peer.key));
    json!({"name": peer.name, "fingerprint": fingerprint})
}

fn status_lines(status: &serde_json::Value) -> Vec<String> {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => one_line(text),
        serde_json::Value::Null => "none: this home only merges".to_owned(),
        other => other.to_string(),
    };
    let mut lines = vec![
        format!("box          {}", text(&status["name"])),
        format!("fingerprint  {}", text(&status["fingerprint"])),
    ];
    let kinds = status["records"].as_object().into_iter().flatten();
    lines.extend(kinds.map(|(kind, count)| format!("{kind:<12} {count}")));
    lines.push(format!("counting     {}", status["counting"]));
    let made_up = status["made_up"].as_array().map_or(0, Vec::len);
    if made_up > 0 {
        lines.push(format!(
            "made up      {made_up} (`survey simulate` sent them)"
        ));
    }
    lines.push(format!("drafts       {}", status["drafts"]));
    let peers = status["enrolled"].as_array().into_iter().flatten();
    lines.extend(peers.map(|peer| {
        format!(
            "enrolled     {} ({})",
            text(&peer["name"]),
            text(&peer["fingerprint"])
        )
    }));
    if status["room"] == json!(false) {
        lines.push("the disk is nearly full: no new response can begin".to_owned());
    }
    lines
}
