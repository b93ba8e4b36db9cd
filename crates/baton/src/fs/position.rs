//! Reading and writing at a place in a file, whatever its offset.

use ::std::io;
use ::std::os::unix::fs::FileExt;
use ::std::panic::Location;

use super::file::{File, Said, finish, raise};
use crate::engine::state::Caller;
use protocol::Op;

impl FileExt for File {
    #[track_caller]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        read(self, buffer, offset, Location::caller())
    }

    #[track_caller]
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        write(self, bytes, offset, Location::caller())
    }
}

#[inline(never)]
fn read(file: &File, buffer: &mut [u8], offset: u64, place: Caller) -> io::Result<usize> {
    let mut turn = file.turn(Op::FileRead, place);
    let result = file.real().read_at(buffer, offset);
    let result = result.map(|count| raise(&mut turn, &mut buffer[..count]));
    finish(turn, result, |count| Said::Read(&buffer[..*count]))
}

#[inline(never)]
fn write(file: &File, bytes: &[u8], offset: u64, place: Caller) -> io::Result<usize> {
    let turn = file.turn(Op::FileWrite, place);
    let result = file.real().write_at(bytes, offset);
    finish(turn, result, |count| Said::Written {
        bytes: &bytes[..*count],
        at: offset,
    })
}
