//! The program's own statics and their types, as its debug information describes them. Other crates' statics are left out.

use std::borrow::Cow;
use std::collections::HashMap;

use gimli::{
    AttributeValue, DebuggingInformationEntry, DwAt, DwTag, DwarfSections, EndianSlice, Operation,
    RunTimeEndian, SectionId, UnitRef, constants,
};
use object::{Object, ObjectSection};

type Slice<'a> = EndianSlice<'a, RunTimeEndian>;

/// An `Arc` leads to its array through so many types, at the most.
const DEEPEST: usize = 8;

/// A type, or a part of one.
#[derive(Debug)]
pub struct Entry {
    /// What it is.
    pub shape: Shape,
    /// Its name; that of a generic type includes its arguments.
    pub name: String,
    /// The type of a field, or of an array's elements.
    pub of: Option<Id>,
    /// The offset of a field in the type that has it.
    pub at: u64,
    /// How many bytes a type has; 0 for all but types.
    pub size: u64,
    /// The discriminant of a variant, or the length of an array.
    pub number: Option<u64>,
    /// The field that holds the discriminant, if the entry has variants.
    pub discriminant: Option<Id>,
    /// Whether the program's own crate declares it, or whether it is a tuple.
    is_own: bool,
    children: Vec<Id>,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A struct, a tuple, or an enum that holds something.
    Struct,
    /// All variants of an enum that holds something.
    Variants,
    /// One of these variants.
    Variant,
    /// A field.
    Field,
    /// An array.
    Array,
    /// How long an array is.
    Range,
    /// An enum that holds nothing.
    Enumeration,
    /// A variant of an enum that holds nothing.
    Constant,
    /// A number, a pointer or the like.
    Scalar,
}

/// The place of an entry: its unit's number, and its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Id(usize, usize);

/// A static.
#[derive(Debug)]
pub struct StaticEntry {
    /// Its name, without a path.
    pub name: String,
    /// Where it begins in the program's image.
    pub address: u64,
    /// Its type.
    pub of: Id,
}

/// The statics, the variables and their types.
#[derive(Debug, Default)]
pub struct Tree {
    entries: HashMap<Id, Entry>,
    statics: Vec<StaticEntry>,
    /// Names and types of variables that are no statics.
    variables: Vec<(String, Id)>,
}

impl Entry {
    /// The name by which code can use the field; `None` for most private fields of std.
    pub fn name_of_field<'a>(&self, field: &'a Entry) -> Option<&'a str> {
        let of_std = ["len", "cap", "ptr", "head", "tail", "borrow"];
        let name = field.name.strip_prefix("__").unwrap_or(&field.name);
        (self.is_own || of_std.contains(&name)).then_some(name)
    }

    /// Whether the field is part of the lock itself, by its name, and not of the data that it guards.
    pub fn is_internal(&self, field: &Entry) -> bool {
        !self.is_own && ["identity", "poison", "again"].contains(&field.name.as_str())
    }

    /// Whether it is a cell of std that is written once, and has a private `Option` inside.
    pub fn is_filled_once(&self) -> bool {
        let name = self.name.split('<').next().unwrap_or_default();
        !self.is_own && ["OnceLock", "LazyLock"].contains(&name)
    }

    /// Whether it is a lock of std, with a value.
    fn is_lock(&self) -> bool {
        let name = self.name.split('<').next().unwrap_or_default();
        self.shape == Shape::Struct && !self.is_own && ["Mutex", "RwLock"].contains(&name)
    }

    /// Whether it is a lock, or another type of std with which threads wait for each other.
    pub fn is_synchronisation(&self) -> bool {
        let name = self.name.split('<').next().unwrap_or_default();
        let known = [
            "Mutex", "RwLock", "Condvar", "Barrier", "Once", "OnceLock", "LazyLock",
        ];
        !self.is_own && known.contains(&name)
    }
}

/// The order of the bytes in a program's file.
pub fn endian_of(file: &object::File<'_>) -> RunTimeEndian {
    match file.is_little_endian() {
        true => RunTimeEndian::Little,
        false => RunTimeEndian::Big,
    }
}

