//! The loops that counting comes down to, written so that the compiler turns them into vector code.
//!
//! A stretch of a column is a few hundred bytes for a department and a million for everyone. Where few
//! numbers occur in a column, comparing sixteen bytes at a time with eight numbers costs hardly more
//! than reading them (`benches/count.rs`), while a table of 256 counters costs more to clear and add up
//! than a small department has answers. Counters are bytes, so they are emptied before they overflow.

/// Bytes that are looked at together: a vector register that every supported processor has.
const LANES: usize = 16;
/// Numbers that are compared together.
const GROUP: usize = 8;
/// Bytes after which a counter of one byte may be full.
const FULL: usize = LANES * 255;
/// More numbers than this are counted by a table: each further eight cost another reading.
pub(super) const FEW: usize = 16;

/// Tells how often each of some numbers occurs, which are all that do: of the last it is what the others leave.
/// Nothing is allocated: a small department has fewer answers than an allocation costs.
pub(super) fn count_few(bytes: &[u8], numbers: &[u8], mut tell: impl FnMut(u8, u64)) {
    let Some((last, numbers)) = numbers.split_last() else {
        return;
    };
    let mut left = bytes.len() as u64;
    for group in numbers.chunks(GROUP) {
        for (number, count) in group.iter().zip(count_group(bytes, group)) {
            left -= count;
            tell(*number, count);
        }
    }
    tell(*last, left);
}

/// How often each of at most eight numbers occurs. A column of four choices takes half of what one of eight does;
/// fewer than four at once the compiler does not turn into vector code.
fn count_group(bytes: &[u8], group: &[u8]) -> [u64; GROUP] {
    match group.len() {
        ..=4 => count_equal::<4>(bytes, group),
        5 => count_equal::<5>(bytes, group),
        6 => count_equal::<6>(bytes, group),
        7 => count_equal::<7>(bytes, group),
        _ => count_equal::<GROUP>(bytes, group),
    }
}

fn count_equal<const N: usize>(bytes: &[u8], group: &[u8]) -> [u64; GROUP] {
    // Further ones repeat the first and are not told.
    let first = group.first().copied().unwrap_or_default();
    let wanted: [u8; N] = std::array::from_fn(|at| group.get(at).copied().unwrap_or(first));
    count_lanes::<N>(bytes, |at, byte| u8::from(byte == wanted[at]))
}

/// How often each of the first `bits` bits is set; the others are not looked at, or 0.
pub(super) fn count_bits(bytes: &[u8], bits: usize) -> [u64; GROUP] {
    match bits {
        ..=4 => count_set(bytes, [1, 2, 4, 8]),
        _ => count_lanes::<GROUP>(bytes, |at, byte| (byte >> at) & 1),
    }
}

/// Never inlined: of masks that it knows the compiler makes shifts, and of four shifts no vector code.
#[inline(never)]
fn count_set(bytes: &[u8], masks: [u8; 4]) -> [u64; GROUP] {
    count_lanes::<4>(bytes, |at, byte| u8::from(byte & masks[at] != 0))
}

/// How many bytes are each of some things, sixteen bytes at a time.
#[inline]
fn count_lanes<const N: usize>(bytes: &[u8], is: impl Fn(usize, u8) -> u8) -> [u64; GROUP] {
    let mut total = [0_u64; GROUP];
    for block in bytes.chunks(FULL) {
        let mut counters = [[0_u8; LANES]; N];
        let (chunks, rest) = block.as_chunks::<LANES>();
        for chunk in chunks {
            for (at, counter) in counters.iter_mut().enumerate() {
                let here: [u8; LANES] = std::array::from_fn(|lane| is(at, chunk[lane]));
                for (count, one) in counter.iter_mut().zip(here) {
                    *count += one;
                }
            }
        }
        for (at, (total, counter)) in total.iter_mut().zip(&counters).enumerate() {
            *total += sum(counter)
                + rest
                    .iter()
                    .map(|&byte| u64::from(is(at, byte)))
                    .sum::<u64>();
        }
    }
    total
}

fn sum(counters: &[u8; LANES]) -> u64 {
    counters.iter().map(|&count| u64::from(count)).sum()
}

/// How often each byte occurs. Four counters a byte, taken in turn: a run of the same answer would
/// otherwise make every addition wait for the one before.
pub(super) fn histogram(bytes: &[u8]) -> [u32; 256] {
    let mut lanes = [[0_u32; 256]; 4];
    let mut fours = bytes.chunks_exact(4);
    for four in &mut fours {
        for (lane, &byte) in lanes.iter_mut().zip(four) {
            lane[usize::from(byte)] += 1;
        }
    }
    for &byte in fours.remainder() {
        lanes[0][usize::from(byte)] += 1;
    }
    let [mut sum, rest @ ..] = lanes;
    for lane in rest {
        for (own, more) in sum.iter_mut().zip(lane) {
            *own += more;
        }
    }
    sum
}

/// The bytes that occur, in order.
pub(super) fn used(bytes: &[u8]) -> Vec<u8> {
    let counts = histogram(bytes);
    let all = (0..=u8::MAX).zip(counts);
    all.filter(|(_, count)| *count > 0)
        .map(|(byte, _)| byte)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes below a bound, the same in every run.
    fn bytes(count: usize, below: u64) -> Vec<u8> {
        let mut state = 7_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            u8::try_from((state >> 33) % below).unwrap()
        };
        (0..count).map(|_| next()).collect()
    }

    fn plainly(bytes: &[u8], number: u8) -> u64 {
        bytes.iter().map(|&byte| u64::from(byte == number)).sum()
    }

    fn few(bytes: &[u8], numbers: &[u8]) -> Vec<u64> {
        let mut counts = Vec::new();
        count_few(bytes, numbers, |_, count| counts.push(count));
        counts
    }

    #[test]
    fn every_way_of_counting_counts_the_same() {
        // Around every edge: a register, a full counter, and several of them.
        for count in [0, 1, 15, 16, 17, FULL - 1, FULL, FULL + 1, 3 * FULL + 5] {
            for below in [1, 3, 9, 17, 256] {
                let bytes = bytes(count, below);
                // All that occur, and some that do not.
                let last = u8::try_from(below.max(21) - 1).unwrap();
                let numbers: Vec<u8> = (0..=last).collect();
                let expected: Vec<u64> = numbers.iter().map(|&one| plainly(&bytes, one)).collect();
                assert_eq!(few(&bytes, &numbers), expected, "{count} {below}");
                let table = histogram(&bytes);
                for (at, &count) in table.iter().enumerate() {
                    assert_eq!(u64::from(count), plainly(&bytes, u8::try_from(at).unwrap()));
                }
                let bits: [u64; 8] = std::array::from_fn(|bit| {
                    bytes.iter().map(|&byte| u64::from(byte >> bit & 1)).sum()
                });
                assert_eq!(count_bits(&bytes, 8), bits, "{count} {below}");
                assert_eq!(count_bits(&bytes, 3)[..4], bits[..4], "{count} {below}");
            }
        }
        let same = vec![255; 3 * FULL];
        assert_eq!(few(&same, &[255]), [3 * FULL as u64]);
        assert_eq!(count_bits(&same, 8), [3 * FULL as u64; 8]);
        assert_eq!(used(&[9, 3, 9]), [3, 9]);
    }
}
