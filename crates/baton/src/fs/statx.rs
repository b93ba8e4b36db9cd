//! Looks at the disk that std's own code makes: `Path::exists`, `Path::is_file`, `Path::metadata` and the like.
//!
//! All of them end in the C library's `statx`, which this stands in for: one step where a task asks for a path, the plain
//! system call for everything else. A std that asks otherwise makes no step, and works as well.

use ::std::ffi::{CStr, OsStr, c_char, c_int, c_uint};
use ::std::os::unix::ffi::OsStrExt;
use ::std::path::Path;

use super::names;
use crate::engine::state::Intent;
use crate::engine::turn::Turn;
use crate::engine::{frames, system, task, turn};
use protocol::Op;

/// As statx(2). It only finds out where its caller's frame is, which says whose line this is.
///
/// # Safety
/// As the system call's.
#[doc(hidden)]
#[unsafe(no_mangle)]
#[unsafe(naked)]
pub unsafe extern "C" fn statx(
    _folder: c_int,
    _path: *const c_char,
    _flags: c_int,
    _mask: c_uint,
    _data: *mut libc::statx,
) -> c_int {
    #[cfg(target_arch = "x86_64")]
    ::core::arch::naked_asm!("mov r9, rbp", "jmp {body}", body = sym look);
    #[cfg(target_arch = "aarch64")]
    ::core::arch::naked_asm!("mov x5, x29", "b {body}", body = sym look);
}

unsafe extern "C" fn look(
    folder: c_int,
    path: *const c_char,
    flags: c_int,
    mask: c_uint,
    data: *mut libc::statx,
    frame: usize,
) -> c_int {
    let by_path = folder == libc::AT_FDCWD && !path.is_null();
    let turn = if by_path && task::observed().is_some() {
        // SAFETY: the caller's: a path ends with NUL.
        begin(unsafe { CStr::from_ptr(path) }, frame)
    } else {
        None
    };
    // SAFETY: the caller's.
    let result = unsafe {
        system::call(
            libc::SYS_statx,
            [
                folder as usize,
                path as usize,
                flags as usize,
                mask as usize,
                data as usize,
            ],
        )
    };
    if let Some(mut turn) = turn {
        if result == 0 {
            // SAFETY: the system call has filled it in.
            turn.read(unsafe { (*data).stx_size });
        } else {
            turn.failed();
        }
    }
    system::told_as_a_library_does(result) as c_int
}

fn begin(path: &CStr, frame: usize) -> Option<Turn> {
    let path = Path::new(OsStr::from_bytes(path.to_bytes()));
    let intent = Intent {
        second: names::file_behind(path),
        frames: frames::frames_from(frame),
        ..Intent::bare(Op::PathRead, names::path_object(path))
    };
    let mut turn = turn::take(intent)?;
    if turn.others_went() {
        turn.step().intent.second = names::file_now_behind(&mut turn, path);
    }
    Some(turn)
}