impl Tree {
    /// Reads the units of the crate with that name.
    pub fn of(file: &object::File<'_>, of_crate: &str) -> Option<Tree> {
        let endian = endian_of(file);
        let load = |id: SectionId| -> Result<Cow<'_, [u8]>, object::Error> {
            let section = file.section_by_name(id.name());
            section.map_or(Ok(Cow::default()), |section| section.uncompressed_data())
        };
        let sections = DwarfSections::load(load).ok()?;
        let dwarf = sections.borrow(|section| EndianSlice::new(section, endian));
        let mut tree = Tree::default();
        let mut units = dwarf.units();
        let mut number = 0;
        while let Ok(Some(header)) = units.next() {
            let Ok(unit) = dwarf.unit(header) else {
                continue;
            };
            let name = unit.name.map(|name| name.to_string_lossy());
            if name.is_some_and(|name| name.contains(&format!("/@/{of_crate}."))) {
                number += 1;
                tree.read(unit.unit_ref(&dwarf), number, of_crate);
            }
        }
        Some(tree)
    }

    /// The statics, in no order.
    pub fn statics(&self) -> impl Iterator<Item = &StaticEntry> {
        self.statics.iter()
    }

    /// The arrays that a variable or a field of this name is, or leads to: `flags: Arc<[AtomicBool; 2]>`.
    pub fn arrays_called<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.called(name, |entry| entry.shape == Shape::Array)
    }

    /// The locks that a variable or a field of this name is, or leads to.
    pub fn locks_called<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.called(name, Entry::is_lock)
    }

    fn called<'a>(
        &'a self,
        name: &'a str,
        is_it: fn(&Entry) -> bool,
    ) -> impl Iterator<Item = &'a Entry> {
        let fields = self.entries.values().filter_map(move |entry| {
            let is_it = entry.shape == Shape::Field && entry.is_own && entry.name == name;
            entry.of.filter(|_| is_it)
        });
        let variables = self.variables.iter();
        let variables = variables.filter_map(move |(called, of)| (called == name).then_some(*of));
        fields
            .chain(variables)
            .filter_map(move |of| self.one_in(of, is_it, DEEPEST))
    }

    /// What something of this type is, or holds where code need not name what holds it.
    fn one_in(&self, of: Id, is_it: fn(&Entry) -> bool, depth: usize) -> Option<&Entry> {
        let entry = self.entry(of)?;
        match entry.shape {
            _ if is_it(entry) => Some(entry),
            _ if depth == 0 || entry.is_own => None,
            Shape::Scalar | Shape::Array => self.one_in(entry.of?, is_it, depth - 1),
            Shape::Struct => {
                let mut fields = self.children_of_shape(entry, Shape::Field);
                fields.find_map(|field| self.one_in(field.of?, is_it, depth - 1))
            }
            Shape::Variants
            | Shape::Variant
            | Shape::Field
            | Shape::Range
            | Shape::Enumeration
            | Shape::Constant => None,
        }
    }

    /// The entry with that place.
    pub fn entry(&self, id: Id) -> Option<&Entry> {
        self.entries.get(&id)
    }

    /// The parts of an entry.
    pub fn children(&self, of: &Entry) -> impl Iterator<Item = &Entry> {
        of.children.iter().filter_map(|id| self.entries.get(id))
    }

    /// The parts of an entry that have this shape.
    pub fn children_of_shape(&self, of: &Entry, shape: Shape) -> impl Iterator<Item = &Entry> {
        self.children(of).filter(move |child| child.shape == shape)
    }
}

/// An entry around the one that is being read.
struct Around {
    depth: isize,
    id: Id,
    is_own: bool,
}

/// One unit, being read.
struct Reading<'a, 'b> {
    unit: UnitRef<'b, Slice<'a>>,
    number: usize,
    of_crate: &'b str,
}

