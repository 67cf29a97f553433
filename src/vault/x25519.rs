//! X25519 (RFC 7748): the one place that multiplies on the curve, by the faster of two ways where the processor
//! takes it.
//!
//! `graviola` carries assembly that was proven to do what it should (s2n-bignum), in half the time of
//! `x25519-dalek`. It needs what x86-64 processors have since about 2014 (`adx`, `avx2` and more) or Arm's
//! extensions for cryptography, and stops the program where they are lacking: so the processor is asked first, and
//! where it has not got them, as on any other architecture, `x25519-dalek` does it. Both give the same bytes. Both
//! wipe a secret and what is worked out from it when dropped.

use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

/// A secret: any 32 bytes. Wiped on drop; there is no `Debug` on purpose.
#[derive(Clone)]
pub struct Secret(StaticSecret);

impl Secret {
    /// The secret with these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(StaticSecret::from(bytes))
    }

    /// Draws one. Where the operating system has no random bytes the program stops, as age does.
    pub fn random() -> Self {
        Self(StaticSecret::random())
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Its public half.
    pub fn public(&self) -> [u8; 32] {
        Way::here().public(self.bytes())
    }

    /// What it shares with whoever has the other half of `point`; `None` where that is a point of low order,
    /// with which everybody shares the same.
    pub fn shared_with(&self, point: &[u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
        Way::here().shared(self.bytes(), point)
    }
}

/// Who multiplies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Assembly, of which the processor must have what it needs.
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    Assembly,
    /// Rust alone.
    Portable,
}

impl Way {
    /// The faster of those that this processor takes.
    fn here() -> Self {
        #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
        if graviola::util::is_cpu_supported() {
            return Self::Assembly;
        }
        Self::Portable
    }

    fn public(self, secret: &[u8; 32]) -> [u8; 32] {
        match self {
            #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
            Self::Assembly => assembly::public(secret),
            Self::Portable => PublicKey::from(&StaticSecret::from(*secret)).to_bytes(),
        }
    }

    fn shared(self, secret: &[u8; 32], point: &[u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
        match self {
            #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
            Self::Assembly => assembly::shared(secret, point),
            Self::Portable => {
                let secret = StaticSecret::from(*secret);
                let shared = secret.diffie_hellman(&PublicKey::from(*point));
                let is_secret = shared.was_contributory();
                is_secret.then(|| Zeroizing::new(shared.to_bytes()))
            }
        }
    }
}

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
mod assembly {
    use graviola::key_agreement::x25519::{PublicKey, StaticPrivateKey};
    use zeroize::Zeroizing;

    pub(super) fn public(secret: &[u8; 32]) -> [u8; 32] {
        let secret = StaticPrivateKey::from_array(secret);
        secret.public_key().as_bytes()
    }

    pub(super) fn shared(secret: &[u8; 32], point: &[u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
        let secret = StaticPrivateKey::from_array(secret);
        // Its one error is a point of low order.
        let shared = secret.diffie_hellman(&PublicKey::from_array(point)).ok()?;
        Some(Zeroizing::new(shared.0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::hex;

    /// The ways that can be tried here, [`Way::Portable`] always among them.
    fn ways() -> Vec<Way> {
        let mut ways = vec![Way::here(), Way::Portable];
        ways.dedup();
        ways
    }

    fn bytes(text: &str) -> [u8; 32] {
        hex::decode_array(text).unwrap()
    }

    /// RFC 7748, section 5.2: a scalar, a point, and their product.
    const PRODUCTS: [[&str; 3]; 2] = [
        [
            "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
            "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
        ],
        [
            "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
            "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
            "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
        ],
    ];

    /// RFC 7748, section 6.1: two secrets with their public halves, and what they share.
    const ALICE: [&str; 2] = [
        "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
    ];
    const BOB: [&str; 2] = [
        "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
        "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
    ];
    const SHARED: &str = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";

    /// Section 5.2: the function over and over on its own results, after one round and after a thousand.
    const ROUNDS: [(usize, &str); 2] = [
        (
            1,
            "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079",
        ),
        (
            1_000,
            "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51",
        ),
    ];

    #[test]
    fn every_way_gives_the_products_of_rfc_7748() {
        for way in ways() {
            for [scalar, point, product] in PRODUCTS {
                let found = way.shared(&bytes(scalar), &bytes(point)).unwrap();
                assert_eq!(*found, bytes(product), "{way:?}");
            }
            for (own, other) in [(ALICE, BOB), (BOB, ALICE)] {
                assert_eq!(way.public(&bytes(own[0])), bytes(own[1]), "{way:?}");
                let found = way.shared(&bytes(own[0]), &bytes(other[1])).unwrap();
                assert_eq!(*found, bytes(SHARED), "{way:?}");
            }
        }
    }

    #[test]
    fn every_way_gives_the_rounds_of_rfc_7748() {
        for way in ways() {
            let nine = std::array::from_fn(|at| if at == 0 { 9 } else { 0 });
            let (mut scalar, mut point) = (nine, nine);
            for round in 1..=1_000 {
                let product = *way.shared(&scalar, &point).unwrap();
                (point, scalar) = (scalar, product);
                if let Some((_, told)) = ROUNDS.iter().find(|(after, _)| *after == round) {
                    assert_eq!(product, bytes(told), "{way:?} after {round}");
                }
            }
        }
    }

    /// Every writing below 2^255 of a point of low order, those beyond the field included
    /// (<https://cr.yp.to/ecdh.html#validate>).
    const LOW: [&str; 7] = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];

    #[test]
    fn every_way_refuses_every_point_of_low_order() {
        for way in ways() {
            for point in LOW.map(bytes) {
                // The top bit does not count.
                for top in [0, 0x80] {
                    let mut point = point;
                    point[31] |= top;
                    assert_eq!(way.shared(&[7; 32], &point), None, "{way:?} {point:02x?}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn the_ways_agree_on_every_secret_and_point(secret: [u8; 32], point: [u8; 32]) {
            let public = Way::Portable.public(&secret);
            for way in ways() {
                prop_assert_eq!(way.public(&secret), public);
                for point in [point, public] {
                    let found = way.shared(&secret, &point);
                    prop_assert_eq!(found, Way::Portable.shared(&secret, &point));
                }
            }
        }

        #[test]
        fn points_beyond_the_field_are_read_alike(secret: [u8; 32], over: u8) {
            // 2^255 - 19 and what follows it, with and without the bit that does not count.
            for top in [0x7f, 0xff] {
                let mut point = [0xff; 32];
                (point[0], point[31]) = (0xed_u8.wrapping_add(over % 19), top);
                for way in ways() {
                    let found = way.shared(&secret, &point);
                    prop_assert_eq!(found, Way::Portable.shared(&secret, &point));
                }
            }
        }
    }

    #[test]
    fn two_that_were_drawn_share_the_same_and_are_not_alike() {
        let (one, two) = (Secret::random(), Secret::random());
        assert_ne!(one.bytes(), two.bytes());
        assert_eq!(
            one.shared_with(&two.public()),
            two.shared_with(&one.public())
        );
    }
}
