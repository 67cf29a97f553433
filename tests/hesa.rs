//! HESA's own test vectors (docs/rules.md §8.1), through the public face.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use rust_decimal::Decimal;
use tallybox::stats::Reason;
use tallybox::stats::protect::hesa;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn counts_round_as_hesa_publishes() {
    let vectors = [
        ("0", "0"),
        ("1", "0"),
        ("2", "0"),
        ("2.4", "0"),
        ("2.5", "5"),
        ("3", "5"),
        ("7", "5"),
        ("7.4", "5"),
        ("7.5", "10"),
        ("12.5", "15"),
        ("22", "20"),
        ("22.4", "20"),
        ("22.5", "25"),
        ("3286", "3285"),
        // HESA's worked examples that stay as they are.
        ("20", "20"),
        ("55", "55"),
        ("3510", "3510"),
    ];
    for (count, shown) in vectors {
        assert_eq!(hesa::round(decimal(count)), decimal(shown), "{count}");
    }
    assert_eq!(
        [0, 1, 2, 3, 7, 8, 3286].map(hesa::round_count),
        [0, 0, 0, 5, 5, 10, 3285]
    );
}

#[test]
fn a_sum_of_tenths_does_not_miss_a_half() {
    // As binary floats, the sum of these falls short of 2.5 or passes it depending on their order.
    let sum: Decimal = ["0.1", "0.2", "0.7", "0.3", "0.6", "0.6"]
        .map(decimal)
        .iter()
        .sum();
    assert_eq!(sum, decimal("2.5"));
    assert_eq!(hesa::round(sum), decimal("5"));
}

#[test]
fn percentages_need_22_and_a_half_people_and_averages_eight() {
    let percent = |base: &str| hesa::percentage(decimal("11.5"), decimal(base));
    assert_eq!(percent("22"), Err(Reason::RoundedPercentage));
    assert_eq!(percent("22.4"), Err(Reason::RoundedPercentage));
    assert_eq!(percent("22.5"), Ok(decimal("51")));
    assert_eq!(percent("23"), Ok(decimal("50")));
    assert_eq!(hesa::average(decimal("25"), 7), Err(Reason::SmallBase));
    assert_eq!(hesa::average(decimal("25"), 8), Ok(decimal("3.1")));
}
