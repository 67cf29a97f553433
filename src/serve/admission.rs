//! Who may come in: a number in all, and a number from each address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Limits;

#[derive(Default)]
struct Counts {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// The counter at the door.
#[derive(Clone)]
pub(super) struct Admission {
    limits: Limits,
    counts: Arc<Mutex<Counts>>,
}

/// A place that is taken until it is dropped.
pub(super) struct Place {
    admission: Admission,
    address: IpAddr,
}

impl Admission {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            counts: Arc::default(),
        }
    }

    /// A place for a connection from an address, where one is left.
    pub(super) fn admit(&self, address: IpAddr) -> Option<Place> {
        let address = network(address);
        let mut counts = self.counts();
        let of_this = counts.by_address.get(&address).copied().unwrap_or(0);
        if counts.all >= self.limits.sessions || of_this >= self.limits.of_one_address {
            return None;
        }
        counts.all += 1;
        counts.by_address.insert(address, of_this + 1);
        Some(Place {
            admission: self.clone(),
            address,
        })
    }

    /// Numbers only, each changed in one step: a panic elsewhere cannot leave them in between.
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.admission.counts();
        counts.all = counts.all.saturating_sub(1);
        if let Some(count) = counts.by_address.get_mut(&self.address) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.by_address.remove(&self.address);
            }
        }
    }
}

/// Of an IPv6 address its network of 64 bits, which is what one subscriber is given.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::V6(std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        four @ IpAddr::V4(_) => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_by_address_and_given_back() {
        let limits = Limits {
            sessions: 3,
            of_one_address: 2,
            ..Limits::default()
        };
        let admission = Admission::new(limits);
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let first = admission.admit(address("10.0.0.1"));
        let second = admission.admit(address("::ffff:10.0.0.1"));
        assert!(first.is_some() && second.is_some());
        assert!(admission.admit(address("10.0.0.1")).is_none());
        let third = admission.admit(address("2001:db8::1"));
        assert!(third.is_some());
        assert!(admission.admit(address("10.0.0.2")).is_none(), "it is full");
        drop(first);
        assert!(admission.admit(address("10.0.0.1")).is_some());
        drop((second, third));
        assert_eq!(admission.counts().all, 0);
        assert!(admission.counts().by_address.is_empty());
        assert_eq!(
            network(address("2001:db8::1")),
            network(address("2001:db8::2:3"))
        );
    }
}
