//! Other programs that are run: looking for their files is a part of that. Pure.

use protocol::Op;

use super::Event;

/// Whether the event runs a program that is not explored.
pub fn runs_another(event: &Event) -> bool {
    event.op == Op::ProcessSpawn && event.object_id.is_none()
}

/// Marks the looks at paths in which the program was looked for.
pub(super) fn find(events: &mut [Event]) {
    for at in 0..events.len() {
        let (before, rest) = events.split_at_mut(at);
        let Some(runs) = rest.first().filter(|event| runs_another(event)) else {
            continue;
        };
        let own = before.iter_mut().rev();
        let looks = own
            .filter(|event| event.actor == runs.actor)
            .take_while(|event| event.op == Op::PathRead && event.line == runs.line);
        looks.for_each(|event| event.inside = true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naming::actors::ActorId;

    #[test]
    fn only_the_looks_just_before_a_program_is_run_are_a_part_of_that() {
        let step = |op, line| Event {
            actor: ActorId::new(1),
            line: Some(line),
            ..Event::bare(op)
        };
        let looks = |line| step(Op::PathRead, line);
        let mut events = vec![
            looks(3),
            looks(4),
            looks(4),
            step(Op::ProcessSpawn, 4),
            looks(4),
        ];
        find(&mut events);
        let inside: Vec<bool> = events.iter().map(|event| event.inside).collect();
        assert_eq!(inside, [false, true, true, false, false]);
    }
}
