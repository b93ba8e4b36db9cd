//! With how few preemptions a game can be won. Pure.

use std::collections::{HashMap, VecDeque};

use super::{Act, Game, Moment, Move};

/// Whether moves count that need luck: spurious wakeups, stale reads and crashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Luck {
    Yes,
    No,
}

impl Game {
    /// The fewest preemptions on a way to each moment, by who has gone last: what is preempted depends on that.
    pub(super) fn least(&self, luck: Luck) -> HashMap<(usize, usize), u32> {
        let start = (0, 0);
        let mut least = HashMap::from([(start, 0)]);
        let mut queue = VecDeque::from([start]);
        while let Some((at, last)) = queue.pop_front() {
            let Some(moment) = self.moments.get(at) else {
                continue;
            };
            let preemptions = least[&(at, last)];
            for Move(act, to) in &moment.moves {
                let act = &self.acts[*act];
                let Some(to) = to.filter(|_| luck == Luck::Yes || !act.odd) else {
                    continue;
                };
                let preempts = self.preempts(moment, last, act);
                let next = (to, act.thread);
                let cost = preemptions + u32::from(preempts);
                if least.get(&next).is_some_and(|known| *known <= cost) {
                    continue;
                }
                least.insert(next, cost);
                match preempts {
                    true => queue.push_back(next),
                    false => queue.push_front(next),
                }
            }
        }
        least
    }

    /// The fewest of these on a way to a moment in which the program has failed.
    pub(super) fn fewest(&self, least: &HashMap<(usize, usize), u32>) -> Option<u32> {
        let failed = least.iter().filter(|((at, _), _)| {
            let moment = self.moments.get(*at);
            moment.is_some_and(|moment| self.has_failed(moment))
        });
        failed.map(|(_, preemptions)| *preemptions).min()
    }

    /// The fewest preemptions with which a move can be made whose moment is left out.
    pub(super) fn left_out(&self, least: &HashMap<(usize, usize), u32>) -> Option<u32> {
        let cut = least.iter().flat_map(|((at, last), preemptions)| {
            let moment = self.moments.get(*at);
            let moves = moment.into_iter().flat_map(move |moment| {
                let cut = moment.moves.iter().filter(|Move(_, to)| to.is_none());
                cut.map(move |Move(act, _)| self.preempts(moment, *last, &self.acts[*act]))
            });
            moves.map(move |preempts| preemptions + u32::from(preempts))
        });
        cut.min()
    }

    /// Whether a move preempts the thread that has gone last.
    fn preempts(&self, moment: &Moment, last: usize, act: &Act) -> bool {
        let stands = moment.threads.get(last).map(|stand| &self.stands[*stand]);
        act.thread != last && stands.is_some_and(|stand| stand.ready)
    }

    fn has_failed(&self, moment: &Moment) -> bool {
        let ended = moment.end.as_ref().is_some_and(|end| end.failed);
        ended || (self.race_is_failure && moment.race.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{End, Stand};
    use super::*;

    /// Two threads. The first moves are 0 and 1, of these threads; the next two are the same, with luck.
    fn game(moments: Vec<Moment>) -> Game {
        let act = |(thread, odd)| Act {
            thread,
            does: 0,
            line: None,
            odd,
        };
        let stand = |ready| Stand {
            says: 0,
            line: None,
            ready,
        };
        Game {
            threads: Vec::new(),
            shared: Vec::new(),
            texts: Vec::new(),
            acts: [(0, false), (1, false), (0, true), (1, true)]
                .map(act)
                .to_vec(),
            stands: [false, true].map(stand).to_vec(),
            moments,
            par: None,
            race_is_failure: false,
            left_out_from: None,
        }
    }

    fn moment(ready: [bool; 2], moves: &[(usize, usize)], failed: bool) -> Moment {
        Moment {
            moves: moves
                .iter()
                .map(|(act, to)| Move(*act, Some(*to)))
                .collect(),
            threads: ready.map(usize::from).to_vec(),
            values: Vec::new(),
            race: None,
            end: failed.then(|| End {
                failed,
                words: String::new(),
                cycle: Vec::new(),
            }),
        }
    }

    const BOTH: [bool; 2] = [true, true];

    #[test]
    fn the_way_with_the_fewest_preemptions_counts_also_if_it_is_longer() {
        let mut moments = vec![
            moment(BOTH, &[(1, 3), (0, 1)], false),
            moment([false, true], &[(1, 2)], false),
            moment([false, true], &[(1, 3)], false),
            moment(BOTH, &[], true),
        ];
        let fewest = |moments: &[Moment]| {
            let game = game(moments.to_vec());
            game.fewest(&game.least(Luck::No))
        };
        assert_eq!(fewest(&moments), Some(0));
        moments[0].moves.truncate(1);
        assert_eq!(fewest(&moments), Some(1));
        moments[0].moves.clear();
        assert_eq!(fewest(&moments), None);
    }

    #[test]
    fn what_needs_luck_counts_only_if_it_may() {
        let game = game(vec![
            moment(BOTH, &[(2, 1)], false),
            moment(BOTH, &[], true),
        ]);
        assert_eq!(game.fewest(&game.least(Luck::No)), None);
        assert_eq!(game.fewest(&game.least(Luck::Yes)), Some(0));
    }

    #[test]
    fn what_is_left_out_is_known_by_the_fewest_preemptions_that_lead_there() {
        let mut moments = vec![
            moment(BOTH, &[(0, 1)], false),
            moment(BOTH, &[(0, 2), (1, 2)], false),
            moment(BOTH, &[], false),
        ];
        let left_out = |moments: &[Moment]| {
            let game = game(moments.to_vec());
            game.left_out(&game.least(Luck::Yes))
        };
        assert_eq!(left_out(&moments), None);
        moments[1].moves[1].1 = None;
        assert_eq!(left_out(&moments), Some(1));
        moments[1].moves[0].1 = None;
        assert_eq!(left_out(&moments), Some(0));
    }
}
