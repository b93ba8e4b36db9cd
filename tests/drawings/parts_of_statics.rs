//! Elements, fields and variants are drawn with the names that the code gives them.

use std::sync::Mutex;
use std::thread;

#[derive(Clone, Copy)]
enum Door {
    Open,
    Shut,
}

struct Room {
    seats: [(u8, i64); 2],
    guest: Option<i64>,
    door: Door,
}

static ROOMS: [Mutex<Room>; 2] = [const {
    Mutex::new(Room {
        seats: [(0, 0); 2],
        guest: None,
        door: Door::Shut,
    })
}; 2];

fn enter(at: usize) {
    let mut room = ROOMS[at].lock().unwrap();
    room.seats[1].1 += 1;
    room.guest = Some(7);
    room.door = match room.door {
        Door::Open => Door::Shut,
        Door::Shut => Door::Open,
    };
}

fn main() {
    let visit = thread::spawn(|| enter(0));
    enter(0);
    visit.join().unwrap();
    enter(1);
    let seat = ROOMS[0].lock().unwrap().seats[1];
    assert_eq!(seat.1, 1);
}
