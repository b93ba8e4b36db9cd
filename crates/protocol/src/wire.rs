//! How the protocol's values are laid out as bytes: little endian, in the order of the fields, lists after their length.
//!
//! The bytes have no version: they go through a pipe between two programs that are built from the same sources, and are not
//! stored.

use std::io::{self, Read, Write};

use super::{
    Activity, Decision, Earlier, End, Exchange, Exit, Extent, FRAMES, Limits, Misread, Numbered,
    Object, ObjectId, ObjectKind, Op, Order, Output, Panic, Pending, Place, Policy, Process,
    ProcessId, Reply, Request, Rules, StaleRead, States, Step, StepId, SwitchAt, Task, TaskId,
    TaskSet, UnsharedRead, Variable, Watched,
};

/// Most frames are not larger.
const USUAL_FRAME: usize = 16 << 10;

/// The largest frame that is believed.
const MAX_FRAME: usize = 1 << 28;

/// The bytes were not written by this protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireError;

impl std::fmt::Display for WireError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the executor's bytes are not what its protocol says")
    }
}

impl std::error::Error for WireError {}

/// A value that can go through the pipe.
pub trait Wire: Sized {
    /// Appends the value's bytes.
    fn put(&self, out: &mut Vec<u8>);

    /// Takes the value off the front of the bytes.
    ///
    /// # Errors
    /// `WireError` where the bytes end early or name no value.
    fn get(from: &mut &[u8]) -> Result<Self, WireError>;
}

/// Writes the value with its length in front.
///
/// # Errors
/// Whatever the writer says.
pub fn write_frame<T: Wire>(to: &mut impl Write, value: &T) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(USUAL_FRAME);
    bytes.extend([0; 4]);
    value.put(&mut bytes);
    let length = (bytes.len() - 4) as u32;
    bytes[..4].copy_from_slice(&length.to_le_bytes());
    to.write_all(&bytes)?;
    to.flush()
}

/// Reads what `write_frame` wrote.
///
/// # Errors
/// `UnexpectedEof` where the other side is gone, `InvalidData` where the bytes are not this protocol's.
pub fn read_frame<T: Wire>(from: &mut impl Read) -> io::Result<T> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length) as usize;
    if length > MAX_FRAME {
        return Err(io::Error::new(io::ErrorKind::InvalidData, WireError));
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes)?;
    let mut rest = bytes.as_slice();
    match T::get(&mut rest) {
        Ok(value) if rest.is_empty() => Ok(value),
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, WireError)),
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Wire for $number {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }

            fn get(from: &mut &[u8]) -> Result<Self, WireError> {
                let (bytes, rest) = from.split_first_chunk().ok_or(WireError)?;
                *from = rest;
                Ok(Self::from_le_bytes(*bytes))
            }
        }
    )*};
}

numbers!(u8, u32, u64, u128, i32);

macro_rules! ids {
    ($($name:ident)*) => {$(
        impl Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                self.number().put(out);
            }

            fn get(from: &mut &[u8]) -> Result<Self, WireError> {
                Wire::get(from).map($name::new)
            }
        }
    )*};
}

ids! { TaskId ProcessId ObjectId StepId }

impl Wire for TaskSet {
    fn put(&self, out: &mut Vec<u8>) {
        self.bits().put(out);
    }

    fn get(from: &mut &[u8]) -> Result<Self, WireError> {
        u128::get(from).map(TaskSet::of_bits)
    }
}

impl Wire for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn get(from: &mut &[u8]) -> Result<Self, WireError> {
        match u8::get(from)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(WireError),
        }
    }
}

impl Wire for String {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u32).put(out);
        out.extend_from_slice(self.as_bytes());
    }

    fn get(from: &mut &[u8]) -> Result<Self, WireError> {
        String::from_utf8(Vec::get(from)?).map_err(|_| WireError)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u32).put(out);
        for value in self {
            value.put(out);
        }
    }

    fn get(from: &mut &[u8]) -> Result<Self, WireError> {
        let length = u32::get(from)? as usize;
        // A value takes at least one byte, so a length beyond the rest is a lie; do not reserve for it.
        let mut values = Vec::with_capacity(length.min(from.len()));
        for _ in 0..length {
            values.push(T::get(from)?);
        }
        Ok(values)
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn get(from: &mut &[u8]) -> Result<Self, WireError> {
        Ok(if bool::get(from)? {
            Some(T::get(from)?)
        } else {
            None
        })
    }
}

/// Without the zeros at the end.
impl Wire for [u32; FRAMES] {
    fn put(&self, out: &mut Vec<u8>) {
        let kept = self.split(|number| *number == 0).next().unwrap_or_default();
        (kept.len() as u32).put(out);
        for number in kept {
            number.put(out);
        }
    }

    fn get(from: &mut &[u8]) -> Result<Self, WireError> {
        let mut numbers = [0; FRAMES];
        let kept = u32::get(from)? as usize;
        for number in numbers.get_mut(..kept).ok_or(WireError)? {
            *number = u32::get(from)?;
        }
        Ok(numbers)
    }
}

macro_rules! structs {
    ($($name:ident { $($field:ident),* })*) => {$(
        impl Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$field.put(out);)*
            }

            fn get(from: &mut &[u8]) -> Result<Self, WireError> {
                Ok(Self { $($field: Wire::get(from)?),* })
            }
        }
    )*};
}

