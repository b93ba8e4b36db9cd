//! Where there is no executor, there is none to be stopped either.

use ::std::io;
use ::std::process::Child;
use ::std::time::Duration;

use super::Gone;

pub(crate) fn do_not_block<P>(_pipe: &P) -> io::Result<()> {
    Ok(())
}

pub(crate) fn is_readable_within<P>(_pipe: &P, _time: Duration) -> io::Result<bool> {
    Ok(true)
}

pub(crate) fn stopped_by(_child: &Child) -> Option<i32> {
    None
}

pub(crate) fn end_within(child: &mut Child, _time: Duration) -> Option<Gone> {
    let code = child.wait().ok()?.code();
    Some(Gone::Exited {
        code: code.unwrap_or(1),
    })
}
