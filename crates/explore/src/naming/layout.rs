//! The layout of the program's statics: which element of which field of a static lies at an address, and which variants
//! the numbers there stand for. Pure.

use std::collections::HashMap;

use super::dwarf::{Entry, Shape, StaticEntry, Tree};
use super::value::{Held, Variant};

/// The statics of the program's own crate.
#[derive(Debug, Default)]
pub struct Layout {
    tree: Tree,
}

/// A part of a static.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// As code would write it: `ACCOUNTS[1]`, `VOTES.ballots`. Empty for a part that code cannot name.
    pub path: String,
    /// The variants of an enum or a `bool`, if its numbers stand for those.
    pub variants: Option<Variants>,
}

/// An enum's variants, by the numbers that stand for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variants {
    by_number: HashMap<u64, Variant>,
    /// The variant that all other numbers stand for.
    other: Option<Variant>,
}

impl Variants {
    fn of_bool() -> Variants {
        let names = [
            (0, Variant::without_fields("false")),
            (1, Variant::without_fields("true")),
        ];
        Variants {
            by_number: names.into(),
            other: None,
        }
    }

    /// The variant that the number stands for.
    pub fn of_number(&self, number: u64) -> Option<&Variant> {
        self.by_number.get(&number).or(self.other.as_ref())
    }
}

/// The elements of an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elements {
    /// How many there are.
    pub count: u64,
    /// How far it is from one to the next.
    pub stride: u64,
    /// The variants that their numbers stand for, if they are an enum's or a `bool`'s.
    pub variants: Option<Variants>,
}

/// What is looked for in a static.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// A place in memory, with this number of bytes.
    Bytes(u64),
    /// The lock or other object of std that begins there.
    Whole,
}

impl Layout {
    /// The layout that the program's debug information describes.
    pub fn new(tree: Tree) -> Layout {
        Layout { tree }
    }

    /// The part of a static at this address of the program's image.
    pub fn at(&self, address: u64, sought: Sought) -> Option<Part> {
        let (found, of) = self.tree.statics().find_map(|found| {
            let of = self.tree.entry(found.of)?;
            let size = self.size(of);
            (found.address..found.address + size.max(1))
                .contains(&address)
                .then_some((found, of))
        })?;
        let StaticEntry {
            name,
            address: start,
            ..
        } = found;
        let mut part = Part {
            path: name.clone(),
            variants: None,
        };
        self.descend(of, address - start, sought, &mut part);
        Some(part)
    }

    /// The array of that name, if all that have it agree.
    pub fn array_called(&self, name: &str) -> Option<Elements> {
        let mut all = self.tree.arrays_called(name).map(|array| {
            let (mut element, stride) = (Part::default(), self.stride(array));
            if let Some(of) = array.of.and_then(|of| self.tree.entry(of)) {
                self.descend(of, 0, Sought::Bytes(stride), &mut element);
            }
            Elements {
                count: self.count(array),
                stride,
                variants: element.variants,
            }
        });
        let first = all.next()?;
        all.all(|other| other == first).then_some(first)
    }

    /// What of the locks of that name lies this far from the beginning of what they are known by, called after `lock`; if all
    /// that have the name agree.
    pub fn beside_lock(&self, name: &str, lock: &str, from: i64, sought: Sought) -> Option<Part> {
        let mut all = self.tree.locks_called(name).map(|of| {
            let offset = u64::try_from(self.identity_in(of)? as i64 + from).ok()?;
            let mut part = Part {
                path: lock.to_owned(),
                variants: None,
            };
            if !sought.fits(offset, of.size) {
                return None;
            }
            self.descend(of, offset, sought, &mut part);
            Some(part).filter(|part| !part.path.is_empty())
        });
        let first = all.next()??;
        all.all(|other| other.as_ref() == Some(&first))
            .then_some(first)
    }

    /// Where in a lock that is by which it is known.
    fn identity_in(&self, of: &Entry) -> Option<u64> {
        self.tree
            .children_of_shape(of, Shape::Field)
            .find_map(|field| match of.is_internal(field) {
                true => (field.name == "identity").then_some(field.at),
                false => {
                    let inner = field.of.and_then(|of| self.tree.entry(of))?;
                    let is_raw = inner.name.starts_with("Raw");
                    Some(field.at + self.identity_in(inner).filter(|_| is_raw)?)
                }
            })
    }

    fn size(&self, entry: &Entry) -> u64 {
        match entry.shape {
            Shape::Array => self.stride(entry) * self.count(entry),
            _ => entry.size,
        }
    }

    fn stride(&self, array: &Entry) -> u64 {
        let of = array.of.and_then(|of| self.tree.entry(of));
        of.map_or(0, |of| self.size(of))
    }

    fn count(&self, array: &Entry) -> u64 {
        let counts = self.tree.children(array).map(|range| range.number);
        counts.map(|count| count.unwrap_or(0)).sum()
    }

    /// Adds to `part` what of `entry` lies at `offset`.
    fn descend(&self, entry: &Entry, offset: u64, sought: Sought, part: &mut Part) {
        match entry.shape {
            Shape::Array => self.descend_array(entry, offset, sought, part),
            Shape::Struct => self.descend_struct(entry, offset, sought, part),
            Shape::Enumeration => part.variants = Some(self.constants(entry)),
            Shape::Scalar if entry.name == "bool" => part.variants = Some(Variants::of_bool()),
            _ => {}
        }
    }

