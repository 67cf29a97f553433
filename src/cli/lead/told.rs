//! What is told before the figures, in messages: the lines that a merge and a reading give on the command
//! line are English, and a person reads these.

use std::collections::BTreeMap;

use crate::base::text::one_line;
use crate::base::words::{Arg, Message};
use crate::merge::report::{BoxReport, State};
use crate::runtime::figures::LeftOut;
use crate::ui::lead::Trouble;
use crate::vault::open::Fault;

use super::trouble;

/// What became of a box whose records did not all come in.
pub(super) fn of_box(report: &BoxReport) -> Vec<Message> {
    let name = match report.name.as_str() {
        "" => one_line(&report.from),
        name => format!("{} ({})", one_line(name), report.fingerprint),
    };
    let id = match report.state {
        State::Current => "lead-told-box",
        State::Older => "lead-told-older",
        State::RolledBackOrCloned => "lead-told-rolled-back",
        State::Refused => "lead-told-refused",
    };
    let args = [
        ("box", Arg::from(name)),
        ("new", Arg::from(report.new)),
        (
            "why",
            Arg::from(Trouble::message(trouble::of_refusal(report.refused))),
        ),
    ];
    std::iter::once(Message::with(id, args))
        .chain(of_records(report))
        .collect()
}

/// Single records that were not taken, or came without what they should have: how many for each reason.
fn of_records(report: &BoxReport) -> impl Iterator<Item = Message> {
    let mut aside: BTreeMap<&'static str, usize> = BTreeMap::new();
    for one in &report.set_aside {
        let id = match one.reason {
            "survey" => "lead-told-aside-survey",
            "epoch" => "lead-told-aside-epoch",
            _ => "lead-told-aside-damaged",
        };
        *aside.entry(id).or_default() += 1;
    }
    let others = [
        ("lead-told-not-believed", report.not_believed.len()),
        ("lead-told-documents", report.documents_set_aside.len()),
        ("lead-told-forked", report.forked.len()),
        ("lead-told-without-parts", report.without_parts),
        ("lead-told-made-up", report.made_up),
    ];
    let others = others.into_iter().filter(|(_, count)| *count > 0);
    let all = aside.into_iter().chain(others);
    all.map(|(id, count)| Message::with(id, [("count", Arg::from(count))]))
}

/// What could not be opened, or is not counted.
pub(super) fn of_left_out(left_out: &LeftOut) -> Vec<Message> {
    let counted = [
        (left_out.sealed_to_others, "lead-told-sealed"),
        (left_out.hollow, "lead-told-hollow"),
        (left_out.other_waves, "lead-told-other-waves"),
    ];
    let counted = counted.into_iter().filter(|(count, _)| *count > 0);
    let counted = counted.map(|(count, id)| Message::with(id, [("count", Arg::from(count))]));
    let set_aside = left_out.set_aside.iter().map(|(leaf, audience, fault)| {
        let record: String = leaf.to_hex().chars().take(16).collect();
        let args = [
            ("record", Arg::from(record)),
            ("part", Arg::from(audience.as_str())),
            ("why", Arg::from(Message::plain(why(fault)))),
        ];
        Message::with("lead-told-set-aside", args)
    });
    counted.chain(set_aside).collect()
}

/// Why one part was set aside.
const fn why(fault: &Fault) -> &'static str {
    match fault {
        Fault::NotForThese => "lead-part-not-for-these",
        Fault::NotTheBytes | Fault::Sealed(_) => "lead-part-altered",
        Fault::Unreadable(_) | Fault::Disagrees(_) => "lead-part-disagrees",
        Fault::NoQuestionnaire => "lead-part-no-questionnaire",
    }
}
