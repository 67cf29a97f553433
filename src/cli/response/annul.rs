//! `tallybox response annul`.

use serde_json::json;

use super::{Annul, read_id};
use crate::cli::error::{CliError, Kind};
use crate::cli::store::{self, line};
use crate::cli::{Context, Done, Outcome};
use crate::merge::apply::plan_of;
use crate::merge::enact::enact;
use crate::merge::plan::Verdict;
use crate::response::record::{Header, Kind as RecordKind};
use crate::runtime::home::Home;
use crate::vault::respond::About;

pub(super) fn run(args: &Annul, context: &mut Context<'_>) -> Outcome {
    let response = read_id(&args.response)?;
    let home = Home::find(context.home.as_deref());
    let mut store = store::open(&home)?;
    let ring = store::ring(&home, &store)?;
    let trust = store::trust(&ring);
    let records = store.of_response(&response)?;
    let header = newest(records.iter().map(|(_, header)| header)).ok_or_else(|| {
        CliError::new(
            Kind::Input,
            format!("{}: no response here has this id", args.response),
        )
        .hint("merge the box that holds it into this home first, or see `tallybox response find`")
    })?;
    let verdict = plan_of(&store, &trust)?.verdict(&response);
    if verdict == Some(Verdict::Annulled) {
        return tell(
            args,
            "it was set aside before; nothing changed",
            None,
            context,
        );
    }
    let (key, current) = args.signer.of_current(&ring, &home.keys(), context)?;
    let about = About {
        survey: header.survey.clone(),
        wave: header.wave.clone(),
        fingerprint: header.fingerprint.clone(),
        epoch: current.epoch(),
    };
    let record = about.annulment(response, args.reason.reason(), &key);
    enact(
        &mut store,
        std::slice::from_ref(&record),
        &[current.document()],
        &trust,
    )?;
    let leaf = record.signed.leaf().to_hex();
    store::forget(&mut store, context)?;
    let words = "set aside; its parts are deleted here, and wherever this home's bundle is merged";
    tell(args, words, Some(&leaf), context)
}

/// The response's record with the highest revision.
fn newest<'a>(headers: impl Iterator<Item = &'a Header>) -> Option<&'a Header> {
    headers
        .filter(|header| header.kind == RecordKind::Response)
        .max_by_key(|header| header.revision)
}

fn tell(args: &Annul, words: &str, leaf: Option<&str>, context: &mut Context<'_>) -> Outcome {
    let told = if context.json {
        json!({"response": args.response, "leaf": leaf, "new": leaf.is_some()}).to_string()
    } else {
        format!("{}: {words}", args.response)
    };
    line(context.out, &told)?;
    Ok(Done::Clean)
}
