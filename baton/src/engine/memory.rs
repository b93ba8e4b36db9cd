//! Memory: the compiler's callbacks before plain accesses, and which places more than one task has used.
//!
//! Most accesses are to memory that one task alone uses. They are no steps: only the last read and the last write of the
//! owner are kept, and told ([`crate::protocol::Earlier`]) when a second task comes. From then on each access is a step.
//! Statics are steps as soon as the process has two tasks. This loses no data race and no order that matters: until a
//! second task comes, nobody can tell when the owner's accesses happened; and if one of them was not ordered with the second
//! task's first, that itself is a data race. What it could lose is an outcome: the owner cannot be interrupted between
//! accesses that are no steps. So places that a first execution found shared ([`foreseen`]) are steps from the start.

mod foreseen;
mod table;

use ::std::cell::UnsafeCell;

use crate::protocol::{ObjectId, ObjectKind, Op};

use super::arena;
use super::heap;
use super::state::{self, EarlierRecord, Innermost, Intent, MAX_EARLIER, State};
use super::task::{self, OpenStore};
use super::turn;
use table::{Last, Spot, Spots};

pub(crate) use foreseen::foresee;

unsafe extern "C" {
    static __executable_start: u8;
    static __data_start: u8;
    static _end: u8;
}

/// The offset of a code or data address in the program's image; 0 outside of it.
pub(crate) fn image_offset(address: usize) -> u32 {
    let start = &raw const __executable_start as usize;
    let end = &raw const _end as usize;
    if address > start && address < end {
        (address - start) as u32
    } else {
        0
    }
}

fn is_static(address: usize) -> bool {
    address >= &raw const __data_start as usize
        && address < &raw const _end as usize
        && !arena::contains(address)
}

/// Whether nobody can write there: constants, tables of functions.
pub(crate) fn is_constant(address: usize) -> bool {
    address >= &raw const __executable_start as usize && address < &raw const __data_start as usize
}

/// As `image_offset`, for statics only.
pub(crate) fn static_offset(address: usize) -> u32 {
    if is_static(address) {
        image_offset(address)
    } else {
        0
    }
}

/// What lies there, at most 8 bytes of it.
///
/// # Safety
/// The address is readable for `size` bytes.
pub(crate) unsafe fn peek(address: usize, size: u8) -> u64 {
    // SAFETY: the caller's; volatile, because the program's own accesses to it are none of ours.
    unsafe {
        match size {
            1 => u64::from((address as *const u8).read_volatile()),
            2 => u64::from((address as *const u16).read_unaligned()),
            4 => u64::from((address as *const u32).read_unaligned()),
            _ => (address as *const u64).read_unaligned(),
        }
    }
}

struct Table(UnsafeCell<Spots>);

// SAFETY: touched by the holder of the baton only, and each process has its own.
unsafe impl Sync for Table {}

static TABLE: Table = Table(UnsafeCell::new(Spots::EMPTY));

/// What is to be done about an access.
enum Verdict {
    Ignore,
    Step(ObjectId),
}

struct Access {
    address: usize,
    size: u8,
    write: bool,
    atomic: bool,
    frames: Innermost,
}

/// Books an access in the table.
fn visit(me: u8, access: &Access) -> Verdict {
    // SAFETY: this thread holds the baton; the reference ends with this function, which calls nothing that comes back.
    let table = unsafe { &mut *TABLE.0.get() };
    // SAFETY: as above, for the state.
    let state = unsafe { state::held() };
    let process = task::process();
    // Whole values are copied without a callback, so who allocated counts as who wrote first.
    let owner = heap::owner(access.address).unwrap_or(me);
    let Some(spot) = table.find(access.address, owner) else {
        if access.atomic {
            state.stop_at_limit("places in memory");
        }
        return Verdict::Ignore;
    };
    let two_tasks = state.processes[process as usize].alive > 1;
    let visible = spot.shared
        || access.atomic
        || spot.owner != me
        || (two_tasks && (spot.foreseen || is_static(access.address)));
    if !visible {
        let last = Last {
            size: access.size,
            after: state.step_count,
            frames: access.frames,
        };
        *(if access.write {
            &mut spot.write
        } else {
            &mut spot.read
        }) = last;
        return Verdict::Ignore;
    }
    if spot.object == 0 {
        let Some(object) = state.add_object(ObjectKind::Memory, process, None) else {
            return Verdict::Ignore;
        };
        state.object(object).address = static_offset(access.address);
        state.object(object).number = access.address as u64;
        spot.object = object + 1;
    }
    if !spot.shared {
        spot.shared = true;
        tell_earlier(state, spot);
    }
    Verdict::Step(spot.object - 1)
}

