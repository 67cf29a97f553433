//! How the focus moves on a page: arrows within a part and on to the next, Tab between parts.

use super::keymap::Action;
use super::sheet::{Sheet, Spot};

/// Where the focus goes; `None` where it stays.
pub(crate) fn moved(sheet: &Sheet, from: Spot, action: Action, window: usize) -> Option<Spot> {
    let spots = sheet.spots();
    let at = spots.iter().position(|(spot, _)| *spot == from)?;
    match action {
        Action::Up => upwards(sheet, &spots, at),
        Action::Down => downwards(sheet, &spots, at),
        Action::Left => sideways(&spots, at, at.checked_sub(1)?),
        Action::Right => sideways(&spots, at, at + 1),
        Action::Home => reach(&spots, at, |_| true).first().copied(),
        Action::End => reach(&spots, at, |_| true).last().copied(),
        Action::PageUp => reach(&spots, at, |line| line + window >= spots[at].1)
            .first()
            .copied(),
        Action::PageDown => reach(&spots, at, |line| line <= spots[at].1 + window)
            .last()
            .copied(),
        Action::NextPart => part_after(sheet, &spots, at),
        Action::PreviousPart => part_before(sheet, &spots, at),
        _ => None,
    }
    .filter(|&to| to != from)
}

/// Where the focus is when a page opens: where the page says, else on its first item.
pub(crate) fn initial(sheet: &Sheet) -> Option<Spot> {
    let spots = sheet.spots();
    let has = |spot: &Spot| spots.iter().any(|(known, _)| known == spot);
    sheet
        .start
        .filter(has)
        .or_else(|| spots.first().map(|(spot, _)| *spot))
}

fn upwards(sheet: &Sheet, spots: &[(Spot, usize)], at: usize) -> Option<Spot> {
    let (from, mine) = spots[at];
    let line = spots[..at]
        .iter()
        .rev()
        .find(|(_, line)| *line < mine)
        .map(|(_, line)| *line)?;
    let (first, _) = spots.iter().find(|(_, other)| *other == line)?;
    adjacent(sheet, spots, from, *first)
}

fn downwards(sheet: &Sheet, spots: &[(Spot, usize)], at: usize) -> Option<Spot> {
    let (from, mine) = spots[at];
    let (next, _) = spots[at..].iter().find(|(_, line)| *line > mine)?;
    adjacent(sheet, spots, from, *next)
}

/// Within the page the next line is simply the next; from the buttons a part is entered anew.
fn adjacent(sheet: &Sheet, spots: &[(Spot, usize)], from: Spot, to: Spot) -> Option<Spot> {
    match from {
        Spot::Button(_) => part_entered(sheet, spots, to),
        _ => Some(to),
    }
}

fn sideways(spots: &[(Spot, usize)], at: usize, to: usize) -> Option<Spot> {
    let (spot, line) = *spots.get(to)?;
    (line == spots[at].1).then_some(spot)
}

/// The items of the part on the lines that `near` accepts.
fn reach(spots: &[(Spot, usize)], at: usize, near: impl Fn(usize) -> bool) -> Vec<Spot> {
    let part = spots[at].0.part();
    let mine = spots
        .iter()
        .filter(|(spot, line)| spot.part() == part && near(*line));
    mine.map(|(spot, _)| *spot).collect()
}

/// Tab. Buttons are one part to arrows, but Tab visits each.
fn part_after(sheet: &Sheet, spots: &[(Spot, usize)], at: usize) -> Option<Spot> {
    let stops = stops(spots);
    let mine = stops
        .iter()
        .position(|stop| is_stop_of(*stop, spots[at].0))?;
    part_entered(
        sheet,
        spots,
        *stops.get(mine + 1).or_else(|| stops.first())?,
    )
}

fn part_before(sheet: &Sheet, spots: &[(Spot, usize)], at: usize) -> Option<Spot> {
    let stops = stops(spots);
    let mine = stops
        .iter()
        .position(|stop| is_stop_of(*stop, spots[at].0))?;
    part_entered(
        sheet,
        spots,
        *mine
            .checked_sub(1)
            .map_or_else(|| stops.last(), |to| stops.get(to))?,
    )
}

/// Where Tab stops: at the first item of each part, wherever its others stand, and at every button.
fn stops(spots: &[(Spot, usize)]) -> Vec<Spot> {
    let mut out: Vec<Spot> = Vec::new();
    for (spot, _) in spots {
        if !out.iter().any(|stop| is_stop_of(*stop, *spot)) {
            out.push(*spot);
        }
    }
    out
}

fn is_stop_of(stop: Spot, spot: Spot) -> bool {
    stop == spot || (stop.part() == spot.part() && !matches!(spot, Spot::Button(_)))
}

/// Entering a part: where it says it begins, else its first item; a button is itself.
fn part_entered(sheet: &Sheet, spots: &[(Spot, usize)], at: Spot) -> Option<Spot> {
    if matches!(at, Spot::Button(_)) {
        return Some(at);
    }
    let mut part = spots
        .iter()
        .map(|(spot, _)| *spot)
        .filter(|spot| spot.part() == at.part());
    let first = part.clone().next();
    part.find(|spot| sheet.start == Some(*spot)).or(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::sheet::Button;
    use crate::ui::theme::Tone;

    fn page() -> Sheet {
        let mut sheet = Sheet::new("t", 80);
        for number in 0..5 {
            sheet.item(Spot::Choice(number), "", "words", Tone::Text);
        }
        sheet.item(Spot::Field(1), "", "words", Tone::Text);
        sheet.buttons = vec![Button::Continue, Button::Back];
        sheet.start = Some(Spot::Choice(2));
        sheet
    }

    #[test]
    fn tab_goes_round_and_a_list_is_entered_where_it_was_left() {
        let (mut at, mut round) = (Spot::Choice(4), Vec::new());
        for _ in 0..4 {
            at = moved(&page(), at, Action::NextPart, 5).expect("a part");
            round.push(at);
        }
        assert_eq!(
            round,
            [
                Spot::Field(1),
                Spot::Button(Button::Continue),
                Spot::Button(Button::Back),
                Spot::Choice(2)
            ]
        );
        let back = moved(&page(), Spot::Choice(0), Action::PreviousPart, 5);
        assert_eq!(back, Some(Spot::Button(Button::Back)));
    }

    #[test]
    fn arrows_reach_every_part() {
        let sheet = page();
        assert_eq!(
            moved(&sheet, Spot::Choice(4), Action::Down, 5),
            Some(Spot::Field(1))
        );
        let button = Spot::Button(Button::Continue);
        assert_eq!(moved(&sheet, Spot::Field(1), Action::Down, 5), Some(button));
        assert_eq!(
            moved(&sheet, button, Action::Right, 5),
            Some(Spot::Button(Button::Back))
        );
        assert_eq!(moved(&sheet, button, Action::Up, 5), Some(Spot::Field(1)));
        assert_eq!(moved(&sheet, Spot::Choice(0), Action::Up, 5), None);
        assert_eq!(
            moved(&sheet, Spot::Choice(0), Action::PageDown, 3),
            Some(Spot::Choice(3))
        );
        assert_eq!(
            moved(&sheet, Spot::Choice(4), Action::PageUp, 3),
            Some(Spot::Choice(1))
        );
    }
}