structs! {
    Limits { steps, accesses, milliseconds, output, spins, repeats }
    Rules { switch_at, every_step, goes_last, watched, misread, crashes, states }
    StaleRead { step, value, which, fails }
    Exchange { expected, success, failure, weak }
    Watched { task, from, to }
    Misread { task, access, added }
    UnsharedRead { access, frames }
    Output { kept, bytes, hash }
    Variable { name, value }
    Request { environment, decisions, then, rules, limits }
    Reply { end, processor_micros, steps, accesses, earlier, unshared_reads, tasks, processes, objects, pending, cut_off, panics, files, stdout, stderr }
    Step {
        task, op, order, size, succeeded, stale, which, spurious, exchange, tampered, object, second, found, read, written, text, place, frames, enabled, yielding,
        spinning, counting, wakeable, killable, fingerprint, resumed
    }
    Earlier { task, write, size, object, order, after, frames }
    Place { file, line, column }
    Task { name, process, ended, object, accesses, returns_value, detached, sees_time }
    Process { arguments, id, exit, returned, pipes }
    Object { kind, process, address, place, name, capacity, extent, home }
    Extent { start, length }
    Pending { task, op, object, second, place, frames, enabled, spinning, wakeable, killable, fingerprint, resumed, holders }
    Panic { task, message, place, frames, after, caught }
}

macro_rules! numbered_enums {
    ($($name:ident)*) => {$(
        impl Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                out.push(*self as u8);
            }

            fn get(from: &mut &[u8]) -> Result<Self, WireError> {
                $name::of(u8::get(from)?).ok_or(WireError)
            }
        }
    )*};
}

numbered_enums! { Activity Op Order ObjectKind States SwitchAt }

macro_rules! tagged_enums {
    ($($name:ident { $($tag:literal $variant:ident $({ $($field:ident),* })? $(( $inner:ident ))? ;)* })*) => {$(
        impl Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $($name::$variant $({ $($field),* })? $(($inner))? => {
                        out.push($tag);
                        $($($field.put(out);)*)?
                        $($inner.put(out);)?
                    })*
                }
            }

            fn get(from: &mut &[u8]) -> Result<Self, WireError> {
                match u8::get(from)? {
                    $($tag => {
                        $(let $inner = Wire::get(from)?;)?
                        Ok($name::$variant $({ $($field: Wire::get(from)?),* })? $(($inner))?)
                    })*
                    _ => Err(WireError),
                }
            }
        }
    )*};
}

tagged_enums! {
    Exit {
        0 Code(code);
        1 Signal(signal);
    }
    End {
        0 Exited { code };
        1 Signaled { signal };
        2 Deadlock;
        3 Livelock;
        4 StepLimit;
        5 TimeLimit { task, activity };
        6 OutputLimit;
        7 TooMany { what, place, frames };
        8 Diverged { at };
        9 Internal { message };
        10 Unsupported { what, place, frames };
        11 HeldUp;
        12 Stopped { signal };
        13 Damaged;
        14 Undecided;
    }
    Decision {
        0 Run(task);
        1 Wake { step, task };
        2 ReadFrom(read);
        3 Tamper { step, value };
        4 Crash { step, task };
    }
    Policy {
        0 Default;
        1 Stop;
        2 Favour(task);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_comes_back_as_it_went() {
        let request = Request {
            environment: vec![Variable::new("ROUNDS", 2)],
            decisions: vec![
                Decision::Run(TaskId::new(1)),
                Decision::Wake {
                    step: StepId::new(7),
                    task: TaskId::new(2),
                },
                Decision::ReadFrom(StaleRead {
                    step: StepId::new(9),
                    value: u64::MAX,
                    which: 2,
                    fails: true,
                }),
                Decision::Tamper {
                    step: StepId::new(u32::MAX),
                    value: 0,
                },
                Decision::Crash {
                    step: StepId::new(3),
                    task: TaskId::new(127),
                },
            ],
            then: Policy::Favour(TaskId::new(3)),
            rules: Rules {
                switch_at: SwitchAt::Synchronisation,
                goes_last: TaskSet::of(TaskId::new(4)),
                every_step: true,
                watched: Some(Watched {
                    task: TaskId::new(1),
                    from: 3,
                    to: 4,
                }),
                misread: Some(Misread {
                    task: TaskId::new(1),
                    access: 3,
                    added: 1,
                }),
                crashes: true,
                states: States::Traced,
            },
            ..Request::default()
        };
        let mut bytes = Vec::new();
        write_frame(&mut bytes, &request).unwrap();
        assert_eq!(
            read_frame::<Request>(&mut bytes.as_slice()).unwrap(),
            request
        );
    }

    #[test]
    fn bytes_of_another_protocol_are_refused() {
        let refused = read_frame::<Request>(&mut [3u8, 0, 0, 0, 9, 9, 9].as_slice()).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn a_frame_cut_short_is_an_early_end() {
        let cut = read_frame::<Request>(&mut [30u8, 0, 0, 0, 9].as_slice()).unwrap_err();
        assert_eq!(cut.kind(), io::ErrorKind::UnexpectedEof);
    }
}
