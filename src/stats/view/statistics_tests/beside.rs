//! What stands beside the figures of statistical views: flags, comparisons, earlier releases.

use super::super::super::release::{Decision, Entry, Why, decide};
use super::*;
use crate::survey::technical::{Definition, Rule};

#[test]
fn a_flag_at_the_statistical_door_gives_no_number() {
    let ground = Ground::new();
    // Art has 6 responses and 5 people.
    let told = |department| {
        let material = ground.of(department);
        let (frame, survey) = (material.frame, material.questionnaire);
        flags::flags(frame, survey, material.headcounts, department)
    };
    assert_eq!(told(None).len(), 1);
    for message in told(None) {
        let crate::base::words::Message::Known { args, .. } = message else {
            panic!("a flag is a note");
        };
        assert_eq!(args.len(), 1, "the department alone");
    }
    assert!(told(Some("bio")).is_empty());
    // How many of the arts answered is not shown, nor that they are more than there are.
    let view = made(Name::Career, &ground.of(None), Protection::Hesa);
    assert!(!notes(&view).contains(&"flags-too-many"));
    let mut ground = Ground::new();
    ground.headcounts.people.insert("bio".to_owned(), 20);
    let view = made(Name::Career, &ground.of(None), Protection::Hesa);
    assert_eq!(
        notes(&view)[0],
        "flags-too-many",
        "before any figure of any view"
    );
}

#[test]
fn comparisons_stand_beside_and_never_enter() {
    let published = comparators::parse(
        "schema = 1\n[[comparator]]\nid = \"york\"\ntitle = \"Registered\"\npercent = 15\nof = \"All\"\nyear = 2019\nsource = \"A page\"\nquestion = \"g_reg\"\ncodes = [\"rsci\", \"ieng\"]\ndiffers = \"So\"\nchecked_on = 2026-11-22\n",
        "c.toml",
    )
    .unwrap();
    let earlier = Earlier::read("2025", RELEASE, &survey()).unwrap();
    let beside = Beside {
        comparators: &published,
        standards: &[],
        earlier: Some(&earlier),
        definitions: &[],
    };
    let ground = Ground::new();
    let view = made_beside(Name::Comparison, &ground.of(Some("bio")), beside);
    // By hand: 18 of 24 are permanent, 29 of 35 with the arts; 13 of 23 hold a degree, of whom 12 at one level: 10
    // are shown there, and 15 here would say 11 or 12; 5 of 24 are 56 or over; 3 and 2 of 24 are registered and fellows; 12 of 24 want one, see their next step, and agree
    // that paths are written down; nobody had a view on changes. Rounded first, of 25 and of 35.
    assert_eq!(
        block(&view, "comparison"),
        [
            "permanent|80%|86%|25|20%",
            "degree|pinned|pinned|25|-",
            "from_56|20%|20%|25|-",
            "registered|20%|20%|25|-",
            "fellow|0%|0%|25|-",
            "wants_registration|40%|pinned|25|-",
            "i_clear|40%|40%|25|-",
            "j_tc.paths|40%|40%|25|-",
            "j_tc.changes|complementary|rounded_percentage|25|-",
        ]
    );
    // By hand 2 of 24 hold RSci or IEng, one of them both. Beside 5 who are registered, three at least, and nobody or
    // two at most with RSciTech, nobody or two of them would be one or two.
    assert_eq!(
        block(&view, "published"),
        ["york|15%|york|-|2019|york|pinned|pinned|york"]
    );
}

/// 24 biologists, half on each of two steps; those of `other` mean to do the other thing.
fn stepping(other: [usize; 2]) -> Ground {
    let parts = (0..24).map(|at| {
        let next = usize::from(at % 2 == 1) ^ usize::from(other.contains(&at));
        let given = [
            ("b_ladder", code(LADDER[at / 12])),
            ("i_next", code(NEXT[next])),
        ];
        part("bio", &given)
    });
    Ground {
        frame: frame(&survey(), parts.collect()),
        ..Ground::new()
    }
}

