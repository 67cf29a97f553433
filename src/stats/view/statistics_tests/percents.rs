//! Percentages of rounded figures, and what rounding leaves of a difference between two waves.

use super::*;

/// So many biologists of each level, and so many who did not say.
fn levels(given: [usize; 4], silent: usize) -> Ground {
    let sizes = [given[0], given[1], given[2], given[3]];
    let all: usize = sizes.iter().sum::<usize>() + silent;
    let people = (0..all).map(|at| part("bio", &[("g_high", one(&LEVELS, &sizes, at))]));
    Ground {
        frame: frame(&survey(), people.collect()),
        ..Ground::new()
    }
}

fn degree(ground: &Ground, earlier: Option<&[u8]>) -> String {
    let earlier = earlier.map(|json| Earlier::read("2025", json, &ground.survey).unwrap());
    let beside = Beside {
        earlier: earlier.as_ref(),
        ..Beside::default()
    };
    let view = made_beside(Name::Comparison, &ground.of(Some("bio")), beside);
    let rows = block(&view, "comparison");
    let mut found = rows.into_iter().filter(|row| row.starts_with("degree"));
    found.next().unwrap()
}

#[test]
fn no_percentage_is_a_hundred_beside_people_who_said_otherwise() {
    // By hand 53 of 58 hold a degree, 91 %. Shown are 35 and 20 of two levels, 55 as one, 5 of a third, and 70
    // less 15 who did not say: 55. Of the 60 that the levels make, 55 are 92 %.
    let ground = levels([33, 20, 5, 0], 13);
    assert_eq!(degree(&ground, None), "degree|92%|92%|70");
    // Of a thousand and more the whole percentage would be a hundred, and nought.
    let ground = levels([1195, 0, 5, 0], 0);
    assert_eq!(degree(&ground, None), "degree|99%|99%|1200");
    let ground = levels([5, 0, 1195, 0], 0);
    assert_eq!(degree(&ground, None), "degree|1%|1%|1200");
    // Where nobody said otherwise, it is all or none.
    assert_eq!(
        degree(&levels([0, 30, 0, 0], 0), None),
        "degree|100%|100%|30"
    );
    assert_eq!(degree(&levels([0, 0, 30, 0], 0), None), "degree|0%|0%|30");
}

/// A release of everyone's levels.
fn release(counts: [u64; 4]) -> Vec<u8> {
    let cells = LEVELS
        .iter()
        .zip(counts)
        .map(|(code, count)| serde_json::json!({"code": code, "count": count}));
    let cells: Vec<serde_json::Value> = cells.collect();
    let base: u64 = counts.iter().sum();
    let row = serde_json::json!({"department": "bio", "base": base, "cells": cells, "missing": {"blank": 0}});
    let table = serde_json::json!({"id": "g_high", "by": "department", "rows": [row]});
    let file = serde_json::json!({"profile": "hesa", "about": {"wave": "2025"}, "tables": [table]});
    file.to_string().into_bytes()
}

#[test]
fn two_waves_of_the_same_answers_are_about_the_same() {
    // By hand 3, 3 and 4 of 25 hold no degree; the levels above round to 5 and 5, as one to 10: the release's
    // two levels of 5 and 5 and 15 others are the same people. So may 5, 10 and 10 be.
    let ground = levels([3, 7, 15, 0], 0);
    let same = "degree|40%|40%|25|about_the_same";
    assert_eq!(degree(&ground, Some(&release([5, 5, 15, 0]))), same);
    assert_eq!(degree(&ground, Some(&release([5, 10, 10, 0]))), same);
    // What rounding cannot do is a change.
    let more = "degree|40%|40%|25|92%";
    assert_eq!(degree(&ground, Some(&release([60, 50, 10, 0]))), more);
    let many = levels([300, 200, 500, 0], 0);
    let few = "degree|50%|50%|1000|45%";
    assert_eq!(degree(&many, Some(&release([250, 200, 550, 0]))), few);
    let near = "degree|50%|50%|1000|about_the_same";
    assert_eq!(degree(&many, Some(&release([300, 205, 495, 0]))), near);
}

#[test]
fn a_release_of_the_same_wave_is_no_earlier_one() {
    let ground = Ground::new();
    let (id, wave) = (&ground.survey.id, &ground.survey.wave);
    let of = |id: &str, wave: &str| {
        let file = serde_json::json!({"survey": id, "profile": "hesa", "about": {"wave": wave}, "tables": []});
        Earlier::read("2025", file.to_string().as_bytes(), &ground.survey)
    };
    let refused = of(id, wave).unwrap_err();
    assert!(refused.contains("this same wave"), "{refused}");
    assert!(of(id, "2025").is_ok() && of("another", wave).is_ok());
}
