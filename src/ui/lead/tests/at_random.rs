//! Keys at random, on windows of every size.

use super::looking::written;
use super::*;

/// A small generator of its own: the same keys every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

const KEYS: &[Key] = &[
    Key::Enter,
    Key::Escape,
    Key::Tab,
    Key::BackTab,
    Key::Up,
    Key::Down,
    Key::Left,
    Key::Right,
    Key::Home,
    Key::End,
    Key::PageUp,
    Key::PageDown,
    Key::Backspace,
    Key::Function(1),
    Key::Function(2),
    Key::Function(9),
    Key::Char('m'),
    Key::Char('d'),
    Key::Char('e'),
    Key::Char('s'),
    Key::Char('/'),
    Key::Char('a'),
    Key::Char('x'),
    Key::Char('y'),
    Key::Char('n'),
    Key::Char('w'),
    Key::Char('f'),
    Key::Char('u'),
    Key::Char('N'),
    Key::Char(' '),
    Key::Char('4'),
    Key::Char(':'),
    Key::Ctrl('p'),
    Key::Char('\u{175}'),
];

/// Answers an effect as a driver would.
fn answer(effect: &Effect, dice: &mut Dice) -> Option<Msg> {
    let door = DoorName::Operational;
    Some(match effect {
        Effect::LookForKeys | Effect::AddKey(_) | Effect::Close(_) => {
            Msg::Keys(vec![key_file("a.key", false), key_file("b.key", true)])
        }
        Effect::Unlock { .. } if dice.roll(3) == 0 => Msg::WrongPassphrase,
        Effect::Unlock { .. } => Msg::Unlocked(Message::plain("lead-whose-institution")),
        Effect::LookForBoxes | Effect::AddBox(_) => Msg::Boxes(
            vec![found("A", true), found("B", false)],
            Here {
                records: dice.roll(2),
            },
        ),
        Effect::Prepare(_) => Msg::Prepared(preparation()),
        Effect::Take(_) | Effect::OpenAs(_) if dice.roll(4) == 0 => {
            Msg::Failed(Trouble::new(Fault::Internal).says("no"))
        }
        Effect::Take(_) if dice.roll(4) == 0 => Msg::Surveys(vec![Answered {
            id: "skills".to_owned(),
            title: "Skills".to_owned(),
            waves: vec!["2027".to_owned()],
            records: 3,
        }]),
        Effect::Take(_) | Effect::OpenAs(_) | Effect::OpenSurvey(_) => {
            Msg::Arrived(Box::new(arrival(door, operational())))
        }
        Effect::Cancel => Msg::Stopped,
        Effect::Compare { .. } if dice.roll(2) == 0 => {
            Msg::Failed(Trouble::new(Fault::NotAnEarlierWave))
        }
        Effect::Compare { .. } => Msg::View(Box::new(everything(DoorName::Statistical))),
        Effect::LookForWaves | Effect::AddWave(_) => Msg::Waves(vec![WaveFile {
            path: "/media/stick/2025.json".to_owned(),
            wave: "2025".to_owned(),
            folder: "/media/stick".to_owned(),
            is_chosen: dice.roll(2) == 0,
        }]),
        Effect::Texts => Msg::Texts(vec![written("Glass"), written("Kiln")]),
        Effect::Decide(..) => Msg::Kept,
        Effect::Show { .. } if dice.roll(2) == 0 => Msg::View(Box::new(cover())),
        Effect::Show { .. } => Msg::View(Box::new(everything(door))),
        Effect::Needs(_) if dice.roll(3) == 0 => {
            Msg::NeedsFaulty(Trouble::at(Fault::FileFaulty, "/h/demand/bio.toml"))
        }
        Effect::Needs(_) | Effect::SetAside(_) => Msg::Needs(Box::default()),
        Effect::Starter(_) => Msg::Starter(Demand::default()),
        Effect::Save { .. } => Msg::Held { can_be_kept: true },
        Effect::KeepAfterAll => Msg::Saved,
        Effect::Export(_) => Msg::Written("/tmp/x".to_owned()),
        Effect::Leave | Effect::Display | Effect::Mouse => return None,
    })
}

#[test]
fn ten_thousand_keys_at_every_size_find_no_panic() {
    let many = Theme::new(Colours::Many, Charset::Utf8);
    for seed in 0..10_u8 {
        let mut dice = Dice(seed.into());
        let (mut lead, mut effects) =
            Lead::new(&Language::new(["en", "cy"][usize::from(seed % 2)]));
        for _ in 0..1000 {
            while let Some(effect) = effects.pop() {
                if let Some(msg) = answer(&effect, &mut dice) {
                    effects.extend(lead.update(msg));
                } else {
                    (lead, effects) = Lead::new(&english());
                }
            }
            let key = KEYS[dice.roll(KEYS.len())];
            effects = press(&mut lead, key);
            let width = u16::try_from(20 + dice.roll(181)).unwrap();
            let height = u16::try_from(6 + dice.roll(75)).unwrap();
            let area = Rect::new(0, 0, width, height);
            let theme = if dice.roll(2) == 0 {
                many
            } else {
                Theme::PLAINEST
            };
            let cursor = lead.view(area, theme, &mut Buffer::empty(area));
            assert!(
                cursor.is_none_or(|at| area.contains(at)),
                "{cursor:?} in {area:?}"
            );
        }
    }
}