/// What the only one so far did there.
fn tell_earlier(state: &mut State, spot: &Spot) {
    for (write, last) in [(false, spot.read), (true, spot.write)] {
        let count = state.earlier_count as usize;
        if last.size > 0 && count < MAX_EARLIER {
            state.earlier[count] = EarlierRecord {
                task: spot.owner,
                write,
                size: last.size,
                object: spot.object - 1,
                after: last.after,
                frames: last.frames,
            };
            state.earlier_count += 1;
        }
    }
}

/// The object that an atomic at this address is.
pub(crate) fn atomic_object(me: u8, address: usize, size: u8, write: bool) -> Option<ObjectId> {
    match visit(
        me,
        &Access {
            address,
            size,
            write,
            atomic: true,
            frames: [0; 4],
        },
    ) {
        Verdict::Step(object) => Some(object),
        Verdict::Ignore => None,
    }
}

/// Called before each plain access, with the address of the access, the return address of the callback, the frame
/// pointer of its caller, and the kind: bytes, plus 256 for a store.
extern "C" fn on_access(address: usize, back: usize, frame: usize, kind: u32) {
    let Some(me) = task::observed() else { return };
    // SAFETY: a task that runs holds the baton; nothing else of the state is borrowed here.
    unsafe { state::held() }.task(me).accesses += 1;
    task::close_store();
    if (task::owns_stack_at(address) && !task::shares_its_stack()) || is_constant(address) {
        return;
    }
    let (size, write) = (kind as u8, kind >= 256);
    let frames = task::innermost(back, frame);
    let Verdict::Step(object) = visit(
        me,
        &Access {
            address,
            size,
            write,
            atomic: false,
            frames,
        },
    ) else {
        return;
    };
    let op = if write { Op::PlainWrite } else { Op::PlainRead };
    let Some(mut turn) = turn::take(Intent {
        size,
        frames: task::padded(frames),
        ..Intent::bare(op, object)
    }) else {
        return;
    };
    if write {
        task::open_store(OpenStore {
            step: turn.index(),
            address,
            size,
        });
    } else {
        // SAFETY: the program is about to read there itself.
        let value = unsafe { peek(address, size) };
        turn.read(value);
    }
}

/// The frame pointer of the function that this is inlined into.
#[inline(always)]
pub(crate) fn frame_pointer() -> usize {
    let frame: usize;
    // SAFETY: reads one register.
    unsafe {
        #[cfg(target_arch = "x86_64")]
        ::core::arch::asm!("mov {}, rbp", out(reg) frame, options(nomem, nostack, preserves_flags));
        #[cfg(target_arch = "aarch64")]
        ::core::arch::asm!("mov {}, x29", out(reg) frame, options(nomem, nostack, preserves_flags));
    }
    frame
}

macro_rules! callbacks {
    ($($name:ident $kind:literal)*) => {$(
        #[doc(hidden)]
        #[unsafe(no_mangle)]
        #[unsafe(naked)]
        pub extern "C" fn $name(_address: usize) {
            #[cfg(target_arch = "x86_64")]
            ::core::arch::naked_asm!(
                "mov rsi, [rsp]",
                "mov rdx, rbp",
                "mov ecx, {kind}",
                "jmp {body}",
                kind = const $kind,
                body = sym on_access,
            );
            #[cfg(target_arch = "aarch64")]
            ::core::arch::naked_asm!(
                "mov x1, x30",
                "mov x2, x29",
                "mov w3, {kind}",
                "b {body}",
                kind = const $kind,
                body = sym on_access,
            );
        }
    )*};
}

callbacks! {
    __sanitizer_cov_load1 1
    __sanitizer_cov_load2 2
    __sanitizer_cov_load4 4
    __sanitizer_cov_load8 8
    __sanitizer_cov_load16 16
    __sanitizer_cov_store1 257
    __sanitizer_cov_store2 258
    __sanitizer_cov_store4 260
    __sanitizer_cov_store8 264
    __sanitizer_cov_store16 272
}

#[doc(hidden)]
#[unsafe(no_mangle)]
pub extern "C" fn __sanitizer_cov_trace_pc_guard(_guard: *const u32) {}

#[doc(hidden)]
#[unsafe(no_mangle)]
pub extern "C" fn __sanitizer_cov_trace_pc_guard_init(_start: *const u32, _stop: *const u32) {}

/// Memory is freed: whoever gets it next is not its old user.
pub(crate) fn forget(address: usize, size: usize) {
    task::close_store();
    // SAFETY: called by a task, and a task that runs holds the baton.
    unsafe { (*TABLE.0.get()).forget(address, size) };
}