    fn descend_array(&self, array: &Entry, offset: u64, sought: Sought, part: &mut Part) {
        let stride = self.stride(array);
        let Some(of) = array.of.and_then(|of| self.tree.entry(of)) else {
            return;
        };
        if stride > 0 && sought.fits(offset % stride, stride) {
            part.path.push_str(&format!("[{}]", offset / stride));
            self.descend(of, offset % stride, sought, part);
        }
    }

    fn descend_struct(&self, entry: &Entry, offset: u64, sought: Sought, part: &mut Part) {
        if sought == Sought::Whole && offset == 0 && entry.is_synchronisation() {
            return;
        }
        if entry.name == "AtomicBool" {
            part.variants = Some(Variants::of_bool());
            return;
        }
        if let Some(variants) = self.tree.children_of_shape(entry, Shape::Variants).next() {
            self.descend_enum(variants, offset, sought, part);
            return;
        }
        let inside = |field: &&Entry| self.holds(field, offset, sought);
        let mut fields = self
            .tree
            .children_of_shape(entry, Shape::Field)
            .filter(inside);
        // The fields of a union lie on each other.
        if let (Some(field), None) = (fields.next(), fields.next()) {
            if entry.is_internal(field) {
                part.path.clear();
                return;
            }
            if let Some(name) = entry.name_of_field(field) {
                part.path.push_str(&format!(".{name}"));
            }
            let begun = part.path.len();
            self.follow(field, offset, sought, part);
            if entry.is_filled_once() {
                let inner = part.path.split_off(begun);
                part.path
                    .push_str(inner.strip_prefix(".Some").unwrap_or(&inner));
            }
        }
    }

    /// The discriminant has the name of the enum. What a variant holds has the variant's name after that.
    fn descend_enum(&self, variants: &Entry, offset: u64, sought: Sought, part: &mut Part) {
        let number = variants.discriminant.and_then(|of| self.tree.entry(of));
        let payload = self
            .tree
            .children_of_shape(variants, Shape::Variant)
            .flat_map(|variant| self.tree.children_of_shape(variant, Shape::Field))
            .filter_map(|variant| Some((variant, self.tree.entry(variant.of?)?)))
            .find(|(_, of)| {
                let mut fields = self.tree.children_of_shape(of, Shape::Field);
                fields.any(|field| self.holds(field, offset, sought))
            });
        if number.is_some_and(|number| self.holds(number, offset, sought)) {
            part.variants = Some(self.variants(variants));
        } else if let Some((variant, of)) = payload {
            part.path.push_str(&format!(".{}", variant.name));
            let mut fields = self.tree.children_of_shape(of, Shape::Field);
            match (fields.next(), fields.next()) {
                // Of a single field, such as that of `Some`, the number is not shown.
                (Some(field), None) => self.follow(field, offset, sought, part),
                _ => self.descend_struct(of, offset, sought, part),
            }
        }
    }

    fn follow(&self, field: &Entry, offset: u64, sought: Sought, part: &mut Part) {
        if let Some(of) = field.of.and_then(|of| self.tree.entry(of)) {
            self.descend(of, offset - field.at, sought, part);
        }
    }

    fn holds(&self, field: &Entry, offset: u64, sought: Sought) -> bool {
        let of = field.of.and_then(|of| self.tree.entry(of));
        let size = of.map_or(0, |of| self.size(of));
        offset >= field.at && sought.fits(offset - field.at, size)
    }

    fn variants(&self, variants: &Entry) -> Variants {
        let mut found = Variants::default();
        for variant in self.tree.children_of_shape(variants, Shape::Variant) {
            let mut fields = self.tree.children_of_shape(variant, Shape::Field);
            let Some(named) = fields.next() else { continue };
            let of = named.of.and_then(|of| self.tree.entry(of));
            let is_empty = of.is_none_or(|of| {
                self.tree
                    .children_of_shape(of, Shape::Field)
                    .next()
                    .is_none()
            });
            let found_variant = Variant {
                name: named.name.clone(),
                holds: if is_empty {
                    Held::Nothing
                } else {
                    Held::Unknown
                },
            };
            match variant.number {
                Some(number) => {
                    found.by_number.insert(number, found_variant);
                }
                None => found.other = Some(found_variant),
            }
        }
        found
    }

    fn constants(&self, enumeration: &Entry) -> Variants {
        let constants = self.tree.children_of_shape(enumeration, Shape::Constant);
        Variants {
            by_number: constants
                .filter_map(|constant| {
                    Some((constant.number?, Variant::without_fields(&constant.name)))
                })
                .collect(),
            other: None,
        }
    }
}

impl Sought {
    /// Whether it fits into something of `size` bytes, from `offset` on.
    fn fits(self, offset: u64, size: u64) -> bool {
        match self {
            Sought::Bytes(bytes) => offset + bytes.max(1) <= size,
            Sought::Whole => offset < size,
        }
    }
}
