//! How well one colour reads on another: the one rule for the program's own themes and for a home's.
//! Colours are those of the table of 256 from 16 on, which nobody repaints, so that it is known how they
//! look.

/// What words need of the colour under them (WCAG 2.2, 1.4.3).
pub const LEAST: f64 = 4.5;
/// The first colour of the table whose look is known; those before are repainted at will.
pub const FIRST: u8 = 16;
/// The first of the greys, after the cube of six steps a channel.
const GREYS: u8 = 232;

/// How a colour of the table looks, as `0xRRGGBB`; nothing where nobody knows.
pub fn look(number: u8) -> Option<u32> {
    const STEPS: [u32; 6] = [0, 95, 135, 175, 215, 255];
    if number >= GREYS {
        return Some((8 + 10 * u32::from(number - GREYS)) * 0x01_01_01);
    }
    let at = usize::from(number.checked_sub(FIRST)?);
    let step = |at: usize| STEPS.get(at % 6).copied().unwrap_or(0);
    Some((step(at / 36) << 16) | (step(at / 6) << 8) | step(at))
}

/// The colour of the table that is nearest to one: what a terminal of 256 colours shows for it.
pub fn nearest(colour: u32) -> u8 {
    let apart = |number: &u8| {
        let other = look(*number).unwrap_or(0);
        let one = |shift: u32| {
            ((colour >> shift) & 0xff)
                .abs_diff((other >> shift) & 0xff)
                .pow(2)
        };
        one(16) + one(8) + one(0)
    };
    (FIRST..=u8::MAX).min_by_key(apart).unwrap_or(FIRST)
}

fn luminance(colour: u32) -> f64 {
    let channel = |shift: u32| {
        let value = f64::from((colour >> shift) & 0xff) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126_f64.mul_add(
        channel(16),
        0.7152_f64.mul_add(channel(8), 0.0722 * channel(0)),
    )
}

/// WCAG 2.2, "contrast ratio": 1 for a colour on itself, 21 for black on white.
pub fn ratio(one: u32, other: u32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_usual_one() {
        for (number, colour) in [
            (16, 0),
            (231, 0xff_ff_ff),
            (24, 0x00_5f_87),
            (214, 0xff_af_00),
            (232, 0x08_08_08),
            (255, 0xee_ee_ee),
        ] {
            assert_eq!(look(number), Some(colour), "{number}");
            assert_eq!(nearest(colour), number);
        }
        assert_eq!(look(15), None);
        assert_eq!(nearest(0x00_60_80), 24);
    }

    /// What the W3C's own examples give.
    #[test]
    fn the_ratio_is_that_of_the_guidelines() {
        for (one, other, wanted) in [
            (0, 0xff_ff_ff, 21.0),
            (0x77_77_77, 0xff_ff_ff, 4.48),
            (0x76_76_76, 0xff_ff_ff, 4.54),
            (0xff_00_00, 0xff_ff_ff, 4.0),
            (0x12_34_56, 0x12_34_56, 1.0),
        ] {
            assert!(
                (ratio(one, other) - wanted).abs() < 0.01,
                "{one:x} {other:x}"
            );
        }
    }
}
