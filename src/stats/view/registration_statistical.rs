//! Registration through the statistical door (docs/rules.md §7): what is held, who wants what, what
//! holds people back, and who would likely be eligible, by level.
//!
//! Who is one of the likely eligible is known from a qualification and a wish together; the lead's door
//! has the list of those who shared it. Here are counts only.

use super::super::table::{EVERYONE, TOGETHER};
use super::classes::Class;
use super::protected::Protected;
use super::questions::standing as ask;
use super::sheets::{self, Codes, Named, column, word};
use super::{Block, Name, View, about, labels};

/// What is held, in four groups: who holds several of one counts once in it.
pub(super) const HELD: [Class<'static>; 4] = [
    Class {
        id: "registered",
        title: "registration-registered",
        codes: &[
            "rscitech",
            "rsci",
            "csci",
            "csciteach",
            "engtech",
            "ieng",
            "ceng",
            "icttech",
            "ist_rp",
            "hcpc",
        ],
    },
    Class {
        id: "fellow",
        title: "registration-fellow",
        codes: &["afhea", "fhea", "sfhea", "pfhea"],
    },
    Class {
        id: "member",
        title: "registration-member",
        codes: &[
            "ist_member",
            "bcs",
            "iat",
            "ibms",
            "ahcs",
            "abtt",
            "cilip",
            "icon",
            "iosh",
            "nebosh",
            "rse",
            "iop",
            "other",
        ],
    },
    Class {
        id: "none",
        title: "registration-none",
        codes: &["none"],
    },
];

/// The registers that a highest qualification usually leads to (Science Council and UK-SPEC entry
/// levels: RQF 3, 5 and 7).
const LIKELY: [Class<'static>; 4] = [
    Class {
        id: "technician",
        title: "registration-technician",
        codes: &["rqf3", "rqf4"],
    },
    Class {
        id: "registered",
        title: "registration-incorporated",
        codes: &["rqf5", "rqf6"],
    },
    Class {
        id: "chartered",
        title: "registration-chartered",
        codes: &["rqf7", "rqf8"],
    },
    Class {
        id: "below",
        title: "registration-below",
        codes: &["rqf2", "rqf1", "entry", "overseas", "none"],
    },
];

/// What is shown of what is held, and of the registers that qualifications lead to.
pub(super) fn classes() -> impl Iterator<Item = (&'static str, Class<'static>)> {
    let held = HELD.map(|class| (ask::HELD, class)).into_iter();
    held.chain(LIKELY.map(|class| (ask::HIGHEST, class)))
}

/// Registration and fellowships, protected.
pub(super) fn registration_statistical(kit: Protected<'_>) -> View {
    if !kit.has(ask::HELD) && !kit.has(ask::WANTED) {
        let blocks = about::not_asked(&[ask::HELD, ask::WANTED]);
        return kit.view(Name::Registration, blocks);
    }
    let mut blocks = vec![about::note("registration-note")];
    blocks.extend(held(kit));
    blocks.extend(question(
        kit,
        "registers",
        "registration-registers",
        ask::HELD,
    ));
    blocks.extend(question(kit, "wanted", "registration-wanted", ask::WANTED));
    blocks.extend(question(
        kit,
        "obstacles",
        "registration-obstacles",
        ask::OBSTACLES,
    ));
    blocks.extend(likely(kit));
    kit.view(Name::Registration, blocks)
}

fn held(kit: Protected<'_>) -> Option<Block> {
    let counted = kit.in_classes(ask::HELD, &HELD)?;
    let named = Named {
        id: "held",
        title: "registration-held",
    };
    Some(sheets::answers(
        kit,
        named,
        &counted,
        &Codes::Classes(&HELD),
    ))
}

fn question(
    kit: Protected<'_>,
    id: &'static str,
    title: &'static str,
    question: &str,
) -> Option<Block> {
    let counted = kit.counted(question)?;
    let named = Named { id, title };
    Some(sheets::answers(kit, named, &counted, &Codes::Of(question)))
}

/// Who wants one, by what their qualification usually leads to.
fn likely(kit: Protected<'_>) -> Vec<Block> {
    if !kit.has(ask::WANTED) || !kit.has(ask::HIGHEST) || !kit.is_shown_alone() {
        return Vec::new();
    }
    let department = kit.material.department;
    let crossed = kit.crossed(ask::WANTED, ask::HIGHEST, department, Some(&LIKELY), 0);
    let Some(counted) = crossed else {
        return vec![about::note("registration-no-levels")];
    };
    let name = |code: &str| match code {
        "" => word("no_answer", "statistics-no-answer"),
        TOGETHER => word("together", "statistics-together"),
        EVERYONE => word("everyone", "statistics-all"),
        code => labels::value(kit.material.questionnaire, ask::WANTED, code),
    };
    let lines = counted.lines.iter().chain(&counted.everyone);
    let lines = lines.map(|line| (name(&line.group), line));
    let named = Named {
        id: "likely",
        title: "registration-likely",
    };
    let first = column("wanted", "registration-wish");
    let sheet = sheets::groups(named, first, &LIKELY, lines);
    vec![sheet, about::note("registration-likely-note")]
}
