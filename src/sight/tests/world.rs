//! A school made by chance, and a plain model of who may read what in it. Chance is fixed, so that a
//! failure comes again.

use std::collections::BTreeSet;

pub(super) const PUPILS: [(&str, &str, &str); 4] = [
    ("Ash", "7", "7A"),
    ("Bell", "7", "7B"),
    ("Cole", "9", "9A"),
    ("Dunn", "9", ""),
];
/// Categories with the one above them.
pub(super) const CATEGORIES: [(&str, Option<usize>); 4] = [
    ("Model home", None),
    ("Model late", None),
    ("Model late again", Some(1)),
    ("Model online", None),
];
/// Whom each concern is about, of which category, and whether the reader logged it.
pub(super) const CONCERNS: [(&[usize], usize, bool); 12] = [
    (&[0], 0, false),
    (&[0], 2, false),
    (&[1], 1, false),
    (&[1], 3, true),
    (&[2], 0, false),
    (&[2], 2, false),
    (&[3], 1, false),
    (&[0, 2], 1, false),
    (&[0, 2], 0, false),
    (&[1, 2, 3], 2, false),
    (&[2, 3], 3, true),
    (&[0, 1], 3, false),
];
pub(super) const GROUPS: usize = 3;

/// Chance that comes again: xorshift, 64 bits.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    pub(super) fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    /// Some of so many, each with this chance.
    pub(super) fn some(&mut self, count: usize, one_in: u64) -> BTreeSet<usize> {
        (0..count).filter(|_| self.one_in(one_in)).collect()
    }
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Opens {
    Nothing,
    Given,
    Every,
}

#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) opens: Opens,
    /// Whether alerts are read, and whether only with the key.
    pub(super) alerts: Option<bool>,
    pub(super) limits: BTreeSet<usize>,
}

/// One school made by chance, as far as the reader is concerned.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) groups: Vec<Group>,
    pub(super) member_of: BTreeSet<usize>,
    pub(super) years: BTreeSet<&'static str>,
    pub(super) forms: BTreeSet<&'static str>,
    pub(super) excluded: BTreeSet<usize>,
    pub(super) formerly_excluded: BTreeSet<usize>,
    pub(super) alerted: BTreeSet<usize>,
    pub(super) named: BTreeSet<usize>,
    pub(super) is_elevated: bool,
    pub(super) view: Option<(usize, &'static str)>,
}

impl World {
    /// One group reads all of year 7, another one category of everybody.
    pub(super) fn of_a_year_and_a_category() -> Self {
        let group = |opens, limits: &[usize]| Group {
            opens,
            alerts: None,
            limits: limits.iter().copied().collect(),
        };
        Self {
            groups: vec![
                group(Opens::Given, &[]),
                group(Opens::Every, &[0]),
                group(Opens::Nothing, &[]),
            ],
            member_of: [0, 1].into(),
            years: ["7"].into(),
            forms: BTreeSet::new(),
            excluded: BTreeSet::new(),
            formerly_excluded: BTreeSet::new(),
            alerted: BTreeSet::new(),
            named: BTreeSet::new(),
            is_elevated: true,
            view: None,
        }
    }

    pub(super) fn by(chance: &mut Chance) -> Self {
        let groups = (0..GROUPS).map(|_| Group {
            opens: [Opens::Nothing, Opens::Given, Opens::Given, Opens::Every]
                [chance.below(4) as usize],
            alerts: [None, Some(false), Some(true)][chance.below(3) as usize],
            limits: match chance.one_in(2) {
                true => chance.some(CATEGORIES.len(), 3),
                false => BTreeSet::new(),
            },
        });
        Self {
            groups: groups.collect(),
            member_of: (0..GROUPS).filter(|_| !chance.one_in(3)).collect(),
            years: chance
                .some(2, 3)
                .into_iter()
                .map(|i| ["7", "9"][i])
                .collect(),
            forms: chance
                .some(3, 4)
                .into_iter()
                .map(|i| ["7A", "7B", "9A"][i])
                .collect(),
            excluded: chance.some(PUPILS.len(), 6),
            formerly_excluded: chance.some(PUPILS.len(), 6),
            alerted: chance.some(CONCERNS.len(), 5),
            named: chance.some(CONCERNS.len(), 8),
            is_elevated: !chance.one_in(5),
            view: chance.one_in(3).then(|| {
                (
                    chance.below(GROUPS as u64) as usize,
                    ["7", "9", ""][chance.below(3) as usize],
                )
            }),
        }
    }

