//! A set of numbers, as bits.

/// A set of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// No number yet, with room for those below `count`.
    pub fn none(count: u32) -> Self {
        Self(vec![0; count.div_ceil(64) as usize])
    }

    /// Every number below `count`.
    pub fn all(count: u32) -> Self {
        let mut all = Self(vec![u64::MAX; count.div_ceil(64) as usize]);
        let over = count % 64;
        if over > 0
            && let Some(last) = all.0.last_mut()
        {
            *last = (1 << over) - 1;
        }
        all
    }

    /// Adds a number.
    pub fn add(&mut self, number: u32) {
        let place = (number / 64) as usize;
        if place >= self.0.len() {
            self.0.resize(place + 1, 0);
        }
        self.0[place] |= 1 << (number % 64);
    }

    /// Takes a number out.
    pub fn remove(&mut self, number: u32) {
        if let Some(word) = self.0.get_mut((number / 64) as usize) {
            *word &= !(1 << (number % 64));
        }
    }

    /// Whether it holds a number.
    pub fn has(&self, number: u32) -> bool {
        let word = self.0.get((number / 64) as usize).copied();
        word.unwrap_or_default() & (1 << (number % 64)) != 0
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Adds every number of another set.
    pub fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    /// Keeps those alone that another set holds too.
    pub fn keep(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        for (word, kept) in self.0.iter_mut().zip(&other.0) {
            *word &= kept;
        }
    }

    /// The numbers from the highest below `below` down.
    pub fn down_from(self, below: u32) -> impl Iterator<Item = u32> {
        let words = self.0.into_iter().enumerate().rev();
        words.flat_map(move |(place, word)| {
            let first = u32::try_from(place * 64).unwrap_or(u32::MAX);
            let mut left = match below.saturating_sub(first) {
                0 => 0,
                room if room < 64 => word & ((1 << room) - 1),
                _ => word,
            };
            std::iter::from_fn(move || {
                let highest = 63_u32.checked_sub(left.leading_zeros())?;
                left &= !(1 << highest);
                Some(first + highest)
            })
        })
    }
}
