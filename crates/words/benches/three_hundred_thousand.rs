//! What an index of many records costs: how long it takes to build, how much memory it takes, and
//! how fast it answers. Run: `cargo bench -p keyward-words`, with another number of records as
//! `cargo bench -p keyward-words -- 10000`.
//!
//! Words are made up and drawn as words are in English, the r-th most frequent with a likelihood
//! of 1/r, from a vocabulary of 60,000.
#![expect(clippy::print_stdout, reason = "a benchmark says what it measured")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use keyward_words::{Bits, Index, Query};

const VOCABULARY: u32 = 60_000;
const WORDS_A_RECORD: u32 = 60;
const TIMES: usize = 50;

/// Numbers that look random and are the same each time (xorshift, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The rank of a word: 1 is the most frequent.
    fn rank(&mut self) -> u32 {
        f64::from(VOCABULARY).powf(self.throw()) as u32
    }
}

/// The word of a rank: `ba`, `be`, … `babe`.
fn word(rank: u32, text: &mut String) {
    const LETTERS: [&str; 40] = [
        "ba", "be", "bi", "bo", "ca", "co", "cu", "da", "de", "di", "fa", "fe", "ga", "go", "ha",
        "he", "hi", "ja", "ka", "la", "le", "lo", "ma", "me", "mi", "mo", "na", "ne", "no", "pa",
        "pe", "ra", "re", "ro", "sa", "se", "ta", "te", "wa", "we",
    ];
    let mut left = rank;
    while left > 0 {
        text.push_str(LETTERS[(left % 40) as usize]);
        left /= 40;
    }
    text.push(' ');
}

fn resident_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}

fn main() {
    let mut asked = std::env::args().filter_map(|argument| argument.parse().ok());
    let records: u32 = asked.next_back().unwrap_or(300_000);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let (mut index, mut text) = (Index::default(), String::new());
    let before = resident_kilobytes();
    let mut building = Duration::ZERO;
    for _ in 0..records {
        text.clear();
        for _ in 0..WORDS_A_RECORD {
            word(dice.rank(), &mut text);
        }
        let begun = Instant::now();
        index.add([text.as_str()]);
        building += begun.elapsed();
    }
    println!(
        "{records} records of {WORDS_A_RECORD} words: built in {:.1} s; {} words; {} MiB by its \
         own count, {} MiB of the process",
        building.as_secs_f64(),
        index.words(),
        index.bytes() >> 20,
        (resident_kilobytes() - before) >> 10
    );
    let mut queries = Vec::new();
    for ranks in [&[3][..], &[400], &[40_000], &[30, 900, 5_000]] {
        let mut query = String::new();
        for rank in ranks {
            word(*rank, &mut query);
        }
        queries.push(query);
    }
    queries.extend(["be", "be ca", "\"ba be bi\""].map(str::to_owned));
    for query in &queries {
        answer(&index, query);
    }
}

fn answer(index: &Index, query: &str) {
    let parsed = Query::parse(query);
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..TIMES {
        let begun = Instant::now();
        let mut bits = Bits::all(index.count());
        for part in parsed.parts() {
            bits.keep(&index.may_hold(part));
        }
        found = bits.down_from(u32::MAX).count();
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    let mut line = String::new();
    // Writing to a String cannot fail.
    let _ = write!(line, "{query:<24} {found:>7} found");
    println!(
        "{line}, median {:>6} µs, worst {:>6} µs",
        times[TIMES / 2].as_micros(),
        times[TIMES - 1].as_micros()
    );
}