impl Tree {
    /// Adds the entries of one unit, except those that cannot be read.
    fn read(&mut self, unit: UnitRef<'_, Slice<'_>>, number: usize, of_crate: &str) {
        let reading = Reading {
            unit,
            number,
            of_crate,
        };
        let mut around: Vec<Around> = Vec::new();
        let mut all = unit.entries();
        while let Ok(Some(die)) = all.next_dfs() {
            while around.last().is_some_and(|last| last.depth >= die.depth()) {
                around.pop();
            }
            let id = Id(number, die.offset().0);
            let is_own = match around.len() {
                0 | 1 => reading.begins_own(die),
                _ => around.last().is_some_and(|last| last.is_own),
            };
            if let Some(shape) = shape(die.tag()) {
                let parent = around
                    .last()
                    .and_then(|last| self.entries.get_mut(&last.id));
                if let Some(parent) = parent {
                    parent.children.push(id);
                }
                self.entries.insert(id, reading.entry(die, shape, is_own));
            } else if is_own && is_variable(die.tag()) {
                match reading.found_static(die) {
                    Some(found) => self.statics.push(found),
                    None => self.variables.extend(reading.variable(die)),
                }
            }
            around.push(Around {
                depth: die.depth(),
                id,
                is_own,
            });
        }
    }
}

impl<'a> Reading<'a, '_> {
    fn begins_own(&self, die: &DebuggingInformationEntry<Slice<'a>>) -> bool {
        let name = self.name(die);
        match die.tag() {
            constants::DW_TAG_namespace => name == self.of_crate,
            _ => name.starts_with('('),
        }
    }

    fn entry(
        &self,
        die: &DebuggingInformationEntry<Slice<'a>>,
        shape: Shape,
        is_own: bool,
    ) -> Entry {
        let number = |name| die.attr_value(name).and_then(|value| value.udata_value());
        let count = match shape {
            Shape::Range => constants::DW_AT_count,
            Shape::Constant => constants::DW_AT_const_value,
            _ => constants::DW_AT_discr_value,
        };
        Entry {
            shape,
            name: self.name(die),
            of: self.reference(die, constants::DW_AT_type),
            at: number(constants::DW_AT_data_member_location).unwrap_or(0),
            size: number(constants::DW_AT_byte_size).unwrap_or(0),
            number: number(count),
            discriminant: self.reference(die, constants::DW_AT_discr),
            is_own,
            children: Vec::new(),
        }
    }

    fn found_static(&self, die: &DebuggingInformationEntry<Slice<'a>>) -> Option<StaticEntry> {
        let location = die.attr_value(constants::DW_AT_location)?.exprloc_value()?;
        let mut operations = location.operations(self.unit.encoding());
        let Ok(Some(Operation::Address { address })) = operations.next() else {
            return None;
        };
        Some(StaticEntry {
            name: self.name(die),
            address,
            of: self.reference(die, constants::DW_AT_type)?,
        })
    }

    fn variable(&self, die: &DebuggingInformationEntry<Slice<'a>>) -> Option<(String, Id)> {
        Some((self.name(die), self.reference(die, constants::DW_AT_type)?))
    }

    fn name(&self, die: &DebuggingInformationEntry<Slice<'a>>) -> String {
        let name = die.attr_value(constants::DW_AT_name);
        let name = name.and_then(|name| self.unit.attr_string(name).ok());
        name.map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }

    fn reference(&self, die: &DebuggingInformationEntry<Slice<'a>>, name: DwAt) -> Option<Id> {
        match die.attr_value(name)? {
            AttributeValue::UnitRef(offset) => Some(Id(self.number, offset.0)),
            _ => None,
        }
    }
}

fn is_variable(tag: DwTag) -> bool {
    matches!(
        tag,
        constants::DW_TAG_variable | constants::DW_TAG_formal_parameter
    )
}

fn shape(tag: DwTag) -> Option<Shape> {
    match tag {
        constants::DW_TAG_structure_type | constants::DW_TAG_union_type => Some(Shape::Struct),
        constants::DW_TAG_variant_part => Some(Shape::Variants),
        constants::DW_TAG_variant => Some(Shape::Variant),
        constants::DW_TAG_member => Some(Shape::Field),
        constants::DW_TAG_array_type => Some(Shape::Array),
        constants::DW_TAG_subrange_type => Some(Shape::Range),
        constants::DW_TAG_enumeration_type => Some(Shape::Enumeration),
        constants::DW_TAG_enumerator => Some(Shape::Constant),
        constants::DW_TAG_base_type | constants::DW_TAG_pointer_type => Some(Shape::Scalar),
        _ => None,
    }
}
