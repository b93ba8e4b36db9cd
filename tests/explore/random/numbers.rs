// Random numbers, the same for the same seed. The test appends them to each random program: a program is one file.

struct Random(u64);

impl Random {
    fn of(seed: u64, who: u64) -> Random {
        let mut random = Random(
            seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ who.wrapping_mul(0xd1b5_4a32_d192_ed03),
        );
        for _ in 0..4 {
            random.below(2);
        }
        random
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}
