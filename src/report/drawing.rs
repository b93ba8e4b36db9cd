//! Draws an interleaving.
use super::Columns;
use crate::check::verdict::Kind;
use crate::explore::interleaving::Interleaving;
/// How to draw.
#[derive(Clone, Copy)]
pub struct Style {
    /// x
    pub width: Columns,
}
impl Default for Style {
    fn default() -> Style {
        Style { width: Columns(80) }
    }
}
/// Draws.
pub fn draw(_kind: &Kind, told: &Interleaving, _style: Style) -> String {
    use std::fmt::Write;
    let mut t = String::new();
    for (n, e) in told.events.iter().enumerate() {
        let _ = writeln!(t, "{n:3} {:10} {:?} {} {:?}/{:?} {} L{:?} {:?} {}", told.name(e.actor), e.op, e.object, e.read, e.written, if e.succeeded {""} else {"failed"}, e.line, e.switch, e.line.map_or("", |l| told.source.line(l)));
    }
    let _ = writeln!(t, "{:?}\n{:?}\n{:?}\n{}", told.decisive, told.waits, told.cycle, told.schedule);
    t
}
