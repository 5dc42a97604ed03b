//! Chance that repeats: one seed, the same school each time, on any machine and by any release.

/// A small generator of numbers: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). It decides who
/// was late on which day in a made-up school, and nothing else.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The chance of this seed.
    pub(super) const fn of_seed(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, this one; 0 of nothing.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.next()) * end as u128;
        usize::try_from(wide >> 64).unwrap_or_default()
    }

    /// Whether something happens that happens so many times in a hundred.
    pub(super) fn percent(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }

    /// One of these; nothing of nothing.
    pub(super) fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }

    /// A place among so many, the first ones far more often: in a school a few children fill most
    /// of the records.
    pub(super) fn skewed_below(&mut self, end: usize) -> usize {
        let (a, b) = (self.below(end), self.below(end));
        a * b / end.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_is_one_chance() {
        let draw = |seed| {
            let mut chance = Chance::of_seed(seed);
            [
                chance.below(1_000),
                chance.below(1_000),
                chance.below(1_000),
            ]
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn the_generator_is_the_published_one() {
        // The first two outputs for the seed 1234567, as published with the reference code.
        let mut chance = Chance::of_seed(1_234_567);
        assert_eq!(chance.next(), 6_457_827_717_110_365_317);
        assert_eq!(chance.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn every_number_below_comes_and_none_above() {
        let mut chance = Chance::of_seed(1);
        let mut seen = [0_usize; 5];
        for _ in 0..1_000 {
            seen[chance.below(5)] += 1;
        }
        assert!(seen.iter().all(|times| *times > 120), "{seen:?}");
        assert_eq!(chance.below(0), 0);
        assert_eq!(chance.one_of::<u8>(&[]), None);
    }

    #[test]
    fn skewed_falls_on_the_first_more_often() {
        let mut chance = Chance::of_seed(1);
        let drawn: Vec<usize> = (0..2_000).map(|_| chance.skewed_below(100)).collect();
        assert!(drawn.iter().all(|place| *place < 100));
        let first = drawn.iter().filter(|place| **place < 25).count();
        assert!(first > 1_000, "{first}");
    }
}
