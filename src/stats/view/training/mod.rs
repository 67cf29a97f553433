//! The view `training`: wishes with their priority and routes, courses that several people could take
//! together, and who is nearest to a skill that the department lacks (docs/rules.md §3).

mod courses;
mod nearest;
mod plan;

use super::super::door::Operational;
use super::super::material::Material;
use super::bank::Bank;
use super::parts::{count, facts, of};
use super::persons::Persons;
use super::questions::{RATING, wish};
use super::wishes::{Wished, Wishes};
use super::{Block, Name, View, about, standing, supply};
use crate::stats::demand::Demand;
use crate::survey::routes::{self, Route};

/// The view.
pub fn training(material: &Material<'_, Operational>) -> View {
    let people = Persons::of(Name::Training, material);
    let bank = Bank::of(material);
    let wishes = bank
        .as_ref()
        .and_then(|bank| Wishes::of(material, bank, people.stretch()));
    let (Some(bank), Some(wishes)) = (bank, wishes) else {
        let blocks = about::not_asked(&[RATING, wish::QUESTION]);
        return about::exact(Name::Training, material, blocks);
    };
    let demand = standing::needs(material);
    let board = Board {
        material,
        demand: &demand,
        bank: &bank,
        people: &people,
    };
    let mut blocks = vec![about::note("view-training-note-priority")];
    if demand.needs.is_empty() {
        blocks.push(about::note("view-training-note-no-demand"));
    }
    blocks.extend(standing::drawn_note(&demand));
    blocks.extend(supply::silence(material).note());
    blocks.extend(people.note());
    blocks.push(wished(&wishes, &people));
    // Who is there already, by their own rating, has nothing to be trained for.
    let all = wishes.listed.len();
    let mut climbing = wishes.listed;
    climbing.retain(|wish| wish.climb() != Some(0));
    if climbing.len() < all {
        let there = about::number((all - climbing.len()) as u64);
        blocks.push(about::note_with("view-training-there", [("wishes", there)]));
    }
    blocks.push(courses::courses(&board, &climbing));
    blocks.push(plan::plan(&board, &climbing));
    blocks.push(nearest::nearest(&board, &climbing));
    about::exact(Name::Training, material, blocks)
}

/// What the view's blocks are made of.
struct Board<'v, 'm> {
    material: &'v Material<'m, Operational>,
    demand: &'v Demand,
    bank: &'v Bank<'m>,
    people: &'v Persons<'m>,
}

impl<'m> Board<'_, 'm> {
    /// The routes that a wish may lead to, the first step's first; none where its levels are not known.
    fn routes(&self, wish: &Wished<'_>) -> Vec<&'m Route> {
        let (Some(from), Some(to)) = (wish.now, wish.target) else {
            return Vec::new();
        };
        let wish = routes::Wish {
            family: self.bank.skills[wish.skill].family,
            from,
            to,
            // Nothing says where the university is: a route of one nation is listed with its nation.
            nation: None,
            is_formal: wish.is_formal(),
        };
        routes::candidates(self.material.routes, &wish)
    }
}

fn wished(wishes: &Wishes<'_>, people: &Persons<'_>) -> Block {
    let mut skills: Vec<usize> = wishes.listed.iter().map(|wish| wish.skill).collect();
    skills.sort_unstable();
    skills.dedup();
    facts(
        "wishes",
        "view-training-facts",
        vec![
            (
                "shared",
                "view-training-shared",
                of(wishes.shared, people.len()),
            ),
            ("wishes", "view-training-wishes", count(wishes.listed.len())),
            ("skills", "view-training-skills", count(skills.len())),
            (
                "own_words",
                "view-training-own-words",
                count(wishes.own_words),
            ),
        ],
    )
}
