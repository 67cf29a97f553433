//! What is told before the figures, in messages: the lines that a merge and a reading give on the command
//! line are English, and a person reads these.

use crate::base::language::Text;
use crate::base::text::one_line;
use crate::base::words::{Arg, Message};
use crate::merge::report::{BoxReport, State};
use crate::runtime::figures::LeftOut;

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
        ("why", Arg::from(one_line(&report.refused_words))),
    ];
    // What became of single records has its own words, which a reason may hold a file's in.
    let records = report.lines().into_iter().skip(1);
    let records = records.map(|line| Message::Author(Text::same(&line)));
    std::iter::once(Message::with(id, args))
        .chain(records)
        .collect()
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
            ("why", Arg::from(fault.to_string())),
        ];
        Message::with("lead-told-set-aside", args)
    });
    counted.chain(set_aside).collect()
}