#[test]
fn a_release_of_a_view_is_compared_crossing_by_crossing() {
    let crossings = |ground: &Ground| {
        let made = statistical_beside(
            Name::Career,
            &ground.of(None),
            Protection::Hesa,
            Beside::default(),
        );
        made.unwrap().1.snapshot(&ground.frame, Protection::Hesa)
    };
    // One of either step changed their mind: as many mean to do each thing as before.
    let (before, after) = (stepping([99, 99]), stepping([0, 13]));
    let entry = |snapshot| Entry {
        number: 1,
        date: "2027-03-01".to_owned(),
        wave: "2027".to_owned(),
        snapshot,
    };
    let alone = |ground: &Ground| ground.frame.count().snapshot(Protection::Hesa);
    let earlier = [entry(alone(&before))];
    assert_eq!(decide(&alone(&after), "2027", &earlier), Decision::Same);
    let earlier = [entry(crossings(&before))];
    assert_eq!(
        decide(&crossings(&before), "2027", &earlier),
        Decision::Same
    );
    let Decision::Refused(refusal) = decide(&crossings(&after), "2027", &earlier) else {
        panic!("the two crossings could be subtracted from each other");
    };
    assert_eq!(refusal.why, Why::Withheld("i_next".to_owned()));
}

/// A definition by codes of questions.
fn definition(id: &str, rules: &[(&str, &str)]) -> Definition {
    Definition {
        id: id.to_owned(),
        title: Text::same(id),
        source: String::new(),
        rules: rules
            .iter()
            .map(|(question, code)| Rule {
                question: (*question).to_owned(),
                codes: vec![(*code).to_owned()],
                starting: Vec::new(),
            })
            .collect(),
    }
}

#[test]
fn a_rounded_definition_that_narrows_a_count_of_its_question_is_withheld() {
    // Twelve give the first, one the second, eleven each the third and fourth: shown as 10, 0, 10 and 10.
    let given = [(NEXT[0], 12), (NEXT[1], 1), (NEXT[2], 11), (NEXT[3], 11)];
    let people = given
        .iter()
        .flat_map(|(next, times)| (0..*times).map(|_| part("bio", &[("i_next", code(next))])));
    let ground = Ground {
        frame: frame(&survey(), people.collect()),
        ..Ground::new()
    };
    let definitions = [
        definition("first", &[("i_next", NEXT[0])]),
        definition("both", &[("i_next", NEXT[0]), ("i_next", NEXT[1])]),
        definition("absent", &[("k_none", "yes")]),
    ];
    let beside = Beside {
        definitions: &definitions,
        ..Beside::default()
    };
    let material = ground.of(Some("bio"));
    let made = statistical_beside(Name::Staff, &material, Protection::Hesa, beside);
    let view = made.unwrap().0;
    // 15 of both are 13 at least, so that the first would be 11 or 12; 20 of 35 others say the same. 25 others of the
    // first alone do not.
    assert_eq!(
        block(&view, "definitions"),
        ["first|10|25|0|", "both|pinned|pinned|0|", "absent|-|-|-|"]
    );
    assert!(notes(&view).contains(&"staff-definition-unknown"));
}

#[test]
fn a_definition_is_protected_by_who_answered_what_it_is_made_of() {
    let definitions = [
        definition("stay", &[("i_next", "same")]),
        definition("soon", &[("i_horizon", "one")]),
        definition("either", &[("i_next", "same"), ("i_horizon", "one")]),
    ];
    let ground = Ground::new();
    let shown = |department| {
        let beside = Beside {
            definitions: &definitions,
            ..Beside::default()
        };
        let material = ground.of(department);
        let made = statistical_beside(Name::Staff, &material, Protection::MinimumN, beside);
        block(&made.unwrap().0, "definitions")
    };
    // By hand: of 24 biologists 22 answered the one question, and nine the other.
    assert_eq!(
        shown(Some("bio")),
        [
            "stay|10|12|2|",
            "soon|small_base|small_base|small_base|",
            "either|small_base|small_base|small_base|",
        ]
    );
    // The arts are two small departments, each of which knows itself: nothing is shown but of the biologists.
    assert_eq!(shown(None), shown(Some("bio")));
}
