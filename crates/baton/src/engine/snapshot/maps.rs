//! What the kernel says of a process's memory (proc_pid_maps(5)).

/// A part of memory that this process alone has, and can write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) is_of_a_file: bool,
    /// The stack that the process began on.
    pub(super) is_stack: bool,
}

impl Area {
    pub(super) fn length(&self) -> usize {
        self.end - self.start
    }

    /// The whole of it; where it is of a file, parts of so many bytes at the most: that nothing has used a page of these does not
    /// say that nothing is there.
    pub(super) fn parts(self, most: usize) -> impl Iterator<Item = Area> {
        let size = match self.is_of_a_file {
            true => most,
            false => self.length(),
        };
        let starts = (self.start..self.end).step_by(size);
        starts.map(move |start| Area {
            start,
            end: (start + size).min(self.end),
            ..self
        })
    }
}

/// Those of the text, without an allocation.
pub(super) fn private_areas(text: &[u8]) -> impl Iterator<Item = Area> {
    text.split(|byte| *byte == b'\n').filter_map(area)
}

fn area(line: &[u8]) -> Option<Area> {
    let mut words = line
        .split(|byte| *byte == b' ')
        .filter(|word| !word.is_empty());
    let mut ends = words.next()?.split(|byte| *byte == b'-');
    let (start, end) = (hexadecimal(ends.next()?)?, hexadecimal(ends.next()?)?);
    let rights = words.next()?;
    let file = words.nth(2)?;
    let is_ours = rights.starts_with(b"rw") && rights.ends_with(b"p");
    is_ours.then_some(Area {
        start,
        end,
        is_of_a_file: file != b"0",
        is_stack: words.next() == Some(b"[stack]"),
    })
}

fn hexadecimal(digits: &[u8]) -> Option<usize> {
    usize::from_str_radix(::std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_this_process_alone_can_write_is_found() {
        let text = b"\
555555554000-555555580000 r--p 00000000 00:2a 17   /tmp/a program\n\
5555555f0000-5555555f8000 rw-p 0009c000 00:2a 17   /tmp/a program\n\
5555555f8000-555555700000 rw-p 00000000 00:00 0    [heap]\n\
7ffff0000000-7ffff1000000 rw-s 00000000 00:01 2048 /dev/zero (deleted)\n\
7ffff1000000-7ffff1001000 ---p 00000000 00:00 0 \n\
7ffff1001000-7ffff1003000 rw-p 00000000 00:00 0 \n\
7ffffffde000-7ffffffff000 rw-p 00000000 00:00 0    [stack]\n";
        let found: Vec<_> = private_areas(text).collect();
        let area = |start, end, is_of_a_file, is_stack| Area {
            start,
            end,
            is_of_a_file,
            is_stack,
        };
        let expected = [
            area(0x5555_555f_0000, 0x5555_555f_8000, true, false),
            area(0x5555_555f_8000, 0x5555_5570_0000, false, false),
            area(0x7fff_f100_1000, 0x7fff_f100_3000, false, false),
            area(0x7fff_fffd_e000, 0x7fff_ffff_f000, false, true),
        ];
        assert_eq!(found, expected);
        let parts = found.iter().flat_map(|area| area.parts(0x5000));
        let [file, ..] = expected;
        let cut = file.start + 0x5000;
        let parts_of_file = [Area { end: cut, ..file }, Area { start: cut, ..file }];
        let whole = expected[1..].iter().copied();
        assert!(parts.eq(parts_of_file.into_iter().chain(whole)));
    }
}