    pub(super) fn takes_in(&self, group: &Group, pupil: usize) -> bool {
        let (_, year, form) = PUPILS[pupil];
        match group.opens {
            Opens::Nothing => false,
            Opens::Every => true,
            Opens::Given => self.years.contains(year) || self.forms.contains(form),
        }
    }

    pub(super) fn shows(group: &Group, concern: usize) -> bool {
        let (_, category, _) = CONCERNS[concern];
        let above = CATEGORIES[category].1;
        group.limits.is_empty()
            || group.limits.contains(&category)
            || above.is_some_and(|above| group.limits.contains(&above))
    }

    pub(super) fn mine(&self) -> impl Iterator<Item = &Group> {
        let groups = self.member_of.iter().map(|index| &self.groups[*index]);
        groups.filter(|_| self.is_elevated)
    }

    /// The group viewed as shows the file of a pupil.
    pub(super) fn view_takes_in(&self, pupil: usize) -> bool {
        self.view
            .is_none_or(|(group, year)| match self.groups[group].opens {
                Opens::Nothing => false,
                Opens::Every => true,
                Opens::Given => PUPILS[pupil].1 == year,
            })
    }

    pub(super) fn view_shows(&self, concern: usize) -> bool {
        let (about, ..) = CONCERNS[concern];
        self.view.is_none_or(|(group, _)| {
            about.iter().any(|pupil| self.view_takes_in(*pupil))
                && Self::shows(&self.groups[group], concern)
        })
    }

    pub(super) fn file_is_open(&self, pupil: usize) -> bool {
        self.mine().any(|group| self.takes_in(group, pupil))
            && !self.excluded.contains(&pupil)
            && self.view_takes_in(pupil)
    }

    pub(super) fn is_alerted(&self, concern: usize) -> bool {
        let reads = |group: &Group| match group.alerts {
            None => false,
            Some(with_key) => !with_key || self.is_elevated,
        };
        let view_reads = self
            .view
            .is_none_or(|(group, _)| self.groups[group].alerts.is_some());
        self.alerted.contains(&concern)
            && view_reads
            && self
                .member_of
                .iter()
                .any(|index| reads(&self.groups[*index]))
    }

    pub(super) fn is_kept(&self, concern: usize) -> bool {
        let (about, ..) = CONCERNS[concern];
        self.named.contains(&concern) || about.iter().any(|pupil| self.excluded.contains(pupil))
    }

    /// One group takes in both a pupil and the concern.
    pub(super) fn shows_of(&self, concern: usize, pupil: usize) -> bool {
        let opens_files = |(group, _): (usize, _)| self.groups[group].opens != Opens::Nothing;
        self.view.is_none_or(opens_files)
            && self
                .mine()
                .any(|group| self.takes_in(group, pupil) && Self::shows(group, concern))
    }

    pub(super) fn reads(&self, concern: usize) -> bool {
        let (about, _, is_own) = CONCERNS[concern];
        let in_files = about.iter().any(|pupil| self.shows_of(concern, *pupil));
        let given = !self.is_kept(concern) && (self.is_alerted(concern) || in_files);
        (is_own || given) && self.view_shows(concern)
    }

    pub(super) fn knows(&self, concern: usize, pupil: usize) -> bool {
        let (_, _, is_own) = CONCERNS[concern];
        (is_own || self.is_alerted(concern) || self.shows_of(concern, pupil))
            && self.view_takes_in(pupil)
    }

    pub(super) fn without_view(&self) -> Self {
        Self {
            view: None,
            is_elevated: true,
            ..self.clone()
        }
    }
}
