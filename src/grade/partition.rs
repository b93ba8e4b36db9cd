//! Which part of a class one machine grades. Work is divided by content, so the same text is checked by one machine only.

use std::fmt;
use std::str::FromStr;

use super::key::Digest;

/// A part of all work: one of so many shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Partition {
    /// All of it.
    #[default]
    Whole,
    /// By a hash of the content: it stays in its shard whatever else is handed in.
    Hash(Shard),
    /// Each of so many in turn: shards are equally large, but depend on the whole class.
    Slice(Shard),
}

/// One of so many shards, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

impl Partition {
    /// Whether work with this content belongs to the part, if it is the one at that place among all different contents.
    pub fn has(self, content: &Digest, place: usize) -> bool {
        match self {
            Partition::Whole => true,
            Partition::Hash(Shard { number, of }) => content.modulo(of) + 1 == number,
            Partition::Slice(Shard { number, of }) => place % of as usize + 1 == number as usize,
        }
    }
}

/// Of so many pieces of work, one is done by two shards, to see that both find the same.
const ONE_OF: u32 = 32;

impl Partition {
    /// Whether work with this content, at that place, is done here a second time: it belongs to the shard before this one, and
    /// what that one finds is to be confirmed.
    pub fn confirms(self, content: &Digest, place: usize) -> bool {
        // Not the number that the shard follows from.
        let is_drawn = Digest::of(&[content]).modulo(ONE_OF) == 0;
        let before = match self {
            Partition::Whole => return false,
            Partition::Hash(shard) => Partition::Hash(shard.before()),
            Partition::Slice(shard) => Partition::Slice(shard.before()),
        };
        is_drawn && !self.has(content, place) && before.has(content, place)
    }
}

impl Shard {
    fn before(self) -> Shard {
        let number = if self.number == 1 {
            self.of
        } else {
            self.number - 1
        };
        Shard { number, ..self }
    }
}

impl FromStr for Partition {
    type Err = String;

    fn from_str(text: &str) -> Result<Partition, String> {
        let wrong = || {
            "expected hash:K/N or slice:K/N, with K from 1 to N: `hash:1/4` is the first of four"
                .to_owned()
        };
        let (kind, shard) = text.split_once(':').ok_or_else(wrong)?;
        let (number, of) = shard.split_once('/').ok_or_else(wrong)?;
        // `+1` is a number too.
        let parsed = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
            true => text.parse::<u32>().map_err(|_| wrong()),
            false => Err(wrong()),
        };
        let (number, of) = (parsed(number)?, parsed(of)?);
        if number == 0 || number > of {
            return Err(wrong());
        }
        let shard = Shard { number, of };
        match kind {
            "hash" => Ok(Partition::Hash(shard)),
            "slice" => Ok(Partition::Slice(shard)),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Partition::Whole => f.write_str("all"),
            Partition::Hash(Shard { number, of }) => write!(f, "hash:{number}/{of}"),
            Partition::Slice(Shard { number, of }) => write!(f, "slice:{number}/{of}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shards(kind: &str, of: u32) -> Vec<Partition> {
        let shard = |number| format!("{kind}:{number}/{of}").parse().unwrap();
        (1..=of).map(shard).collect()
    }

    proptest! {
        #[test]
        fn every_piece_of_work_is_in_exactly_one_shard(
            of in 1u32..300,
            contents in prop::collection::vec("[a-z]{0,8}", 0..100),
        ) {
            for kind in ["hash", "slice"] {
                let shards = shards(kind, of);
                for (place, content) in contents.iter().enumerate() {
                    let content = Digest::of(&[content]);
                    let owners = shards.iter().filter(|shard| shard.has(&content, place));
                    prop_assert_eq!(owners.count(), 1);
                }
            }
        }

        #[test]
        fn by_hash_the_shard_does_not_depend_on_the_rest_of_the_class(
            content in "[a-z]{0,8}", one in 0usize..1000, other in 0usize..1000,
        ) {
            let content = Digest::of(&[content]);
            for shard in shards("hash", 7) {
                prop_assert_eq!(shard.has(&content, one), shard.has(&content, other));
            }
        }
    }

    #[test]
    fn a_share_of_the_work_is_confirmed_by_exactly_one_other_shard() {
        let contents: Vec<Digest> = (0..2000u32)
            .map(|at| Digest::of(&[at.to_le_bytes()]))
            .collect();
        for kind in ["hash", "slice"] {
            let shards = shards(kind, 3);
            let confirmed = |(place, content): (usize, &Digest)| {
                shards
                    .iter()
                    .filter(|shard| shard.confirms(content, place))
                    .count()
            };
            let times: Vec<usize> = contents.iter().enumerate().map(confirmed).collect();
            assert!(times.iter().all(|times| *times <= 1));
            let share = times.iter().sum::<usize>();
            assert!((30..100).contains(&share), "{share} of 2000");
            let alone = "hash:1/1".parse::<Partition>().unwrap();
            assert!(contents.iter().all(|content| !alone.confirms(content, 0)));
        }
    }

    #[test]
    fn slices_are_equally_large() {
        let content = Digest::of(&["any"]);
        let sizes = shards("slice", 3).into_iter();
        let sizes = sizes.map(|shard| (0..10).filter(|at| shard.has(&content, *at)).count());
        assert_eq!(Vec::from_iter(sizes), [4, 3, 3]);
    }

    #[test]
    fn a_partition_is_written_as_it_is_read() {
        for text in ["hash:1/4", "slice:4/4"] {
            assert_eq!(text.parse::<Partition>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "hash",
            "hash:",
            "hash:0/4",
            "hash:5/4",
            "hash:1/0",
            "count:1/2",
            "hash:+1/2",
            "hash:1/2/3",
        ] {
            let error = text.parse::<Partition>().unwrap_err();
            assert!(error.contains("hash:K/N"), "{text}");
        }
    }
}
